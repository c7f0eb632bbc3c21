import Testing

@testable import Workbench

@Suite("Looking for a word whatever its case")
struct TextSearchTests {
    @Test("found and not found", arguments: [
        ("Collector 2", "collector", true), ("Collector 2", "2", true), ("Collector 2", "3", false), ("", "a", false), ("abc", "", true),
        ("aab", "ab", true), ("ab", "abc", false), ("xyZ", "z", true), ("[\\]^_`{|}~@", "{", true), ("[", "{", false), ("@", "`", false),
        ("Straße ÄRGER", "ärger", true), ("Übergabe am Kanal", "kanal", true), ("Übergabe", "uber", false), ("plain", "ä", false),
        ("ΑΘΉΝΑ", "αθήνα", true), ("資金移動", "移動", true), ("300 \u{212A}", "k", true), ("note \u{201C}Paid\u{201D} on mz", "paid\u{201D}", true),
    ])
    func words(text: String, word: String, isThere: Bool) {
        #expect(TextSearch.contains(text, word) == isThere)
    }

    @Test("as lowering the whole text finds it, for random texts")
    func random() {
        let letters = Array("aAbBzZ@[`{ iIkK\u{212A}éÉßΣςİ0\u{201C}")
        for _ in 0..<5_000 {
            let text = String((0..<Int.random(in: 0...9)).map { _ in letters.randomElement() ?? "a" })
            let word = String((0..<Int.random(in: 0...3)).map { _ in letters.randomElement() ?? "a" }).lowercased()
            let lower = Array(text.lowercased().utf8), wanted = Array(word.utf8)
            let expected = lower.count >= wanted.count && (0...(lower.count - wanted.count)).contains { lower[$0..<($0 + wanted.count)].elementsEqual(wanted) }
            #expect(TextSearch.contains(text, word) == expected, "\(text) \(word)")
        }
    }
}
