import Support
import Testing

@testable import Simulation

@Suite("The written seed")
struct SimulationSeedTests {
    @Test("A seed reads back as it was written, colons in its text included")
    func roundTrip() throws {
        for text in ["saltmarsh", "a:b:c", "käse 漢", String(repeating: "x", count: 128)] {
            let seed = try SimulationSeed(text, size: 700)
            #expect(try SimulationSeed.parse(seed.description) == seed)
        }
        #expect(try SimulationSeed("saltmarsh").description == "clew-seed-1:fraud:blocks=600:saltmarsh")
    }

    @Test("A seed carries the version of its scenario's rules, and one of other rules is refused with the reason")
    func versions() throws {
        #expect(try SimulationSeed("x", scenario: .market).description == "clew-seed-2:market:transactions=100000:x")
        #expect(try SimulationSeed("x", scenario: .accounts).description == "clew-seed-1:accounts:transactions=100000:x")
        for scenario in SimulationSeed.Scenario.allCases {
            let seed = try SimulationSeed("x", scenario: scenario)
            #expect(try SimulationSeed.parse(seed.description) == seed)
        }
        // The first rules of markets gave another ledger.
        let error = #expect(throws: SimulationError.self) {
            try SimulationSeed.parse("clew-seed-1:market:transactions=2000:x")
        }
        #expect(error?.description.contains("by the rules clew-seed-2, and this one is of clew-seed-1") == true)
    }

    /// When this fails on purpose, raise the scenario's version with the new value, and say so in docs/decisions.md.
    @Test("The same written seed gives the bytes it always gave")
    func pinned() throws {
        var market = MarketLedger(try SimulationSeed("pinned", scenario: .market, size: 1_000))
        #expect(SimulationSeed.Scenario.market.version == 2)
        let tip = try market.run { _, _ in }.tip.description
        #expect(tip == "3b4b9b62b4f07bbc30b16f65bd083a07469f8de3ff6a9c9d935d7c46b68efe15")
        #expect(SimulationSeed.Scenario.accounts.version == 1)
        let folder = try ScratchFolder()
        let accounts = try AccountsFolder(path: folder.file("accounts")).write(
            SimulationSeed("pinned", scenario: .accounts, size: 1_000))
        #expect(accounts.digest == "805061bab115fd318b969b8236e43143e6603f90fd3471c89376c3818b155655")
    }

    @Test("Text that does not begin like a written seed is not one")
    func plainText() throws {
        #expect(try SimulationSeed.parse("saltmarsh") == nil)
        #expect(try SimulationSeed.parse("seed") == nil)
    }

    @Test(
        "What this build does not know is refused, never guessed",
        arguments: [
            "clew-seed-2:fraud:blocks=600:x", "clew-seed-1:ransom:blocks=600:x", "clew-seed-1:fraud:depth=3:x",
            "clew-seed-1:fraud:blocks=600", "clew-seed-1:fraud:blocks=12:x", "clew-seed-1:fraud:blocks=600:",
            "clew-seed-1:fraud:blocks=600,blocks=700:x", "clew-seed-1:fraud:blocks=-1:x",
        ])
    func unknownForms(line: String) {
        #expect(throws: SimulationError.self) { try SimulationSeed.parse(line) }
    }

    @Test("Empty, overlong and unprintable texts are refused", arguments: ["", "a\nb", "\u{7f}", "\u{85}"])
    func badTexts(text: String) {
        #expect(throws: SimulationError.self) { try SimulationSeed(text) }
        #expect(throws: SimulationError.self) { try SimulationSeed(String(repeating: "ä", count: 65)) }
    }

    @Test("The number of blocks does not change the people: the key stays the same")
    func keyIgnoresParameters() throws {
        #expect(try SimulationSeed("x", size: 500).key == SimulationSeed("x", size: 900).key)
        #expect(try SimulationSeed("x").key != SimulationSeed("y").key)
    }
}
