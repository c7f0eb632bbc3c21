import Testing
@testable import Workbench

@testable import Screen

@Suite("Cells that text takes")
struct CanvasWidthTests {
    @Test(
        "Width by cluster",
        arguments: [
            ("", 0), ("clew", 4), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("ｗ", 2), ("₿", 1), ("▌●◌⚑¶", 5),
            ("🪙", 2), ("👩‍💻", 2), ("👍🏽", 2), ("❤️", 1), ("🇩🇪", 2), ("한", 2), ("ᄒ\u{1161}\u{11AB}", 2), ("\u{301}", 0),
            ("क्ष", 2), ("a\u{200D}b", 2), ("\u{3164}", 0), ("\u{E000}", 1), ("\u{7F}", 1),
        ])
    func width(text: String, cells: Int) {
        #expect(TextWidth.cells(of: text) == cells)
        #expect(text.reduce(0) { $0 + TextWidth.cells(of: $1) } == cells)
    }

    @Test("A cluster is reduced to what terminals agree on")
    func reduced() {
        var surface = Surface(width: 9, height: 1)
        surface.put("👩‍💻🇩🇪e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}!", x: 0, y: 0, role: .text)
        #expect(surface[0, 0].glyph.unicodeScalars.elementsEqual("👩".unicodeScalars))
        #expect(surface[2, 0].glyph == "D")
        #expect(surface[3, 0].glyph == "E")
        #expect(surface[4, 0].glyph.unicodeScalars.count == 5)
        #expect(surface[5, 0].glyph == "!")
    }

    @Test("The table of wide code points is ascending and disjoint")
    func table() {
        for (range, next) in zip(WideScalars.ranges, WideScalars.ranges.dropFirst()) {
            #expect(range.first <= range.last)
            #expect(range.last < next.first)
        }
    }

    @Test("Every sign takes one cell in Unicode and at most three ASCII letters otherwise", arguments: Glyph.allCases)
    func signs(glyph: Glyph) {
        #expect(TextWidth.cells(of: glyph.unicode) == 1)
        #expect(glyph.ascii.allSatisfy { $0.isASCII })
        #expect((1...3).contains(glyph.ascii.count))
    }
}
