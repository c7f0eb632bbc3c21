import Foundation
import Testing

/// What an investigator does in the workbench, each task with keys, mouse or words in a real terminal.
@Suite(
    "Tasks in the workbench", .timeLimit(.minutes(3)),
    .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct WorkbenchTaskTests {
    /// The list of the sample case is complete: its first amount is there.
    static let opened = "1.38410842"

    private static func sample(_ workspace: Workspace, _ more: String = "") throws -> TmuxTerminal {
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open --sample \(more)")
        try terminal.waitUntil(contains: opened)
        try terminal.press("Escape")
        try terminal.waitUntil(contains: "The tour is over")
        return terminal
    }

    private static func saved(_ screen: String) -> Int? {
        screen.split(separator: "saved ").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber || $0 == "," }.filter { $0 != "," }) }
    }

    @Test("Thirty steps are annotated and undone again, by count")
    func thirtySteps() throws {
        let terminal = try Self.sample(Workspace())
        let before = try terminal.settled()
        let start = try #require(Self.saved(before))
        // A macro marks a row, gives it a colour and goes on: thirty events with three keys each.
        try terminal.press("Q", "f", "C", "g", "Q")
        try terminal.waitUntil(contains: "The macro has 3 keys")
        try terminal.waitUntil(contains: "saved \(start + 2)")
        try terminal.type("014@")
        try terminal.waitUntil { Self.saved($0) ?? 0 >= start + 16 }
        let now = try #require(Self.saved(try terminal.settled()))
        try terminal.type("0\(now - start)u")
        try terminal.waitUntil(contains: "saved \(now + now - start)")
        try terminal.press("g", "j", "k")
        let after = try terminal.settled()
        func list(_ screen: String) -> String { screen.split(separator: "\n").dropFirst().prefix(15).joined(separator: "\n") }
        #expect(list(after) == list(before))
    }

    @Test("Three hops are explored in words, and a note is written there")
    func linear() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal(width: 120, height: 60, in: workspace)
        try terminal.start("open --sample --accessible")
        try terminal.waitUntil(contains: "Type a number to go there")
        for step in 1...3 {
            try terminal.waitUntil("asks") { $0.hasSuffixLine("clew>") }
            try terminal.type(line: "clear-filter")
            try terminal.type(line: "1")
            try terminal.waitUntil(contains: "Step \(step).")
        }
        try terminal.type(line: "note Three hops on, nothing new.")
        try terminal.waitUntil(contains: "Saved as event")
        try terminal.type(line: "label")
        try terminal.waitUntil(contains: "label:")
        try terminal.type(line: "Third hop")
        try terminal.waitUntil(contains: "label on")
        try terminal.type(line: "frobnicate")
        try terminal.waitUntil(contains: "There is no command \"frobnicate\".")
        try terminal.type(line: "quit")
        try terminal.waitUntil(contains: "[exit 0]")
    }

    @Test("What one session recorded another does again")
    func recordAndReplay() throws {
        let workspace = try Workspace()
        let terminal = try Self.sample(workspace, "--record \(workspace.path("session"))")
        let start = try #require(Self.saved(try terminal.settled()))
        try terminal.press("j", "f")
        try terminal.waitUntil(contains: "saved \(start + 1)")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        try terminal.start("open --replay \(workspace.path("session"))")
        // It leaves as the one before did; the flag is taken away again
        try terminal.waitUntil(contains: "[exit 0]")
        try terminal.start("open")
        try terminal.waitUntil(contains: "saved \(start + 2)")
    }
}

extension TmuxTerminal {
    @discardableResult
    func waitUntil(_ condition: (String) -> Bool) throws -> String { try waitUntil("fits", condition) }
}

extension String {
    /// True when the last line that is not blank begins so.
    fileprivate func hasSuffixLine(_ begins: String) -> Bool {
        split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }?.hasPrefix(begins) == true
    }
}
