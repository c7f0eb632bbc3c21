import Encoding
import Foundation
import Ledger
import Support
import Testing

@testable import Simulation

@Suite("A peel chain is followed", .timeLimit(.minutes(10)), .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct PeelChainTests {
    /// A hop as the generator tells it.
    private struct Hop {
        let txid: String
        let rest: String
        let deposit: String
    }

    /// Writes a small market of many blocks; answers the address of a theft and the hops of its peel chain.
    private static func market(in folder: String) throws -> (start: String, hops: [Hop]) {
        var market = MarketLedger(try SimulationSeed("peel", scenario: .market, size: 4_000), perBlock: 24)
        var bytes: [UInt8] = []
        var lines: [JSONValue] = []
        _ = try market.run { (block, truth) throws(SimulationError) in
            bytes += LedgerGenerator.record(of: block)
            lines += truth
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/blk00000.dat"))
        func number(_ line: JSONValue, _ name: String) -> Int64 { line[name]?.integerValue ?? -1 }
        let peels = lines.filter { $0["kind"]?.stringValue == "peel" }
        let longest = try #require(Dictionary(grouping: peels) { number($0, "theft") }.filter { $0.value.count >= 16 }.min { $0.key < $1.key })
        let theft = try #require(lines.first { $0["kind"]?.stringValue == "theft" && number($0, "theft") == longest.key })
        let hops = longest.value.sorted { number($0, "hop") < number($1, "hop") }.map { line in
            func coin(_ name: String) -> String { AmountText.coin(UInt64(line[name]?.stringValue ?? "") ?? 0) }
            return Hop(txid: line["txid"]?.stringValue ?? "", rest: coin("rest"), deposit: coin("deposit"))
        }
        return (try #require(theft["address"]?.stringValue), hops)
    }

    @Test("for fifteen hops in the graph, each the one that the generator planted; the trace reaches as far")
    func fifteen() throws {
        let workspace = try Workspace()
        let (start, hops) = try Self.market(in: workspace.path("blocks"))
        #expect(try Clew.run(["ledger", "import", workspace.path("blocks"), "--chain", "bitcoin-regtest"], in: workspace).status == 0)
        #expect(try Clew.run(["case", "new", "peel", "--chain", "bitcoin-regtest"], in: workspace).status == 0)
        #expect(try Clew.run(["case", "add", start, "--case", "peel"], in: workspace).status == 0)
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open peel")
        try terminal.waitUntil(contains: "saved 2")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "100 % of value shown")
        for (number, hop) in hops.prefix(15).enumerated() {
            try terminal.press("l")
            try terminal.waitUntil("shows hop \(number + 1), \(hop.txid)") { $0.contains(hop.txid) }
            try terminal.press("l")
            // What is peeled off or what goes on: the amount tells which is which.
            let screen = try terminal.waitUntil("has gone on to \(hop.rest)") { $0.contains("got \(hop.rest)") || $0.contains("got \(hop.deposit)") }
            if !screen.contains("got \(hop.rest)") { try terminal.press("j") }
            try terminal.waitUntil(contains: "got \(hop.rest)")
        }
        #expect(try terminal.settled().contains("hop +30"))
        // The end of the walk is flagged, and back leads to where it began
        try terminal.press("f")
        try terminal.waitUntil(contains: "saved 3")
        try terminal.press("t")
        try terminal.waitUntil(contains: "reconciles =")
    }
}
