import Encoding
import Foundation
import Support
import Testing

@Suite("Triage of what was pasted", .timeLimit(.minutes(10)), .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct TriageTests {
    /// Addresses of the sample's world that its case does not name.
    private static func strangers(_ count: Int) throws -> [String] {
        let root = try #require(SharedData.projectRoot)
        let data = try Data(contentsOf: root.appendingPathComponent("SampleCases/saltmarsh/truth.json"))
        let truth = try JSONValue.parse(Array(data))
        let people = (truth["actors"]?.arrayValue ?? []).filter { $0["name"]?.stringValue?.hasPrefix("person") == true }
        let addresses = people.compactMap { $0["addresses"]?.arrayValue?.first?.stringValue }
        try #require(addresses.count >= count)
        return Array(addresses.prefix(count))
    }

    @Test("Twenty pasted addresses, some wrong, some twice, of several chains: each is judged, a slip corrected, the rest added")
    func twenty() throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        let start = try #require(TmuxTerminal.saved(try terminal.settled()))
        let strangers = try Self.strangers(9)
        // The last character of one was typed wrong.
        let slip = String(strangers[8].dropLast()) + (strangers[8].hasSuffix("q") ? "p" : "q")
        let lines =
            strangers.prefix(8).map { "payee: \($0)" }
            + ["collector bcrt1qzw8strl2g62qnfn2elmwed6x3jl63tq6e80cgh and my13mMfWyqDn1yzMKH5JdzDno5C83CDmrA", "mrtTVVDYjkADhDS5MQ1eQPWt1NG4frqvtg"]
            + ["again \(strangers[0]), \(strangers[1])", slip, "bcrt1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"]
            + ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1"]
            + ["tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx (twenty in all)"]
        try terminal.paste(lines.joined(separator: "\n"))
        try terminal.waitUntil(contains: "11 for this case · 4 of other networks · 2 near misses")
        // What each of the others is stands in full under the cursor
        try terminal.press("G")
        try terminal.waitUntil(contains: "bitcoin-testnet")
        for name in ["litecoin", "ethereum", "an address of bitcoin"] {
            try terminal.press("k")
            try terminal.waitUntil(contains: name)
        }
        // The slip is taken as it was probably meant, one of the others left out
        try terminal.press("k", "k")
        try terminal.waitUntil(contains: "Space takes instead: \(strangers[8])")
        try terminal.press("Space")
        try terminal.waitUntil(contains: "add 9")
        try terminal.press("g", "Space")
        try terminal.waitUntil(contains: "add 8")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "8 of 8 added; 0 already in the case.")
        try terminal.waitUntilSaved(start + 8)
        try terminal.press("Escape", "/")
        try terminal.type(String(strangers[8].prefix(12)))
        try terminal.waitUntil(contains: "1 of 25")
        try terminal.press("C-u")
        try terminal.type(String(strangers[0].prefix(14)))
        try terminal.waitUntil(contains: "0 of 25")
    }

    @Test("An address that a statement shortened is looked for in the whole ledger, told by its figures, and gone to")
    func shortened() throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        let stranger = try Self.strangers(1)[0]
        try terminal.press("F")
        try terminal.type("\(stranger.prefix(9))…\(stranger.suffix(4))")
        try terminal.waitUntil(contains: "look through it", "for \(stranger.prefix(9))..\(stranger.suffix(4))")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "address", stranger, "received ", " to 2")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "[2Graph]", stranger, "not in the case")
    }
}
