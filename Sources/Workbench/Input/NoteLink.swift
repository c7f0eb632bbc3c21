import Casework
import Ledger

/// `@` and an identifier in a note: a link to an address, a transaction or a record of the case.
///
/// The text holds the identifier in full, so that a link means the same whatever is renamed later.
public enum NoteLink {
    /// What the links of a text lead to, in the order of the text, each once.
    public static func links(in text: String, on chain: Chain) -> [CaseSubject] {
        var found: [CaseSubject] = []
        for word in words(in: text) {
            guard let subject = subject(of: word, on: chain), !found.contains(subject) else { continue }
            found.append(subject)
        }
        return found
    }

    /// How many `@` words there are and how many of them lead somewhere.
    public static func count(in text: String, on chain: Chain) -> (all: Int, resolved: Int) {
        let words = words(in: text)
        return (words.count, words.filter { subject(of: $0, on: chain) != nil }.count)
    }

    /// What stands in a note for a link to `subject`; nil for the case and for edges.
    static func text(to subject: CaseSubject) -> String? {
        switch subject {
        case .address(let text): "@" + text
        case .transaction(let id): "@\(id)"
        case .record(let id): "@record-\(id)"
        case .wholeCase, .edge: nil
        }
    }

    private static func words(in text: String) -> [Substring] {
        text.split { $0.isWhitespace }.compactMap { word in
            guard word.first == "@", word.count > 1 else { return nil }
            return word.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
    }

    private static func subject(of word: Substring, on chain: Chain) -> CaseSubject? {
        let word = String(word)
        if let id = TxID(word) { return .transaction(id) }
        if word.hasPrefix("record-") { return UInt64(word.dropFirst(7)).map { .record($0) } }
        return (try? Address(word, on: chain)).map { .address($0.text(on: chain)) }
    }
}
