/// Looking for a word in a text without regard to case.
enum TextSearch {
    /// Whether `text` contains `word`, which is in lower case already.
    ///
    /// Filters ask this a hundred thousand times a key, so a text is put in lower case only where single bytes do not
    /// answer: for a word beyond ASCII, and for the two signs beyond ASCII whose lower case is not, K (kelvin) and İ.
    static func contains(_ text: String, _ word: String) -> Bool {
        var (text, word) = (text, word)
        let found = text.withUTF8 { text in word.withUTF8 { word in find(word, in: text) } }
        if let found { return found }
        var lower = text.lowercased()
        return lower.withUTF8 { text in word.withUTF8 { word in find(word, in: text) } } ?? false
    }

    /// Nil where it is not found and the text, not yet in lower case, may still contain it.
    private static func find(_ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard let first = word.first else { return true }
        var mayHide = false
        for start in 0..<text.count {
            let byte = text[start]
            if byte >= 0x80 {
                let rest = UnsafeBufferPointer(rebasing: text[start...])
                mayHide = mayHide || !word.allSatisfy { $0 < 0x80 } || rest.starts(with: kelvin) || rest.starts(with: dottedI)
            }
            guard fold(byte) == first, start <= text.count - word.count else { continue }
            var length = 1
            while length < word.count, fold(text[start + length]) == word[length] { length += 1 }
            if length == word.count { return true }
        }
        return mayHide ? nil : false
    }

    private static let kelvin: [UInt8] = [0xE2, 0x84, 0xAA]
    private static let dottedI: [UInt8] = [0xC4, 0xB0]

    private static func fold(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
