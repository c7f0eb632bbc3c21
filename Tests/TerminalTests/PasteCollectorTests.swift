import Testing

@testable import Terminal

@Suite("Pasted text")
struct PasteCollectorTests {
    func collect(_ text: String) -> (collector: PasteCollector, ended: Bool) {
        var collector = PasteCollector()
        var ended = false
        for scalar in text.unicodeScalars where !ended { ended = collector.add(scalar.value) }
        return (collector, ended)
    }

    @Test("Line ends become line feeds", arguments: [("a\rb", "a\nb"), ("a\r\nb", "a\nb"), ("a\n\nb", "a\n\nb")])
    func lineEnds(text: String, expected: String) {
        #expect(collect(text).collector.text.unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test("An end mark that arrives in pieces still ends it")
    func endMark() {
        let (collector, ended) = collect("bc1q\u{1B}[201~quit")
        #expect(ended)
        #expect(collector.text == "bc1q")
    }

    @Test("A text that is too long is cut, said so, and still ends")
    func long() {
        let (collector, ended) = collect(String(repeating: "x", count: 3 * PasteCollector.limit) + "\u{1B}[201~")
        #expect(ended)
        #expect(collector.isCut)
        #expect((PasteCollector.limit...PasteCollector.limit + 4).contains(collector.text.utf8.count))
    }

    @Test("What is no scalar value is left out")
    func invalid() {
        var collector = PasteCollector()
        for value: UInt32 in [0xD800, 0x61, 0x110000] {
            let ended = collector.add(value)
            #expect(!ended)
        }
        #expect(collector.text == "a")
    }
}
