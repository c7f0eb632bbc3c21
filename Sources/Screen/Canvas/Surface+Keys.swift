import Workbench

extension Surface {
    /// Lets clicks on the words of `text`, which was put at `x`, mean the keys that they tell of.
    mutating func spotKeys(_ keys: [(words: String, key: KeyStroke)], in text: String, x: Int, y: Int) {
        for (words, key) in keys {
            guard let found = text.firstRange(of: words) else { continue }
            let begin = x + TextWidth.cells(of: String(text[..<found.lowerBound]))
            spot(.key(key), x: begin, y: y, width: TextWidth.cells(of: words))
        }
    }

    /// Puts words about keys and lets clicks on them mean the keys. Returns the column after them.
    @discardableResult
    mutating func putKeys(_ text: String, x: Int, y: Int, role: Role = .muted, _ keys: [(words: String, key: KeyStroke)]) -> Int {
        let end = put(text, x: x, y: y, role: role)
        spotKeys(keys, in: text, x: x, y: y)
        return end
    }

    /// The same before column `end`.
    mutating func putKeys(_ text: String, endingAt end: Int, y: Int, role: Role = .muted, _ keys: [(words: String, key: KeyStroke)]) {
        spotKeys(keys, in: text, x: put(text, endingAt: end, y: y, role: role), y: y)
    }
}
