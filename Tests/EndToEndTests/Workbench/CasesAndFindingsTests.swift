import Foundation
import Testing

/// Choosing a case, keeping a finding, and the timeline, in a real terminal with the real program.
@Suite(
    "Cases, findings and the timeline in the workbench", .timeLimit(.minutes(10)),
    .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct CasesAndFindingsTests {
    static let opened = "1.38410842"

    @Test("clew alone shows the cases; the sample is opened, another begun and gone back from, and each is as it was left")
    func choosing() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("")
        try terminal.waitUntil(contains: "You have no cases yet.", "no case open")
        try terminal.press("u")
        try terminal.waitUntil(contains: "Not now: no case is open.")
        try terminal.press("s")
        try terminal.waitUntil(contains: Self.opened)
        try terminal.press("j", "j", "B")
        try terminal.waitUntil(contains: "in use here")
        try terminal.press("n")
        try terminal.waitUntil(contains: "name of the case:")
        try terminal.type("quarry")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "chain of quarry:")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "quarry is to answer:")
        try terminal.type("Whose money is it?")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "saved 1")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")

        try terminal.start("")
        try terminal.waitUntil(contains: "2 cases", "quarry", "Whose money is it?", "= intact")
        try terminal.waitUntil(lacks: "checking")
        // The sample case is the other one; it opens where it was left, on the third row.
        try terminal.press("j", "Enter")
        try terminal.waitUntil(contains: Self.opened)
        try terminal.waitUntil(contains: "3 of 17")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
    }

    @Test("A case that cannot be opened leads back to the list, which says why")
    func damaged() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("")
        try terminal.waitUntil(contains: "You have no cases yet.")
        try terminal.press("f")
        try terminal.waitUntil(contains: "open:")
        try terminal.type("/nonexistent/case")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "No case is at /nonexistent/case", "no case open")
    }

    @Test("What changed since a case was last open, and what is due, stand in the list")
    func news() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: Self.opened)
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        for arguments in [
            ["case", "note", "case", "Asked Harrow for the account.", "--case", "saltmarsh"],
            ["case", "put", "task", #"{"title":"Ask again","assignee":"","due":"2024-04-01","done":false,"subjects":[]}"#, "--case", "saltmarsh"],
        ] {
            let outcome = try Clew.run(arguments, in: workspace, environment: ["CLEW_AUTHOR": "AB"])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        try terminal.start("")
        try terminal.waitUntil(contains: "1 changed", "2 since you looked on", "AB 2", "due 2024-04-01", "Ask again")
    }

    @Test("A trace is kept as a finding with s, holds when it is asked again there, and by the command line")
    func finding() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: Self.opened)
        try terminal.press("Escape", "t")
        try terminal.waitUntil(contains: "reconciles")
        try terminal.press("s")
        try terminal.waitUntil(contains: "Where did the value of Collector go?")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "it means:")
        try terminal.type("To two exchanges.")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "Saved as finding F-")
        try terminal.press("c")
        try terminal.waitUntil(contains: "It fails where several owners")
        try terminal.press("s", "Enter", "Enter")
        try terminal.waitUntil(contains: "Saved as finding F-")
        try terminal.press("7", "V")
        try terminal.waitUntil(contains: "2 hold")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        let ledger = try #require(workspace.environment["XDG_DATA_HOME"]) + "/clew/ledgers/saltmarsh"
        let outcome = try Clew.run(["verify", "saltmarsh", "--ledger", ledger], in: workspace, environment: [:])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }

    @Test("The timeline goes from an event to its transaction and back to the same row")
    func timeline() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: Self.opened)
        try terminal.press("Escape", "6")
        try terminal.waitUntil(contains: "without services")
        try terminal.waitUntil(lacks: "addresses read")
        try terminal.press("}")
        try terminal.type("/note")
        try terminal.press("Enter", "g", "Enter")
        try terminal.waitUntil(contains: "[3Note]")
        try terminal.press("[")
        try terminal.waitUntil(contains: "filter note")
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        // The view is there again, with its filter.
        try terminal.start("open")
        try terminal.waitUntil(contains: "filter note")
    }

    @Test("A page with addresses of several networks is pasted, and what the case can take is added")
    func page() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: Self.opened)
        try terminal.press("Escape")
        try terminal.paste(
            "Paid from bcrt1q56nqkwsv9dyn948f2dptj884tqr060v42ez5mh, later TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t;\nmistyped: "
                + "bcrt1q56nqkwsv9dyn948f2dptj884tqr060v42ez5mx.")
        try terminal.waitUntil(contains: "Pasted", "1 for this case", "tron", "1 near miss")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "1 of 1 added")
    }
}
