/// The themes that come with Clew, and those read from files.
public enum ThemeLibrary {
    /// The theme that is used when none is chosen.
    public static let standardName = "dark"

    /// The names of the embedded themes, sorted.
    public static var names: [String] { EmbeddedThemes.texts.map(\.name) }

    /// True for a name that a theme may have, and that is safe as a file name: small letters, digits and hyphens.
    public static func isName(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
            }
    }

    /// The embedded theme of that name; nothing when there is none.
    public static func embedded(_ name: String) throws(ThemeError) -> Theme? {
        guard let text = EmbeddedThemes.texts.first(where: { $0.name == name })?.text else { return nil }
        return try read(Array(text.utf8), file: name)
    }

    /// The theme in the bytes of a file; `file` names it in errors.
    public static func read(_ bytes: [UInt8], file: String) throws(ThemeError) -> Theme {
        var reader = ThemeReader(file: file)
        return try reader.read(bytes)
    }
}
