import Foundation

/// What processes and the programs they started are doing, as the kernel tells it.
struct Activity: Equatable {
    /// False while any of their threads runs, waits for a processor or waits for the disk.
    private(set) var isAsleep = true
    /// How often each thread gave its processor away; a thread that has woken since counts one more.
    private(set) var switches: [String: String] = [:]

    /// Of a process and all that it started.
    static func of(_ process: Int32) -> Activity {
        var activity = Activity()
        var rest = [process]
        while let process = rest.popLast() {
            for thread in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? [] {
                activity.read("/proc/\(process)/task/\(thread)/status")
            }
            rest += children(of: process)
        }
        return activity
    }

    /// The processes that a process of one thread has started and that have not ended.
    static func children(of process: Int32) -> [Int32] {
        let text = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        return (text ?? "").split { $0.isWhitespace }.compactMap { Int32($0) }
    }

    private mutating func read(_ path: String) {
        // A thread that has ended since it was listed is at rest.
        guard let status = try? String(contentsOfFile: path, encoding: .utf8) else { return }
        for line in status.split(separator: "\n") {
            let words = line.split { $0.isWhitespace }
            if words.first == "State:", words.count > 1, ["R", "D"].contains(words[1]) { isAsleep = false }
            if words.first?.hasSuffix("_ctxt_switches:") == true { switches[path, default: ""] += " \(words.last ?? "")" }
        }
    }
}
