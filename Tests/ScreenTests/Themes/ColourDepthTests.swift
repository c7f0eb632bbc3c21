import Testing

@testable import Screen

@Suite("Colours at the depth of the terminal")
struct ColourDepthTests {
    @Test(
        "What a terminal offers",
        arguments: [
            (-1, false, [:], ColourDepth.mono), (0, false, [:], .mono), (8, false, [:], .eight),
            (16, false, [:], .sixteen), (88, false, [:], .sixteen), (256, false, [:], .indexed),
            (1 << 24, true, [:], .direct), (1 << 24, false, [:], .indexed), (256, true, [:], .indexed),
            (256, false, ["NO_COLOR": "1"], .mono), (1 << 24, true, ["NO_COLOR": "x"], .mono),
            (256, false, ["NO_COLOR": ""], .indexed),
        ] as [(Int, Bool, [String: String], ColourDepth)])
    func depth(colours: Int, isDirect: Bool, environment: [String: String], expected: ColourDepth) {
        #expect(ColourDepth.resolve(colours: colours, isDirect: isDirect, environment: environment) == expected)
    }

    @Test(
        "The nearest of 256", arguments: [
            ("#000000", 16), ("#ffffff", 231), ("#ff0000", 196), ("#5f87af", 67), ("#808080", 244), ("#14171c", 234),
        ])
    func indexed(text: String, number: Int) throws {
        let colour = try #require(Colour(text))
        #expect(ColourDepth.indexed.pair(for: Ink(foreground: colour)) == ColourPair(foreground: number))
    }

    @Test("Every colour of the cube and the greys is its own nearest")
    func own() {
        for number in 16..<256 {
            let (red, green, blue) = XtermPalette.parts(of: number)
            let pair = ColourDepth.indexed.pair(for: Ink(background: .rgb(red, green, blue)))
            let (nearRed, nearGreen, nearBlue) = XtermPalette.parts(of: pair.background)
            #expect((red, green, blue) == (nearRed, nearGreen, nearBlue))
        }
    }

    @Test("The terminal's own colours keep their numbers and lose brightness where there are eight")
    func terminal() {
        let ink = Ink(foreground: .terminal(12), background: .terminal(1))
        #expect(ColourDepth.indexed.pair(for: ink) == ColourPair(foreground: 12, background: 1))
        #expect(ColourDepth.sixteen.pair(for: ink) == ColourPair(foreground: 12, background: 1))
        #expect(ColourDepth.eight.pair(for: ink) == ColourPair(foreground: 4, background: 1))
        #expect(ColourDepth.mono.pair(for: ink) == ColourPair())
    }

    @Test("Direct colour is the 24 bits, except the numbers that mean the terminal's own")
    func direct() {
        #expect(
            ColourDepth.direct.pair(for: Ink(foreground: .rgb(0xFF, 0x88, 0), background: .rgb(0, 0, 0)))
                == ColourPair(foreground: 0xFF8800, background: 8))
    }

    @Test("Contrast by WCAG 2.1")
    func contrast() throws {
        let black = try #require(Colour("#000000"))
        let white = try #require(Colour("#ffffff"))
        let grey = try #require(Colour("#777777"))
        #expect(abs(black.contrast(with: white) - 21) < 0.001)
        #expect(abs(grey.contrast(with: white) - 4.478) < 0.001)
        #expect(grey.contrast(with: grey) == 1)
    }

    @Test("Only #rrggbb and the terminal's names are colours", arguments: ["#fff", "#12345g", "#+12345", "Red", "", "red "])
    func refused(text: String) { #expect(Colour(text) == nil) }
}
