import Encoding
import Testing

@testable import Screen
@testable import Workbench

@Suite("No character from outside does anything to the terminal")
struct EveryScalarTests {
    /// What a terminal obeys or does not show: C0 and C1 controls, directions, zero width, separators, tags, private use.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool { VisibleText.isHidden(scalar) }

    @Test("of every Unicode scalar no control, direction or zero-width character reaches a cell, escaped or not", arguments: 0...16)
    func everyScalar(plane: Int) {
        var harmful: [UInt32] = []
        for value in UInt32(plane) << 16...UInt32(plane) << 16 | 0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // After a letter, so that marks have a base. Cells are filled by these glyphs and by nothing else.
            for text in [VisibleText.escape("a\(scalar)"), "a\(scalar)"] {
                for character in text {
                    CellGlyphs.forEach(of: character) { glyph, cells in
                        if glyph.unicodeScalars.contains(where: Self.isHarmful) || !(1...2).contains(cells) { harmful.append(value) }
                    }
                }
            }
        }
        #expect(harmful.isEmpty, "U+\(harmful.prefix(5).map { String($0, radix: 16, uppercase: true) }.joined(separator: ", U+"))")
    }

    @Test("what a surface is given by hand is held to the same", arguments: ["\u{1B}[2J", "\u{9B}2J", "\u{202E}x", "a\u{200B}b", "\r\n", "\u{7F}"])
    func surface(text: String) {
        var surface = Surface(width: 20, height: 1)
        surface.put(text, x: 0, y: 0, role: .text)
        #expect(!surface.text.unicodeScalars.contains { $0 != "\n" && Self.isHarmful($0) })
    }
}
