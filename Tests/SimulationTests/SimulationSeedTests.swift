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
