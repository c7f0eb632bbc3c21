import Foundation

/// Seconds of a monotonic clock.
public func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Seconds that this thread had a processor: what work in memory takes, also on a machine that others use.
public func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The same of all threads of this process.
public func allProcessorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What one measurement gave, a value a round.
public struct Sample {
    public var values: [Double] = []

    public init() {}

    public var median: Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

/// Runs contestants one after the other, round by round, and keeps each one's time for one operation.
public struct Contest {
    public struct Row {
        public var name: String
        public var sample = Sample()
    }

    public var rows: [Row] = []

    /// - Parameter operations: how many each run does; times are divided by it.
    public init(
        rounds: Int, operations: Int, _ contestants: [(String, () throws -> UInt64)]
    ) throws {
        rows = contestants.map { Row(name: $0.0) }
        var sums = [UInt64](repeating: 0, count: contestants.count)
        for round in 0..<rounds {
            for offset in contestants.indices {
                let place = (offset + round) % contestants.count
                let start = processorSeconds()
                sums[place] = try contestants[place].1()
                rows[place].sample.values.append((processorSeconds() - start) / Double(operations))
            }
        }
        // All contestants must have found the same.
        guard sums.allSatisfy({ $0 == sums[0] }) else {
            throw BenchmarkError("The contestants disagree: \(zip(contestants.map(\.0), sums).map { "\($0) \($1)" })")
        }
    }
}

public struct BenchmarkError: Error, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

/// `1.23 µs`, `45.6 ms`.
public func duration(_ seconds: Double) -> String {
    func text(_ value: Double) -> String {
        value >= 100 ? String(format: "%.0f", value) : value >= 10 ? String(format: "%.1f", value) : String(format: "%.2f", value)
    }
    return switch seconds {
    case ..<1e-6: "\(text(seconds * 1e9)) ns"
    case ..<1e-3: "\(text(seconds * 1e6)) µs"
    case ..<1: "\(text(seconds * 1e3)) ms"
    default: "\(text(seconds)) s"
    }
}

/// The greatest resident memory of this process so far, in bytes.
public func residentPeak() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
}
