import Ledger

/// Finds addresses that look like others: those made to have the same first and last characters, which is all that many
/// programs show, and those written with letters of other scripts.
public enum LookAlike {
    /// An address that another one could be taken for.
    public struct Hit: Hashable, Sendable {
        public var text: String
        /// True for an address of the case that is worked on.
        public var isOfCase: Bool
        /// What the claim on it calls it; empty for an address of the case.
        public var label: String
        public var source: String

        public init(text: String, isOfCase: Bool, label: String, source: String) {
            self.text = text
            self.isOfCase = isOfCase
            self.label = label
            self.source = source
        }

        /// `of the case`, or `[Bridge thief] of graphsense/hacks`; not escaped.
        public var whose: String { isOfCase ? "of the case" : "[\(label)]" + (source.isEmpty ? "" : " of \(source)") }
    }

    /// The first and last four characters behind what all addresses of a form begin with; empty for short texts.
    static func ends(_ text: String) -> String {
        var bytes = Array(text.utf8)
        if bytes.starts(with: "0x".utf8) { for k in bytes.indices where (0x41...0x5A).contains(bytes[k]) { bytes[k] |= 0x20 } }
        let start = prefixes.first { bytes.starts(with: $0) }?.count ?? 0
        guard bytes.count >= start + 16 else { return "" }
        return String(decoding: bytes[..<(start + 4)], as: UTF8.self) + "…"
            + String(decoding: bytes[(bytes.count - 4)...], as: UTF8.self)
    }

    private static let prefixes = ["bc1q", "bc1p", "bcrt1q", "bcrt1p", "tb1q", "tb1p", "ltc1q", "0x", "1", "3", "T", "L", "M"]
        .map { Array($0.utf8) }

    /// True when the two are written differently and have the same first and last characters.
    public static func resemble(_ a: String, _ b: String) -> Bool {
        let ends = ends(a)
        return !ends.isEmpty && ends == Self.ends(b) && a.lowercased() != b.lowercased()
    }

    /// `text` with letters of other scripts in place of which Latin ones look the same; nil when there are none.
    public static func latin(_ text: String) -> String? {
        var changed = false
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            guard let plain = homoglyphs[scalar] else { return scalar }
            changed = true
            return plain
        }
        guard changed else { return nil }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Cyrillic and Greek letters that are drawn like Latin ones (Unicode Technical Standard 39, `confusables.txt`).
    private static let homoglyphs: [Unicode.Scalar: Unicode.Scalar] = [
        "а": "a", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "ӏ": "l", "о": "o", "р": "p", "ԛ": "q",
        "ѕ": "s", "ѵ": "v", "ԝ": "w", "х": "x", "у": "y", "А": "A", "В": "B", "С": "C", "Е": "E", "Н": "H", "І": "I",
        "Ј": "J", "К": "K", "М": "M", "О": "O", "Р": "P", "Ѕ": "S", "Т": "T", "Х": "X", "Ү": "Y", "Α": "A", "Β": "B",
        "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y",
        "Χ": "X", "ο": "o", "ν": "v",
    ]
}
