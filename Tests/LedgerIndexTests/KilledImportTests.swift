import Foundation
import Ledger
import Support
import Testing

@testable import LedgerIndex

/// A real writer, killed by the kernel before each system call that changes the disk: strace injects SIGKILL there.
@Suite("Killed at every system call that changes the disk", .timeLimit(.minutes(30)))
struct KilledImportTests {
    /// strace is there and may trace.
    static let canTrace = Program.isPresent("strace") && (try? Program.run(["strace", "-o", "/dev/null", "true"]))?.status == 0

    /// The calls by which a program can change a disk. Of `openat` those count that make or empty a file.
    private static let kinds = [
        "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat2", "unlink", "unlinkat", "ftruncate", "fallocate",
        "mkdir", "openat",
    ]

    /// The `number`-th call of a kind, counted from the program's start.
    private struct Call: Hashable {
        let kind: String
        let number: Int
    }

    private let folder: ScratchFolder
    private let probe: String

    init() throws {
        folder = try ScratchFolder()
        let products = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
            .map { URL(filePath: $0.bundlePath).deletingLastPathComponent().path }
        probe = (products ?? (SharedData.projectRoot?.path ?? ".") + "/.build/debug") + "/LedgerWriterProbe"
    }

    /// Puts the ledger in place as a step finds it; none where `before` is nil.
    private func restore(_ before: String?) throws -> String {
        let ledger = folder.file("ledger")
        try? FileManager.default.removeItem(atPath: ledger)
        if let before { try FileManager.default.copyItem(atPath: before, toPath: ledger) }
        return ledger
    }

    /// The calls of a whole run that change the disk.
    private func calls(of step: String, _ ledger: String) throws -> [Call] {
        let log = folder.file("trace")
        let outcome = try Program.run([
            "strace", "-f", "-qq", "-o", log, "-e", "trace=" + Self.kinds.joined(separator: ","), probe, ledger, step,
        ])
        try #require(outcome.status == 0, "\(step): \(outcome.errors)")
        var counts: [String: Int] = [:]
        var calls: [Call] = []
        var threads: Set<Substring> = []
        for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2, let end = parts[1].firstIndex(of: "(") else { continue }
            threads.insert(parts[0])
            let kind = String(parts[1][..<end]).trimmingCharacters(in: .whitespaces)
            counts[kind, default: 0] += 1
            if kind == "openat", !line.contains("O_CREAT"), !line.contains("O_TRUNC") { continue }
            calls.append(Call(kind: kind, number: counts[kind] ?? 0))
        }
        // strace counts by thread: with one thread the n-th call is the same in each run.
        #expect(threads.count == 1)
        return calls
    }

    /// What the ledger says of itself; nil when there is none.
    private func state(_ ledger: String) throws -> LedgerInfo? {
        guard FileManager.default.fileExists(atPath: ledger + "/MANIFEST") else { return nil }
        #expect(try IndexCheck.run(at: ledger)?.faults == [])
        return try IndexLedger.open(at: ledger).info
    }

    @Test("import, append and reorganisation leave the ledger that was there, and go on when they are run again",
        .enabled(if: canTrace, "strace is not installed or may not trace; make setup-test installs it"))
    func everyCall() throws {
        // All calls take half a minute: CLEW_LONG=1 (make test-long). Otherwise some are drawn, of each kind of call.
        let isLong = ProcessInfo.processInfo.environment["CLEW_LONG"] != nil
        var before: String?
        var kills = 0, all = 0
        var told: [String] = []
        for step in ["import", "append", "reorganise"] {
            let calls = try calls(of: step, restore(before))
            let old = try before.flatMap { try state($0) }
            let new = try #require(try state(folder.file("ledger")))
            #expect(old != new)
            all += calls.count
            var drawn = calls
            if !isLong {
                var byKind: [String: Int] = [:]
                for call in calls { byKind[call.kind, default: 0] += 1 }
                drawn = calls.filter { call in
                    let count = byKind[call.kind] ?? 1
                    return count <= 2 || (call.number * 2 / count) != ((call.number - 1) * 2 / count)
                }
            }
            for call in drawn {
                let ledger = try restore(before)
                let outcome = try Program.run([
                    "strace", "-f", "-qq", "-o", folder.file("trace"), "-e", "trace=\(call.kind)",
                    "-e", "inject=\(call.kind):signal=SIGKILL:when=\(call.number)", probe, ledger, step,
                ])
                let what = "\(step), \(call.kind) \(call.number)"
                #expect(outcome.status == 128 + SIGKILL, "\(what): \(outcome.errors)")
                kills += 1
                let left = try state(ledger)
                #expect(left == old || left == new, "\(what)")
                let again = try Program.run([probe, ledger, step])
                #expect(again.status == 0, "\(what): \(again.errors)")
                #expect(try state(ledger) == new, "\(what)")
                let files = try FileManager.default.contentsOfDirectory(atPath: ledger)
                let named = try IndexManifest(in: LedgerFolder(path: ledger))?.segments.map(\.file) ?? []
                #expect(Set(files) == Set(named + ["LOCK", "MANIFEST"]), "\(what): leaves something behind")
            }
            told.append("\(step) \(drawn.count) of \(calls.count)")
            let kept = folder.file("before-next")
            _ = try restore(before)
            #expect(try Program.run([probe, folder.file("ledger"), step]).status == 0)
            try? FileManager.default.removeItem(atPath: kept)
            try FileManager.default.copyItem(atPath: folder.file("ledger"), toPath: kept)
            before = kept
        }
        #expect(kills >= (isLong ? all : 20))
        print("ledger writer killed at \(kills) system calls: \(told.joined(separator: ", "))")
    }
}
