import Workbench

/// Fits text into cells: cut at the end, cut in the middle, wrapped.
public enum TextFit {
    /// `text` when it fits into `cells`, else its beginning and the sign for elided, together at most `cells` wide.
    public static func elide(_ text: String, cells: Int, glyphs: GlyphSet = .unicode) -> String {
        guard cells > 0 else { return "" }
        guard TextWidth.cells(of: text) > cells else { return text }
        let sign = glyphs[.elided]
        let room = cells - TextWidth.cells(of: sign)
        guard room >= 0 else { return prefix(of: text, cells: cells) }
        return prefix(of: text, cells: room) + sign
    }

    /// `text` when it fits into `cells`, else head and tail around the sign for elided. The tail gets `tail` cells.
    public static func elideMiddle(_ text: String, cells: Int, tail: Int, glyphs: GlyphSet = .unicode) -> String {
        guard cells > 0 else { return "" }
        guard TextWidth.cells(of: text) > cells else { return text }
        let sign = glyphs[.elided]
        let room = cells - TextWidth.cells(of: sign) - tail
        guard room > 0, tail >= 0 else { return elide(text, cells: cells, glyphs: glyphs) }
        return prefix(of: text, cells: room) + sign + suffix(of: text, cells: tail)
    }

    /// An address in a list: 16 cells, the first 9 characters (8 in ASCII, whose sign is two cells), the last 6.
    public static func address(_ text: String, glyphs: GlyphSet = .unicode) -> String {
        elideMiddle(text, cells: 16, tail: 6, glyphs: glyphs)
    }

    /// A transaction id in a list: 11 cells, the first 6 characters (5 in ASCII), the last 4.
    ///
    /// Shorter than an address, so that a forged tail alone never matches across kinds.
    public static func transaction(_ text: String, glyphs: GlyphSet = .unicode) -> String {
        elideMiddle(text, cells: 11, tail: 4, glyphs: glyphs)
    }

    /// `text` with blanks after it up to `cells`, elided when it is longer.
    public static func pad(_ text: String, to cells: Int, glyphs: GlyphSet = .unicode) -> String {
        let fitted = elide(text, cells: cells, glyphs: glyphs)
        return fitted + String(repeating: " ", count: max(0, cells - TextWidth.cells(of: fitted)))
    }

    /// `text` with blanks before it up to `cells`; never cut, because what is right-aligned are figures.
    public static func padLeft(_ text: String, to cells: Int) -> String {
        String(repeating: " ", count: max(0, cells - TextWidth.cells(of: text))) + text
    }

    /// The longest beginning of `text` that takes at most `cells`.
    public static func prefix(of text: String, cells: Int) -> String {
        var used = 0
        var end = text.startIndex
        for index in text.indices {
            used += TextWidth.cells(of: text[index])
            if used > cells { break }
            end = text.index(after: index)
        }
        return String(text[..<end])
    }

    /// The longest end of `text` that takes at most `cells`.
    public static func suffix(of text: String, cells: Int) -> String {
        var used = 0
        var start = text.endIndex
        for index in text.indices.reversed() {
            used += TextWidth.cells(of: text[index])
            if used > cells { break }
            start = index
        }
        return String(text[start...])
    }
}
