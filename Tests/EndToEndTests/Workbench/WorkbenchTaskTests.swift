import Foundation
import Testing

/// What an investigator does in the workbench, each task with keys, mouse or words in a real terminal.
@Suite(
    "Tasks in the workbench", .timeLimit(.minutes(10)),
    .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct WorkbenchTaskTests {
    @Test("Thirty steps are annotated, undone by one count, brought back by another and undone again")
    func thirtySteps() throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        let before = try terminal.settled()
        let start = try #require(TmuxTerminal.saved(before))
        // A macro flags a row, gives it a colour and goes on to the next: thirty events with five keys for each two.
        try terminal.press("Q", "f", "C", "g", "j", "Q")
        try terminal.waitUntil(contains: "The macro has 4 keys")
        try terminal.waitUntilSaved(start + 2)
        try terminal.type("014@")
        try terminal.waitUntilSaved(start + 30)
        try terminal.press("g")
        let annotated = try terminal.settled()
        try terminal.type("030u")
        try terminal.waitUntilSaved(start + 60)
        try terminal.press("G", "g")
        #expect(Self.list(try terminal.settled()) == Self.list(before))
        try terminal.type("030")
        try terminal.press("C-r")
        try terminal.waitUntilSaved(start + 90)
        try terminal.press("G", "g")
        #expect(Self.list(try terminal.settled()) == Self.list(annotated))
        #expect(Self.list(annotated) != Self.list(before))
        try terminal.type("030u")
        try terminal.waitUntilSaved(start + 120)
        try terminal.press("G", "g")
        #expect(Self.list(try terminal.settled()) == Self.list(before))
    }

    private static func list(_ screen: String) -> String { screen.split(separator: "\n").dropFirst().prefix(15).joined(separator: "\n") }

    @Test("After kill -9 everything that was said to be saved is there, the half-typed note is a draft, and work goes on")
    func killed() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal.sample(in: workspace)
        let start = try #require(TmuxTerminal.saved(try terminal.settled()))
        try terminal.press("j", "L", "C-u")
        try terminal.type("Second purse")
        try terminal.press("Enter")
        try terminal.waitUntilSaved(start + 1)
        try terminal.press("t")
        try terminal.waitUntil(contains: "reconciles")
        try terminal.press("1", "n")
        try terminal.type("Half a sentence that nobody sav")
        try terminal.waitUntil(contains: "nobody sav")
        try terminal.kill()
        try terminal.start("open")
        try terminal.waitUntil(contains: "draft")
        #expect(try terminal.settled().contains("Second purse"))
        try terminal.press("n")
        try terminal.waitUntil(contains: "Half a sentence that nobody")
        try terminal.press("C-s")
        try terminal.waitUntil("has saved the note") { (TmuxTerminal.saved($0) ?? 0) > start + 1 }
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        #expect(try Clew.run(["case", "check", "saltmarsh"], in: workspace).status == 0)
    }

    @Test("What a command changes in the list or the graph is read out, and a view that is named again as well")
    func linearChanges() throws {
        let terminal = try TmuxTerminal(width: 120, height: 60, in: Workspace())
        try terminal.start("open --sample --accessible")
        try terminal.waitUntil(contains: "Type a number to go there")
        try terminal.waitUntil("asks") { $0.hasSuffixLine("clew>") }
        try terminal.type(line: "addresses")
        try terminal.waitUntil(contains: "Here: the list of the case. 17 of 17 shown.")
        try terminal.type(line: "filter victim")
        try terminal.waitUntil(contains: "11 of 17 shown")
        // A number is the row that the command acts on, wherever the cursor was.
        try terminal.type(line: "show-in-graph 3")
        try terminal.waitUntil(contains: "Here: address Victim 1")
        try terminal.type(line: "origins")
        try terminal.waitUntil(contains: "Here: path tree back.", "Both sides are equal.")
        try terminal.type(line: "mode")
        try terminal.waitUntil("reads it") { $0.components(separatedBy: "clew> mode").last?.contains("Here: address Victim 1") == true }
        try terminal.type(line: "graph")
        try terminal.waitUntil("reads it again") { $0.components(separatedBy: "clew> graph").last?.contains("Here: address Victim 1") == true }
        try terminal.type(line: "remove-note 1")
        try terminal.waitUntil(contains: "Not here: remove-note acts on a row of notes. Go there first.")
        try terminal.type(line: "notes")
        try terminal.waitUntil(contains: "Here: notes.")
        try terminal.type(line: "remove-note 2")
        try terminal.waitUntil(contains: "Saved as event 46: remove-note")
        try terminal.type(line: "quit")
        try terminal.waitUntil(contains: "[exit 0]")
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
        // What is asked is answered before the page is read out
        try terminal.type(line: "addresses")
        try terminal.waitUntil(contains: "Here: the list of the case")
        try terminal.type(line: "cluster 1")
        let cluster = try terminal.waitUntil(contains: "Here: cluster of")
        #expect(!cluster.contains("Under way"))
        // A wrong number is said, and nothing is done to what is selected instead
        try terminal.type(line: "path 99")
        try terminal.waitUntil(contains: "There is no number 99 here: 1 to 2 are.")
        try terminal.type(line: "note 98 Asked there.")
        try terminal.waitUntil(contains: "There is no number 98 here: 1 to 2 are. For words that begin with a number type note alone")
        try terminal.type(line: "flag loudly")
        try terminal.waitUntil(contains: "flag takes no words but a number of the list: \"loudly\".")
        // A pasted page is offered as on the screen
        try terminal.type(line: "paste")
        try terminal.waitUntil(contains: "A line with only a full stop ends it.")
        try terminal.type(line: "to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa on Monday")
        try terminal.type(line: ".")
        try terminal.waitUntil(contains: "not for this case: an address of bitcoin")
        try terminal.type(line: "nothing")
        try terminal.waitUntil(contains: "Nothing was added.")
        // An address that somebody shortened is looked for in the ledger, and gone to by its number
        try terminal.type(line: "find mneVpY7vX..1qh8")
        try terminal.waitUntil(contains: "1 in this ledger fits.")
        try terminal.type(line: "1")
        try terminal.waitUntil(contains: "Here: address without a label.")
        try terminal.type(line: "frobnicate")
        try terminal.waitUntil(contains: "There is no command \"frobnicate\".")
        try terminal.type(line: "quit")
        try terminal.waitUntil(contains: "[exit 0]")
    }

    @Test("What one session recorded another does again")
    func recordAndReplay() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal.sample(in: workspace, "--record \(workspace.path("session"))")
        let start = try #require(TmuxTerminal.saved(try terminal.settled()))
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

    @Test("Clicks are replayed, too: on rows, hints and menus, where the screen shows them by then")
    func replayedClicks() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal.sample(in: workspace, "--record \(workspace.path("session"))")
        let start = try #require(TmuxTerminal.saved(try terminal.settled()))
        try terminal.click(on: "Peel head", after: "1.00686061")
        try terminal.waitUntil(contains: "◆ Peel head")
        try terminal.click(on: "f flag")
        try terminal.waitUntilSaved(start + 1)
        try terminal.click(on: "r role")
        try terminal.click(on: "o other")
        try terminal.waitUntilSaved(start + 2)
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        try FileManager.default.removeItem(atPath: workspace.path("data/clew/cases"))
        try FileManager.default.removeItem(atPath: workspace.path("state/clew"))
        try terminal.start("open --sample --replay \(workspace.path("session"))")
        try terminal.waitUntil(contains: "[exit 0]")
        try terminal.start("open")
        try terminal.waitUntilSaved(start + 2)
    }
}

extension String {
    /// True when the last line that is not blank begins so.
    fileprivate func hasSuffixLine(_ begins: String) -> Bool {
        split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }?.hasPrefix(begins) == true
    }
}
