import Foundation
import Testing

/// The harness against a shell: what the other tests rely on.
@Suite(
    "The terminal of these tests", .timeLimit(.minutes(10)),
    .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct HarnessTests {
    @Test("It shows what is typed, has the size that was asked for, and can be resized")
    func size() throws {
        let terminal = try TmuxTerminal(width: 90, height: 30, in: Workspace())
        try terminal.type(line: "stty size; echo 'a₿漢'")
        try terminal.waitUntil(contains: "30 90")
        let rows = try terminal.waitUntil("has the row") { $0.contains("\na₿漢") }.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows.count == 30)
        try terminal.resize(width: 200, height: 60)
        try terminal.type(line: "stty size")
        try terminal.waitUntil(contains: "60 200")
    }

    @Test("A program can be killed, and a wait that fails shows the screen")
    func kill() throws {
        let terminal = try TmuxTerminal(in: Workspace())
        try terminal.type(line: "sleep 600; echo \"[exit $?]\"")
        try terminal.waitUntil("runs sleep") { _ in (try? terminal.programID()) != nil }
        try terminal.kill()
        #expect(try terminal.settled().contains("[exit 137]"))
        let error = TmuxTerminal.TimedOut(what: "contains x", screen: "$ ")
        #expect(error.description == "The screen never contains x. It shows:\n$ ")
    }
}
