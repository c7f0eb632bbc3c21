/// How the signs of the screens look: Unicode or ASCII, with single signs replaced by a theme.
public struct GlyphSet: Hashable, Sendable {
    /// The two sets that exist.
    public enum Base: String, CaseIterable, Sendable {
        case unicode, ascii
    }

    public let base: Base
    /// Signs that a theme draws its own way.
    public let replaced: [Glyph: String]

    public static let unicode = GlyphSet(base: .unicode)
    public static let ascii = GlyphSet(base: .ascii)

    public init(base: Base, replacing replaced: [Glyph: String] = [:]) {
        self.base = base
        self.replaced = replaced
    }

    /// The text of a sign: one cell in Unicode, up to three in ASCII.
    public subscript(glyph: Glyph) -> String {
        if !replaced.isEmpty, let own = replaced[glyph] { return own }
        return base == .unicode ? glyph.unicode : glyph.ascii
    }

    /// A sentence of Clew's own in this set: quotation marks, dashes and arrows give way in ASCII, the letters of names stay.
    public func sentence(_ text: String) -> String {
        guard base == .ascii, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return Self.plain.reduce(text) { $0.replacing($1.sign, with: $1.text) }
    }

    private static let plain: [(sign: String, text: String)] = [
        ("“", "\""), ("”", "\""), ("…", "..."), ("’", "'"), ("→", "to"), ("−", "-"), ("⏎", "Enter"), ("–", "-"),
    ]

    /// Bars of one to eight eighths of a cell, from the left; in ASCII a bar is `=` from the half on.
    public func eighth(_ count: Int) -> String {
        guard count > 0 else { return " " }
        let index = min(count, 8) - 1
        return base == .unicode ? Self.eighths[index] : (index >= 3 ? "=" : " ")
    }

    private static let eighths = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
}

extension GlyphSet {
    /// The share that `part` is of `whole`, in exactly `cells` cells: a bar of eighths, rounded to the nearest; in ASCII
    /// per cent, also rounded, but `<1` for less than one and `all` only for everything.
    public func shareBar(_ part: UInt64, of whole: UInt64, cells: Int = 3) -> String {
        guard cells > 0 else { return "" }
        let part = min(part, whole)
        if base == .ascii { return TextFit.padLeft(Self.percent(part, of: whole, cells: cells), to: cells) }
        let eighths = Self.scaled(part, by: UInt64(cells) * 8, over: whole)
        return (0..<cells).map { eighth(eighths - $0 * 8) }.joined()
    }

    /// `part / whole * scale`, rounded half up, without overflow.
    private static func scaled(_ part: UInt64, by scale: UInt64, over whole: UInt64) -> Int {
        guard whole > 0 else { return 0 }
        let product = part.multipliedFullWidth(by: scale)
        let result = whole.dividingFullWidth(product)
        let roundsUp = result.remainder >= whole - result.remainder
        return Int(result.quotient) + (roundsUp && result.remainder > 0 ? 1 : 0)
    }

    private static func percent(_ part: UInt64, of whole: UInt64, cells: Int) -> String {
        guard whole > 0, part > 0 else { return cells >= 2 ? "0%" : "0" }
        if part == whole { return cells >= 4 ? "100%" : "all" }
        let isBelowOne = whole.dividingFullWidth(part.multipliedFullWidth(by: 100)).quotient == 0
        return isBelowOne ? "<1" : "\(min(99, scaled(part, by: 100, over: whole)))%"
    }
}

extension GlyphSet {
    /// Notes here: `¶2`, in ASCII `2N`.
    func notes(_ count: Int) -> String { base == .unicode ? self[.notes] + String(count) : String(count) + self[.notes] }
}
