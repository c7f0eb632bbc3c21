import Foundation
import Testing

@Suite("What joins two suspects", .timeLimit(.minutes(10)), .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct SuspectsTests {
    @Test("A path from one to the other, the cluster that both are in, and the one transaction that carries it")
    func pathAndCluster() throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        // From Collector to Consolidation
        try terminal.press("g", "p")
        try terminal.waitUntil(contains: "A path from Collector")
        try terminal.press("j", "j", "p")
        let screen = try terminal.waitUntil(contains: "fewest · 1 hop", "Collector → Consolidation", "a way that value may have")
        let ids = screen.matches(of: #/[0-9a-f]{6}…[0-9a-f]{4}/#)
        #expect(!ids.isEmpty)
        try terminal.press("Enter")
        try terminal.waitUntil("shows the transaction in the graph") { $0.contains("[2Graph]") && $0.contains("transaction") }

        // The cluster of Collector holds Collector 2, and one transaction alone says so
        try terminal.press("1", "g", "c")
        try terminal.waitUntil(contains: "2 addresses by 1 transaction", "~multi-input")
        try terminal.press("j", "w")
        try terminal.waitUntil(
            contains: "it alone carries the claim", "why are Collector and Collector 2 together?", "no CoinJoin rule fired")
        try terminal.press("n")
        try terminal.type("Joined by one transaction alone.")
        try terminal.press("C-s")
        try terminal.waitUntil(contains: "saved 46")
    }
}
