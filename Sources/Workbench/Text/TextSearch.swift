/// Looking for a word in a text without regard to case.
enum TextSearch {
    /// Whether `text` contains `word`, which is in lower case already. Texts of ASCII are not copied for it: filters ask
    /// this a hundred thousand times a key.
    static func contains(_ text: String, _ word: String) -> Bool {
        var (text, word) = (text, word)
        let found = text.withUTF8 { text in word.withUTF8 { word in find(word, in: text, folding: true) } }
        if let found { return found }
        var lower = text.lowercased()
        return lower.withUTF8 { text in word.withUTF8 { word in find(word, in: text, folding: false) } } ?? false
    }

    /// Nil where the text is not ASCII, so that its case is no matter of single bytes.
    private static func find(
        _ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, folding: Bool
    ) -> Bool? {
        guard let first = word.first else { return true }
        let last = text.count - word.count
        for start in 0..<text.count {
            let byte = text[start]
            if folding, byte >= 0x80 { return nil }
            guard start <= last, fold(byte, folding) == first else { continue }
            var length = 1
            while length < word.count, fold(text[start + length], folding) == word[length] { length += 1 }
            if length == word.count { return true }
        }
        return false
    }

    private static func fold(_ byte: UInt8, _ folding: Bool) -> UInt8 {
        folding && byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}
