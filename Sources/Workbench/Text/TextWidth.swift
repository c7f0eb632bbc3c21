/// How many cells text takes in a terminal.
///
/// The rules are Clew's own and the same everywhere: two cells for East Asian wide and picture emoji, one for anything
/// else that is visible, none for marks and for what cannot be seen. `CellGlyphs` says what is drawn in them.
public enum TextWidth {
    /// The number of cells that `Surface.put` fills for `text`.
    public static func cells(of text: String) -> Int {
        if let ascii = asciiCount(of: text) { return ascii }
        var total = 0
        for character in text {
            CellGlyphs.forEach(of: character) { _, width in total += width }
        }
        return total
    }

    /// The number of cells of one grapheme cluster: 0, 1 or 2, more when it is drawn letter by letter (flags).
    public static func cells(of character: Character) -> Int {
        var total = 0
        CellGlyphs.forEach(of: character) { _, width in total += width }
        return total
    }

    /// The byte count when every byte is printable ASCII, else nothing.
    private static func asciiCount(of text: String) -> Int? {
        var count = 0
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F else { return nil }
            count += 1
        }
        return count
    }
}
