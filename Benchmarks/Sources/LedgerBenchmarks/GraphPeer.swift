import Foundation
import Ledger
import LedgerIndex
import Measuring
import TraceEngine

/// Python's graph libraries in a process of their own, on a graph that is written for them once.
final class GraphPeer {
    private let process = Process()
    private let questions = Pipe(), answers = Pipe()
    private var rest = Data()

    /// Starts `CLEW_BENCH_PYTHON`, or python3; nil when there is none.
    init?(folder: String) {
        let python = ProcessInfo.processInfo.environment["CLEW_BENCH_PYTHON"] ?? "/usr/bin/python3"
        process.executableURL = URL(filePath: python)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Peers/graph.py").standardized
        process.arguments = [script.path, folder]
        process.standardInput = questions
        process.standardOutput = answers
        do { try process.run() } catch { return nil }
    }

    deinit {
        try? questions.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Processor seconds and what was found; nil when the library is missing.
    func ask(_ question: String, _ library: String) throws -> (seconds: Double, found: UInt64)? {
        try questions.fileHandleForWriting.write(contentsOf: Data("\(question) \(library)\n".utf8))
        while !rest.contains(10) {
            let some = answers.fileHandleForReading.availableData
            if some.isEmpty { throw BenchmarkError("\(library) ended without an answer to \(question).") }
            rest.append(some)
        }
        let line = rest.prefix { $0 != 10 }
        rest = rest.dropFirst(line.count + 1)
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let seconds = Double(words[0]), let found = UInt64(words[1]) else { return nil }
        return (seconds, found)
    }

    /// Writes which transaction spends of which, and which addresses joined which, where that was not done.
    static func write(_ ledger: IndexLedger, to folder: String) async throws {
        if FileManager.default.fileExists(atPath: folder + "/sizes") { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let view = ledger.view
        var spends: [UInt32] = []
        for transaction in view.start..<view.end {
            for output in try view.outputs(of: transaction) {
                let spender = try view.output(output).spender
                if spender != IndexView.none { spends += [UInt32(transaction), UInt32(spender)] }
            }
        }
        try spends.withUnsafeBytes { try Data($0).write(to: URL(filePath: folder + "/spends")) }
        var joins: [UInt32] = []
        var walk = LedgerWalk(ledger.info.coverage)
        while let rows = try await walk.next(of: ledger) {
            for join in try await ledger.joins(rows, by: ClusterRule()) {
                for member in join.members.dropFirst() { joins += [UInt32(join.members[0].raw), UInt32(member.raw)] }
            }
        }
        try joins.withUnsafeBytes { try Data($0).write(to: URL(filePath: folder + "/joins")) }
        try Data("\(view.end) \(view.addressEnd) 0".utf8).write(to: URL(filePath: folder + "/sizes"))
    }
}
