import Testing
import Workbench

@testable import Screen

@Suite("Fitting text into cells")
struct CanvasFitTests {
    let address = "bc1qf6kuxlvx8jqcxtgewh8j3ly8gw2kwxfx4zrqnp"
    let txid = "e686eb14a3b1c0e2d59f6f7b1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c14bd"

    @Test("Identifiers are elided in the middle, each kind in its own length")
    func identifiers() {
        #expect(TextFit.address(address) == "bc1qf6kux…4zrqnp")
        #expect(TextFit.transaction(txid) == "e686eb…14bd")
        #expect(TextFit.address(address, glyphs: .ascii) == "bc1qf6ku..4zrqnp")
        #expect(TextFit.transaction(txid, glyphs: .ascii) == "e686e..14bd")
        #expect(TextFit.address("3Zh9") == "3Zh9")
    }

    @Test(
        "Cut at the end", arguments: [(9, "Collector"), (8, "Collect…"), (2, "C…"), (1, "…"), (0, ""), (-1, "")])
    func end(cells: Int, expected: String) {
        #expect(TextFit.elide("Collector", cells: cells) == expected)
    }

    @Test("Cutting never splits a wide glyph")
    func wide() {
        #expect(TextFit.elide("漢字漢字", cells: 6) == "漢字…")
        #expect(TextFit.elide("漢字漢字", cells: 8) == "漢字漢字")
        #expect(TextFit.pad("漢字漢字", to: 6) == "漢字… ")
        #expect(TextFit.suffix(of: "漢字", cells: 3) == "字")
    }

    @Test("The sign gives way when there is no room for it")
    func tiny() {
        #expect(TextFit.elide("Collector", cells: 1, glyphs: .ascii) == "C")
        #expect(TextFit.elideMiddle("abcdefghij", cells: 4, tail: 6) == "abc…")
    }

    @Test("Padding")
    func padded() {
        #expect(TextFit.pad("ab", to: 4) == "ab  ")
        #expect(TextFit.padLeft("ab", to: 4) == "  ab")
        #expect(TextFit.padLeft("1.00000000", to: 4) == "1.00000000")
    }

    @Test("Words wrap at blanks; line feeds stay")
    func wrapped() {
        #expect(TextFit.wrap("the quick brown fox", cells: 10) == ["the quick", "brown fox"])
        #expect(TextFit.wrap("the quick brown fox", cells: 9) == ["the quick", "brown fox"])
        #expect(TextFit.wrap("a\n\nb", cells: 9) == ["a", "", "b"])
        #expect(TextFit.wrap("  indented text", cells: 11) == ["  indented", "text"])
        #expect(TextFit.wrap("", cells: 5) == [""])
        #expect(TextFit.wrap("x", cells: 0) == [])
    }

    @Test("A word longer than the line is broken; no line is too long")
    func longWords() {
        let lines = TextFit.wrap("see \(txid) twice 漢字漢字漢字", cells: 11)
        #expect(lines.allSatisfy { TextWidth.cells(of: $0) <= 11 })
        #expect(lines.joined().filter { $0 != " " } == "see\(txid)twice漢字漢字漢字")
    }
}
