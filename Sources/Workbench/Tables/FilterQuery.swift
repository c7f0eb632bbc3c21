import Encoding

/// What was typed after `/`: words, `key:value`, `amount>0.1`, `amount<2`, each perhaps after `not`; all must hold.
public struct FilterQuery: Hashable, Sendable {
    public enum Term: Hashable, Sendable {
        /// In lower case.
        case word(String)
        /// `role:victim`; both in lower case, the value may be empty.
        case pair(String, String)
        /// `amount>0.1` or `amount<2`: more or less than so many base units of an asset with eight decimals.
        case amount(isMore: Bool, UInt64)
        /// `after:2024-02-14` or `before:2024-02-14`: from that midnight UTC on, or earlier; seconds since 1970.
        case time(isAfter: Bool, UInt32)
    }

    public let text: String
    private let terms: [Part]

    private struct Part: Hashable, Sendable {
        var term: Term
        var isNegated: Bool
    }

    public init(_ text: String) {
        self.text = text
        var terms: [Part] = []
        var isNegated = false
        for word in text.lowercased().split(separator: " ").map(String.init) {
            if word == "not" {
                isNegated = true
                continue
            }
            terms.append(Part(term: Self.term(word), isNegated: isNegated))
            isNegated = false
        }
        self.terms = terms
    }

    public var isEmpty: Bool { terms.isEmpty }

    /// The words, and whether each is to be absent, where there is nothing else; nil where other terms are asked for.
    var plainWords: [(word: String, isNegated: Bool)]? {
        var words: [(String, Bool)] = []
        for part in terms {
            guard case .word(let word) = part.term else { return nil }
            words.append((word, part.isNegated))
        }
        return words
    }

    /// Whether a term asks for an amount.
    public var asksForAmounts: Bool { terms.contains { if case .amount = $0.term { true } else { false } } }

    /// Whether all terms hold by what `holds` says of each.
    public func admits(_ holds: (Term) -> Bool) -> Bool {
        terms.allSatisfy { holds($0.term) != $0.isNegated }
    }

    private static func term(_ word: String) -> Term {
        for (prefix, isMore) in [("amount>", true), ("amount<", false)] where word.hasPrefix(prefix) {
            if let value = baseUnits(String(word.dropFirst(prefix.count))) { return .amount(isMore: isMore, value) }
        }
        if let colon = word.firstIndex(of: ":"), colon != word.startIndex {
            let (key, value) = (String(word[..<colon]), String(word[word.index(after: colon)...]))
            if key == "after" || key == "before", let midnight = UTCTime(rfc3339: value + "T00:00:00Z"),
                let seconds = UInt32(exactly: midnight.milliseconds / 1000)
            {
                return .time(isAfter: key == "after", seconds)
            }
            return .pair(key, value)
        }
        return .word(word)
    }

    /// `0.1` as base units of an asset with eight decimals; nil when it is no such number.
    private static func baseUnits(_ text: String) -> UInt64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = UInt64(parts[0].isEmpty ? "0" : parts[0]), whole < 1_000_000_000 else { return nil }
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard decimals.count <= 8, decimals.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        let fraction = UInt64(decimals + String(repeating: "0", count: 8 - decimals.count)) ?? 0
        return whole * 100_000_000 + fraction
    }
}
