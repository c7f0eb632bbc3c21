extension KeyStroke {
    /// The key in ASCII, as the manual page and the configuration write it: `Ctrl-r`, `F10`, `Space`, `j`.
    public var name: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "Ctrl-\(character)"
        case .function(let number): "F\(number)"
        default: Self.named.first { $0.value == self }?.key ?? ""
        }
    }

    /// Reads a key's name; capitals of the words do not matter, those of a single letter do. Nil for anything else.
    public init?(name: String) {
        if name.count == 1, let character = name.first, !character.isWhitespace {
            self = .character(character)
            return
        }
        let words = name.lowercased()
        if words == "space" {
            self = .character(" ")
        } else if let key = Self.named.first(where: { $0.key.lowercased() == words })?.value {
            self = key
        } else if words.hasPrefix("ctrl-"), words.count == 6, let letter = words.last, letter.isASCII, letter.isLetter {
            self = letter == "i" ? .tab : letter == "m" ? .enter : .control(letter)
        } else if words.first == "f", let number = Int(words.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }

    private static let named: [String: KeyStroke] = [
        "Enter": .enter, "Esc": .escape, "Tab": .tab, "Shift-Tab": .backTab, "Backspace": .backspace, "Del": .delete,
        "Ins": .insert, "Up": .up, "Down": .down, "Left": .left, "Right": .right, "Home": .home, "End": .end,
        "PgUp": .pageUp, "PgDn": .pageDown,
    ]
}
