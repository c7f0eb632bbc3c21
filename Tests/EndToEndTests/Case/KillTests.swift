import Casework
import Encoding
import Foundation
import Support
import Testing

/// The real program, killed by the kernel at its system calls: strace injects SIGKILL at the n-th call of a kind.
@Suite("Killed at every system call", .timeLimit(.minutes(30)))
struct KillTests {
    /// strace is there and may trace.
    static let canTrace = Program.isPresent("strace") && (try? Program.run(["strace", "-o", "/dev/null", "true"]))?.status == 0

    private struct Step {
        let name: String
        let arguments: [String]
    }

    private static let address = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"

    private static func steps(_ workspace: Workspace) -> [Step] {
        let path = workspace.path("k.clew")
        func step(_ arguments: String...) -> Step { Step(name: arguments[0], arguments: ["case"] + arguments + ["--case", path]) }
        return [
            step("label", address, "Collector"), step("note", "case", "Opened after a referral."),
            step("exhibit", workspace.path("file.bin")), step("undo"), step("redo"),
            step("lock-method", "fifo", "--reason", "Ordered"), step("mark", "amber"),
            step("merge", workspace.path("copy.clew")), step("purge", "3", "--authority", "Order 12/2026"),
            step("sign", "--key", workspace.path("id")),
        ]
    }

    private func contents(_ folder: String) throws -> [String: Data] {
        var all: [String: Data] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            all[name] = FileManager.default.contents(atPath: "\(folder)/\(name)")
        }
        return all
    }

    @Test("no acknowledged event is lost and every case opens",
        .enabled(if: canTrace, "strace is not installed or may not trace; make setup-test installs it"))
    func everyCall() throws {
        // All kinds of calls take minutes: CLEW_LONG=1 (make test-long).
        let isLong = ProcessInfo.processInfo.environment["CLEW_LONG"] != nil
        let kinds = isLong
            ? ["write", "fdatasync", "fsync", "rename", "ftruncate", "unlink", "rmdir", "mkdir", "flock", "close", "openat"]
            : ["fdatasync", "fsync", "rename", "ftruncate"]
        let workspace = try Workspace()
        let path = workspace.path("k.clew")
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: workspace.path("file.bin")))
        try Program.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", workspace.path("id")])
        let context = CaseContext(author: "examiner", now: { UTCTime(milliseconds: 1_712_000_000_000) }, salt: { Array(repeating: 7, count: 32) })
        var kills = 0
        var survivors = 0
        #expect(try Clew.run(["case", "new", path], in: workspace).status == 0)
        try FileManager.default.copyItem(atPath: path, toPath: workspace.path("copy.clew"))
        #expect(try Clew.run(["case", "flag", Self.address, "--case", workspace.path("copy.clew")], in: workspace).status == 0)
        for step in Self.steps(workspace) {
            let before = workspace.path("before.clew")
            try? FileManager.default.removeItem(atPath: before)
            try FileManager.default.copyItem(atPath: path, toPath: before)
            let old = try CaseStore.open(at: before, context: context, readOnly: true).events().map(\.hash)
            for kind in kinds {
                // The program's own start opens and closes many files; what matters begins in the case folder.
                for count in 1...60 {
                    try FileManager.default.removeItem(atPath: path)
                    try FileManager.default.copyItem(atPath: before, toPath: path)
                    let outcome = try Spawn.run(
                        ["strace", "-f", "-qq", "-o", workspace.path("trace"), "-P", path, "-P", path + "/journal.jsonl",
                            "-P", path + "/case.json", "-P", path + "/case.lock", "-P", path + "/exhibits",
                            "-P", path + "/checkpoints", "-P", path + "/.unfinished-case.json",
                            "-P", path + "/.unfinished-journal.jsonl", "-e", "trace=\(kind)",
                            "-e", "inject=\(kind):signal=SIGKILL:when=\(count)", Clew.path] + step.arguments,
                        environment: workspace.environment, folder: workspace.root.path)
                    let wasKilled = outcome.status == 128 + SIGKILL
                    #expect(wasKilled || outcome.status == 0, "\(step.name), \(kind) \(count): \(outcome.errors)")
                    // As the next user finds it.
                    let store = try CaseStore.open(at: path, context: context, readOnly: false)
                    #expect(store.readOnlyReason == nil, "\(step.name), \(kind) \(count): \(store.readOnlyReason ?? "")")
                    let hashes = Set(store.events().map(\.hash))
                    #expect(old.allSatisfy(hashes.contains), "\(step.name), \(kind) \(count): events are lost")
                    // What the program said was saved is there.
                    if outcome.errors.contains("Saved event") {
                        #expect(store.events().count > old.count, "\(step.name), \(kind) \(count)")
                    }
                    store.close()
                    #expect(try CaseCheck.run(at: path).failures.isEmpty, "\(step.name), \(kind) \(count)")
                    guard wasKilled else {
                        survivors += 1
                        break
                    }
                    kills += 1
                }
            }
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(atPath: before, toPath: path)
            #expect(try Clew.run(step.arguments, in: workspace).status == 0)
        }
        #expect(survivors == kinds.count * Self.steps(workspace).count)
        #expect(kills >= (isLong ? 200 : 40), "only \(kills) kills")
        print("killed \(kills) times at \(kinds.joined(separator: ", ")) of \(Self.steps(workspace).count) commands")
    }
}
