import Testing

@testable import Screen

@Suite("Writing on a surface")
struct CanvasPutTests {
    @Test("Text stands where it was put and put answers the next column")
    func plain() {
        var surface = Surface(width: 8, height: 2)
        #expect(surface.put("clew", x: 1, y: 1, role: .strong) == 5)
        #expect(surface.text == "        \n clew   ")
        #expect(surface[1, 1].role == .strong)
        #expect(surface[0, 1].role == .text)
    }

    @Test("Text is clipped at every edge", arguments: [(-2, "ef    "), (4, "    cd"), (6, "      "), (-9, "      ")])
    func clipped(x: Int, expected: String) {
        var surface = Surface(width: 6, height: 1)
        surface.put(x == -2 ? "cdef" : "cdefgh".prefix(6).description, x: x, y: 0, role: .text)
        #expect(surface.text == expected)
        surface.put("x", x: 0, y: 1, role: .text)
        surface.put("x", x: 0, y: -1, role: .text)
        #expect(surface.text == expected)
    }

    @Test("A limit counts cells")
    func limited() {
        var surface = Surface(width: 8, height: 1)
        #expect(surface.put("abcdef", x: 1, y: 0, role: .text, limit: 3) == 4)
        #expect(surface.text == " abc    ")
        #expect(surface.put("xyz", x: 5, y: 0, role: .text, limit: 0) == 5)
        #expect(surface.put("xyz", x: 5, y: 0, role: .text, limit: .max) == 8)
    }

    @Test("A wide glyph takes two cells and is never split at an edge")
    func wide() {
        var surface = Surface(width: 5, height: 1)
        #expect(surface.put("a漢字b", x: 0, y: 0, role: .text) == 5)
        #expect(surface.text == "a漢字")
        surface = Surface(width: 4, height: 1)
        #expect(surface.put("a漢字b", x: 0, y: 0, role: .text) == 4)
        #expect(surface.text == "a漢 ")
        surface = Surface(width: 4, height: 1)
        surface.put("漢字", x: -1, y: 0, role: .text)
        #expect(surface.text == " 字 ")
        surface = Surface(width: 4, height: 1)
        #expect(surface.put("漢字", x: 0, y: 0, role: .text, limit: 3) == 3)
        #expect(surface.text == "漢  ")
    }

    @Test("Overwriting half of a wide glyph blanks the other half")
    func halves() {
        var surface = Surface(width: 6, height: 1)
        surface.put("漢字漢", x: 0, y: 0, role: .text)
        surface.put("x", x: 1, y: 0, role: .text)
        #expect(surface.text == " x字漢")
        surface.put("字", x: 3, y: 0, role: .text)
        #expect(surface.text == " x 字 ")
        surface[4, 0] = Cell(glyph: "|")
        #expect(surface.text == " x  | ")
    }

    @Test("Control characters never reach a cell")
    func controls() {
        var surface = Surface(width: 8, height: 1)
        surface.put("a\u{1B}[\r\nb\u{0}\u{9B}\u{2028}", x: 0, y: 0, role: .text)
        #expect(surface.text == "a?[?b???")
    }

    @Test("What cannot be seen takes no cell")
    func invisible() {
        var surface = Surface(width: 6, height: 1)
        #expect(surface.put("a\u{200B}b\u{202E}c\u{FEFF}\u{E0041}d", x: 0, y: 0, role: .text) == 4)
        #expect(surface.text == "abcd  ")
    }

    @Test("A surface is copied into another, clipped, wide glyphs whole")
    func copied() {
        var stamp = Surface(width: 4, height: 1)
        stamp.put("a漢b", x: 0, y: 0, role: .tag)
        for (x, expected) in [(1, " a漢b"), (2, "  a漢"), (3, "   a "), (-2, " b   "), (-1, "漢b  "), (4, "    a")] {
            var surface = Surface(width: 5, height: 1)
            surface.put(stamp, x: x, y: 0)
            #expect(surface.text == expected, "at \(x)")
        }
    }

    @Test("Filling and marking are clipped and keep what they should")
    func filled() {
        var surface = Surface(width: 4, height: 2)
        surface.put("abcd", x: 0, y: 0, role: .text)
        surface.mark(x: 1, y: -1, width: 9, height: 2, role: .amount, selected: true)
        #expect(surface.row(0) == "abcd")
        #expect(surface[0, 0].isSelected == false)
        #expect(surface[3, 0] == Cell(glyph: "d", role: .amount, isSelected: true))
        surface.fill(x: -1, y: 1, width: 3, height: 5, glyph: "漢")
        #expect(surface.row(1) == "    ")
        surface.fill(x: 2, y: -3, width: 9, height: 9, glyph: "=", role: .rule)
        #expect(surface.text == "ab==\n  ==")
    }

    @Test("A surface without cells accepts everything")
    func empty() {
        var surface = Surface(width: -1, height: 3)
        surface.put("x", x: 0, y: 0, role: .text)
        surface.fill(x: 0, y: 0, width: 3, height: 3)
        surface[0, 0] = Cell(glyph: "x")
        #expect(surface.text == "\n\n")
    }
}
