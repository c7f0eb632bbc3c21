/// How far an import is, for a line with count, rate and time left.
public struct ImportProgress: Hashable, Sendable {
    public enum Phase: String, Hashable, Sendable {
        /// Finding the blocks or rows in the files.
        case scanning
        /// Reading, checking and storing them.
        case importing
        /// Making the ledger visible.
        case finishing
    }

    public enum Unit: String, Hashable, Sendable {
        case bytes
        case blocks
    }

    public let phase: Phase
    public let done: UInt64
    public let total: UInt64
    public let unit: Unit

    public init(phase: Phase, done: UInt64, total: UInt64, unit: Unit) {
        self.phase = phase
        self.done = done
        self.total = total
        self.unit = unit
    }
}

/// Passes progress on, ten times a second at most, but the end of each phase always.
struct ProgressMeter {
    private let report: (ImportProgress) -> Void
    private let isCancelled: () -> Bool
    private let clock = ContinuousClock()
    private var next: ContinuousClock.Instant

    init(_ report: @escaping (ImportProgress) -> Void, isCancelled: @escaping () -> Bool) {
        self.report = report
        self.isCancelled = isCancelled
        next = clock.now
    }

    /// Tells how far it is and answers whether to stop.
    mutating func shouldStop(
        _ phase: ImportProgress.Phase, _ done: Int, of total: Int, _ unit: ImportProgress.Unit
    ) -> Bool {
        let now = clock.now
        if now >= next || done >= total {
            next = now.advanced(by: .milliseconds(100))
            report(ImportProgress(phase: phase, done: UInt64(done), total: UInt64(total), unit: unit))
        }
        return isCancelled()
    }
}
