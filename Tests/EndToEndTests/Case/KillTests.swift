import Casework
import Encoding
import Foundation
import Sealing
import Support
import Testing

/// The real program, killed by the kernel at its system calls: strace injects SIGKILL at the n-th call of a kind.
@Suite("Killed at every system call", .timeLimit(.minutes(60)))
struct KillTests {
    /// strace is there and may trace.
    static let canTrace = Program.isPresent("strace") && (try? Program.run(["strace", "-o", "/dev/null", "true"]))?.status == 0

    private static let isLong = ProcessInfo.processInfo.environment["CLEW_LONG"] != nil
    private static let context = CaseContext(
        author: "examiner", now: { UTCTime(milliseconds: 1_712_000_000_000) }, salt: { Array(repeating: 7, count: 32) })

    /// The kinds of calls at which a command is killed: all take minutes (CLEW_LONG=1, make test-long), else those of which
    /// each can leave something else, one kind for a plain change.
    private static func kinds(_ command: KilledCommand, _ place: Int) -> [String] {
        guard !isLong else {
            return ["write", "fdatasync", "fsync", "rename", "ftruncate", "unlink", "rmdir", "mkdir", "flock", "close", "openat"]
        }
        let kinds = ["fdatasync", "fsync", "rename", "ftruncate"]
        return command.isLarge ? ["fsync", "rename", "mkdir", "unlink"] : [kinds[place % kinds.count]]
    }

    @Test("no acknowledged event is lost, every case opens, and what was not done is done when repeated",
        .enabled(if: canTrace && Program.isPresent("openssl"), "strace is not installed or may not trace, or openssl is not; make setup-test installs them"))
    func everyCall() throws {
        let bench = try KillBench()
        var kills = 0
        for (place, command) in try bench.commands().enumerated() {
            try command.prepare()
            try bench.keep()
            let old = try CaseStore.open(at: bench.path, context: Self.context, readOnly: true).events().map(\.hash)
            for kind in Self.kinds(command, place) {
                var survived = false
                for count in 1...300 where !survived {
                    let title = "\(command.name), \(kind) \(count)"
                    try bench.restore()
                    let outcome = try bench.run(command, killedAt: kind, count)
                    survived = outcome.status != 128 + SIGKILL
                    #expect(!survived || outcome.status == 0, "\(title): \(outcome.errors)")
                    if !survived { kills += 1 }
                    try check(bench, command, old, outcome, title)
                }
                #expect(survived, "\(command.name) has no end of \(kind)")
            }
            try bench.restore()
            let outcome = try bench.run(command)
            #expect(outcome.status == 0, "\(command.arguments): \(outcome.errors)")
            if case .moreEvents = command.outcome {
                #expect(outcome.errors.contains("Saved event") || ["purge", "merge", "exhibit"].contains(command.name), "\(command.arguments) \(outcome.errors)")
            }
        }
        #expect(kills >= (Self.isLong ? 1_000 : 80), "only \(kills) kills")
        print("killed \(kills) times in \(try bench.commands().count) commands")
    }

    /// The cases as the next user finds them.
    private func check(_ bench: KillBench, _ command: KilledCommand, _ old: [String], _ outcome: Spawn.Outcome, _ title: String) throws {
        if case .movesTo(let archive) = command.outcome, bench.has(archive) {
            // The case may be gone in part: the archive is whole.
            #expect(try Set(bench.opened(archive)).isSuperset(of: old), "\(title)")
            return
        }
        let hashes = try events(of: bench.path, title)
        #expect(Set(hashes).isSuperset(of: old), "\(title): events are lost")
        // What the program said was saved is there.
        if outcome.errors.contains("Saved event") { #expect(hashes.count > old.count, "\(title)") }
        _ = try events(of: bench.place + "/copy.clew", title)
        guard case .appears(let name) = command.outcome else { return }
        if !bench.has(name) {
            let again = try bench.run(command)
            #expect(again.status == 0, "\(title), again: \(again.errors)")
        }
        if name.hasSuffix(".age") {
            #expect(try Set(bench.opened(name)).isSuperset(of: old), "\(title)")
        } else {
            #expect(try !events(of: "\(bench.place)/\(name)", title).isEmpty, "\(title)")
        }
        let listed = try Clew.run(["case", "list", bench.place], in: bench.workspace)
        #expect(listed.status == 0, "\(title): \(listed.errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: bench.place).filter { $0.hasPrefix(".unfinished") && !$0.hasSuffix(".age") }
        #expect(left.isEmpty, "\(title): \(left)")
    }

    /// The events of a case that opens for writing and holds.
    private func events(of folder: String, _ title: String) throws -> [String] {
        let store = try CaseStore.open(at: folder, context: Self.context, readOnly: false)
        #expect(store.readOnlyReason == nil, "\(title): \(store.readOnlyReason ?? "")")
        let hashes = store.events().map(\.hash)
        store.close()
        let failures = try CaseCheck.run(at: folder).failures
        #expect(failures.isEmpty, "\(title): \(failures)")
        return hashes
    }
}
