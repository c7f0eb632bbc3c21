import Casework
import TraceEngine

/// What `/` understands: words, `not word`, `role:victim`, `flagged`, `noted`, `amount>0.1`, `amount<2`.
public struct ItemFilter: Hashable, Sendable {
    private enum Term: Hashable {
        case word(String)
        case role(String)
        case flagged, noted
        case amount(atLeast: Bool, UInt64)
    }

    public let text: String
    private let terms: [(term: Term, isNegated: Bool)]

    public init(_ text: String) {
        self.text = text
        var terms: [(Term, Bool)] = []
        var isNegated = false
        for word in text.lowercased().split(separator: " ").map(String.init) {
            if word == "not" {
                isNegated = true
                continue
            }
            terms.append((Self.term(word), isNegated))
            isNegated = false
        }
        self.terms = terms
    }

    public var isEmpty: Bool { terms.isEmpty }

    /// Whether an item stays in the list. `received` is nil when the ledger has not answered: amounts then say no.
    public func admits(_ item: CaseItem, identifier: String, received: UInt64?, notes: [CaseNote]) -> Bool {
        terms.allSatisfy { term, isNegated in
            let holds =
                switch term {
                case .word(let word):
                    item.label.lowercased().contains(word) || identifier.lowercased().contains(word)
                        || (item.role?.rawValue.contains(word) ?? false)
                        || notes.contains { $0.text.lowercased().contains(word) }
                case .role(let role): item.role?.rawValue.hasPrefix(role) ?? (role == "none")
                case .flagged: item.isFlagged
                case .noted: !notes.isEmpty
                case .amount(let atLeast, let bound):
                    received.map { atLeast ? $0 > bound : $0 < bound } ?? false
                }
            return holds != isNegated
        }
    }

    public static func == (a: Self, b: Self) -> Bool { a.text == b.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    private static func term(_ word: String) -> Term {
        if word.hasPrefix("role:") { return .role(String(word.dropFirst(5))) }
        if word == "flagged" { return .flagged }
        if word == "noted" { return .noted }
        for (prefix, atLeast) in [("amount>", true), ("amount<", false)] where word.hasPrefix(prefix) {
            if let value = baseUnits(String(word.dropFirst(prefix.count))) { return .amount(atLeast: atLeast, value) }
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
