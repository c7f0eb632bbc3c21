/// One line of text being typed, edited by grapheme.
public struct LineEditor: Hashable, Sendable {
    public private(set) var characters: [Character]
    /// Index of the character before which typing goes.
    public private(set) var cursor: Int

    /// Characters that a pasted list of addresses may have.
    public static let pasteLimit = 65_536

    public init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    public var text: String { String(characters) }

    /// The text before the cursor.
    public var head: String { String(characters[..<cursor]) }

    /// The text from the cursor on.
    public var tail: String { String(characters[cursor...]) }

    /// Inserts text; line breaks become spaces. What exceeds `limit` characters in all is left out.
    public mutating func insert(_ text: String, limit: Int = 4096) {
        let clean = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }.prefix(max(0, limit - characters.count))
        characters.insert(contentsOf: clean, at: cursor)
        cursor += clean.count
    }

    /// Handles a key of line editing; false when the key is none.
    public mutating func handle(_ key: KeyStroke) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .backspace, .control("h"):
            guard cursor > 0 else { return true }
            cursor -= 1
            characters.remove(at: cursor)
        case .delete, .control("d"):
            if cursor < characters.count { characters.remove(at: cursor) }
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .control("u"):
            characters.removeSubrange(..<cursor)
            cursor = 0
        case .control("k"): characters.removeSubrange(cursor...)
        case .control("w"):
            var from = cursor
            while from > 0, characters[from - 1] == " " { from -= 1 }
            while from > 0, characters[from - 1] != " " { from -= 1 }
            characters.removeSubrange(from..<cursor)
            cursor = from
        default: return false
        }
        return true
    }
}
