import Encoding
import Testing

@Suite("Visible text")
struct VisibleTextTests {
    @Test("shows what would be hidden", arguments: [
        ("\u{1B}]52;c;x\u{7}", "\\u{1B}]52;c;x\\u{7}"),
        ("\u{1B}[2J", "\\u{1B}[2J"),
        ("a\u{9B}31m", "a\\u{9B}31m"),
        ("a\u{202E}b", "a\\u{202E}b"),
        ("a\u{2066}b\u{2069}", "a\\u{2066}b\\u{2069}"),
        ("a\u{200B}\u{200D}\u{FEFF}", "a\\u{200B}\\u{200D}\\u{FEFF}"),
        ("a\u{E0041}", "a\\u{E0041}"),
        ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
        ("a\u{AD}\u{3164}\u{FE0F}", "a\\u{AD}\\u{3164}\\u{FE0F}"),
        ("\u{E000}\u{F8FF}\u{10FFFD}", "\\u{E000}\\u{F8FF}\\u{10FFFD}"),
        ("\u{FFFF}", "\\u{FFFF}"),
        ("\u{7F}\u{0}", "\\u{7F}\\u{0}"),
        ("a\tb\r\nc", "a\\u{9}b\\u{D}\\u{A}c"),
    ])
    func hidden(text: String, shown: String) {
        #expect(VisibleText.escape(text) == shown)
        #expect(VisibleText.hasHidden(text))
        #expect(VisibleText.escape(shown) == shown)
        #expect(!VisibleText.hasHidden(shown))
    }

    @Test("leaves ordinary text alone", arguments: ["", "plain", "Müller & Söhne", "Ελλάδα", "支付", "e\u{301}", "😀 | <b>"])
    func ordinary(text: String) {
        #expect(Array(VisibleText.escape(text).utf8) == Array(text.utf8))
    }

    @Test("keeps lines and tabs on request, and nothing else")
    func lines() {
        #expect(VisibleText.escape("a\n\tb\r\u{1B}", keepingLines: true) == "a\n\tb\\u{D}\\u{1B}")
    }
}
