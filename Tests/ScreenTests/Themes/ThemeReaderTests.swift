import Testing

@testable import Screen

@Suite("Reading a theme")
struct ThemeReaderTests {
    func read(_ text: String) throws(ThemeError) -> Theme {
        try ThemeLibrary.read(Array(text.utf8), file: "own.yaml")
    }

    @Test("Colours from the palette, the terminal and hexadecimal; the rest stays the terminal's")
    func colours() throws {
        let theme = try read(
            """
            name: own
            palette: { ground: "#102030" }
            roles:
              text: { bg: ground }
              amount: { fg: bright-red, bold: true }
              amount.zeros: { fg: "#ABCDEF" }
            """)
        #expect(theme.ink(for: .text) == Ink(background: .rgb(0x10, 0x20, 0x30)))
        #expect(theme.ink(for: .muted) == Ink(background: .rgb(0x10, 0x20, 0x30)))
        #expect(
            theme.ink(for: .amount)
                == Ink(foreground: .terminal(9), background: .rgb(0x10, 0x20, 0x30), isBold: true))
        #expect(
            theme.ink(for: .amountZeros)
                == Ink(foreground: .rgb(0xAB, 0xCD, 0xEF), background: .rgb(0x10, 0x20, 0x30)))
        #expect(theme.ink(for: .amountFiat) == theme.ink(for: .amount), "a dotted name falls back to its head")
    }

    @Test("A name of the palette goes before the terminal's")
    func palette() throws {
        let theme = try read("name: own\npalette: { red: \"#ff8800\", hot: red }\nroles: { error: { fg: hot } }\n")
        #expect(theme.ink(for: .error).foreground == .rgb(0xFF, 0x88, 0))
    }

    @Test("The selection bar is a ground of its own or reverse video")
    func selection() throws {
        let plain = try read("name: own\n")
        #expect(plain.ink(for: .text, selected: true) == Ink(isReversed: true))
        let own = try read("name: own\nselected: { bg: blue, bold: true }\nroles: { id: { fg: green } }\n")
        #expect(
            own.ink(for: .id, selected: true)
                == Ink(foreground: .terminal(2), background: .terminal(4), isBold: true))
    }

    @Test("Signs are theme data")
    func glyphs() throws {
        #expect(try read("name: own\nglyphs: ascii\n").glyphs == .ascii)
        let theme = try read("name: own\nglyphs: { base: unicode, flagged: F }\n")
        #expect(theme.glyphs[.flagged] == "F")
    }

    @Test(
        "What is wrong is said with its line",
        arguments: [
            ("", nil, "empty"),
            ("about: x\n", nil, "no name"),
            ("name: Own Theme\n", 1, "small letters"),
            ("name: own\ncolour: red\n", 2, "is not one of name"),
            ("name: own\nroles:\n  amonut: { fg: red }\n", 3, "no role \u{201C}amonut\u{201D}"),
            ("name: own\nroles:\n  text: { fg: reddish }\n", 3, "no colour"),
            ("name: own\nroles:\n  text: { fg: \"#12345\" }\n", 3, "no colour"),
            ("name: own\nroles:\n  text: { size: 3 }\n", 3, "fg, bg, bold"),
            ("name: own\nroles:\n  text: { bold: yes }\n", 3, "true or false"),
            ("name: own\nroles:\n  text: red\n", 3, "table"),
            ("name: own\nroles: [a, b]\n", 2, "table"),
            ("name: own\nname: twin\n", 1, "twice"),
            ("name: own\nglyphs: { flagged: FLAG }\n", 2, "1 cell"),
            ("name: own\nglyphs: { flag: F }\n", 2, "no sign"),
            ("name: own\nroles: { text: {{ }\n", nil, "YAML"),
            ("name: own\n\troles: x\n", 2, "tab"),
            ("name: a\n---\nname: b\n", nil, "YAML"),
        ] as [(String, Int?, String)])
    func errors(text: String, line: Int?, part: String) throws {
        let error = try #require(throws: ThemeError.self) { _ = try read(text) }
        #expect(error.reason.contains(part), "\(error)")
        if let line { #expect(error.line == line, "\(error)") }
        #expect(error.description.hasPrefix("Theme own.yaml"))
    }

    @Test(
        "Anchors, aliases and tags are refused before anything is read",
        arguments: ["a: &x 1", "b: *x", "c: !!str d", "? &k [*k]: v", "roles: {text: *t}", "- &a", "<<: *base"])
    func anchors(line: String) throws {
        let error = try #require(throws: ThemeError.self) { _ = try read("name: own\n\(line)\n") }
        #expect(error.line == 2)
        #expect(error.reason.contains("not allowed"))
    }

    @Test("Ampersands in quotes and comments are only text")
    func quotedAmpersand() throws {
        #expect(try read("name: own # & co\nabout: \"black & white *\"\n").about == "black & white *")
    }

    @Test("Large, deep and binary files are refused")
    func hostile() throws {
        for text in [
            String(repeating: "#\n", count: 40_000), "name: " + String(repeating: "x", count: 300),
            "name: own\nabout: " + String(repeating: "{a: ", count: 40) + "\n" + String(
                repeating: String(repeating: "{a: ", count: 45) + "\n", count: 200),
        ] {
            #expect(throws: ThemeError.self) { _ = try read(text) }
        }
        #expect(throws: ThemeError.self) { _ = try ThemeLibrary.read([0x6E, 0xFF, 0xFE], file: "own.yaml") }
    }
}
