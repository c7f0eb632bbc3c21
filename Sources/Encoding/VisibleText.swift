/// Text from outside made safe to show: nothing in it may move a cursor, reverse a line or be there unseen.
public enum VisibleText {
    /// `text` with each hidden character in the form `\u{202E}`.
    ///
    /// Applying it twice changes nothing more. `keepingLines` leaves newline and tab as they are, for text that is laid
    /// out in lines afterwards.
    public static func escape(_ text: String, keepingLines: Bool = false) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHidden(scalar), !(keepingLines && (scalar == "\n" || scalar == "\t")) {
                out.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// True when `escape` would change something.
    public static func hasHidden(_ text: String) -> Bool { text.unicodeScalars.contains(where: isHidden) }

    /// Controls, format characters (directions, zero width, byte order mark, tags), line and paragraph separators,
    /// everything else that Unicode lets a renderer leave out, private use and noncharacters.
    public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20..<0x7F).contains(scalar.value) { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: return true
        default: break
        }
        return scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
    }
}
