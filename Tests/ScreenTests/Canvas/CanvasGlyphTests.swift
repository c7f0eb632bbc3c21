import Testing

@testable import Screen

@Suite("Signs, lines and bars")
struct CanvasGlyphTests {
    @Test("Lines by the sides they leave to")
    func lines() {
        let glyphs = GlyphSet.unicode
        #expect(glyphs.box(east: .light, west: .light) == "─")
        #expect(glyphs.box(north: .heavy, south: .heavy) == "┃")
        #expect(glyphs.box(east: .light, south: .light) == "╭")
        #expect(glyphs.box(north: .heavy, east: .heavy) == "┗")
        #expect(glyphs.box(north: .light, east: .heavy, south: .light) == "┝")
        #expect(glyphs.box(north: .light, east: .light, south: .heavy, west: .heavy) == "╅")
        #expect(glyphs.box(north: .heavy, east: .heavy, south: .light) == "┡")
        #expect(glyphs.box() == " ")
    }

    @Test("Lines in ASCII")
    func asciiLines() {
        let glyphs = GlyphSet.ascii
        #expect(glyphs.box(east: .light, west: .light) == "-")
        #expect(glyphs.box(east: .heavy, west: .heavy) == "=")
        #expect(glyphs.box(north: .heavy, south: .heavy) == "|")
        #expect(glyphs.box(east: .light, south: .light) == ".")
        #expect(glyphs.box(north: .light, east: .light) == "`")
        #expect(glyphs.box(north: .light, west: .light) == "'")
        #expect(glyphs.box(north: .light, east: .light, south: .light) == "|")
        #expect(glyphs.box(north: .light, east: .light, west: .light) == "+")
    }

    @Test("A box in both sets")
    func boxes() {
        var surface = Surface(width: 10, height: 3)
        surface.box(x: 0, y: 0, width: 4, height: 3)
        surface.box(x: 5, y: 0, width: 4, height: 3, heavy: true, glyphs: .unicode)
        #expect(surface.text == "╭──╮ ┏━━┓ \n│  │ ┃  ┃ \n╰──╯ ┗━━┛ ")
        surface = Surface(width: 4, height: 3)
        surface.box(x: 0, y: 0, width: 4, height: 3, glyphs: .ascii)
        #expect(surface.text == ".--.\n|  |\n`--'")
    }

    @Test(
        "Share bars of the bow-tie screen",
        arguments: [
            (UInt64(31_540_000), "▍  ", "13%"), (950_000, "   ", " <1"), (8_400_000, "▏  ", " 3%"),
            (60_200_000, "▊  ", "25%"), (21_832_500, "▎  ", " 9%"), (0, "   ", " 0%"), (244_000_000, "███", "99%"), (244_796_898, "███", "all"),
            (.max, "███", "all"),
        ])
    func shares(part: UInt64, bar: String, percent: String) {
        #expect(GlyphSet.unicode.shareBar(part, of: 244_796_898) == bar)
        #expect(GlyphSet.ascii.shareBar(part, of: 244_796_898) == percent)
    }

    @Test("Shares of the largest amounts do not overflow, and of nothing are nothing")
    func extremes() {
        #expect(GlyphSet.unicode.shareBar(.max / 2, of: .max) == "█▌ ")
        #expect(GlyphSet.unicode.shareBar(0, of: 0) == "   ")
        #expect(GlyphSet.ascii.shareBar(5, of: 0) == " 0%")
    }

    @Test("A theme may draw a sign its own way")
    func replaced() {
        let glyphs = GlyphSet(base: .unicode, replacing: [.flagged: "F"])
        #expect(glyphs[.flagged] == "F")
        #expect(glyphs[.spent] == "●")
    }
}
