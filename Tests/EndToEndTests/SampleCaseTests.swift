import Foundation
import Testing

/// The sample case in a real terminal, as somebody meets it who has never run Clew.
@Suite(
    "The sample case", .timeLimit(.minutes(2)),
    .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct SampleCaseTests {
    @Test("Killed before anything was done in it, it is taken up again with its ledger")
    func takenUpAgain() throws {
        let terminal = try TmuxTerminal(in: Workspace())
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: "1.38410842")
        try terminal.kill()
        try terminal.start("open")
        let screen = try terminal.waitUntil(contains: "1.38410842")
        #expect(!screen.contains("no ledger"))
    }

    @Test("A second workbench says who writes the case, and why nothing can be changed in it")
    func secondReader() throws {
        let workspace = try Workspace()
        let first = try TmuxTerminal(in: workspace)
        try first.start("open --sample")
        try first.waitUntil(contains: "1.38410842")
        let second = try TmuxTerminal(in: workspace)
        try second.start("open")
        let notice = try second.waitUntil(contains: "examiner (process ")
        #expect(notice.contains("read-only"))
        try second.press("f")
        try second.waitUntil(contains: "Not now: examiner (process ")
    }
}
