import Casework

/// What `/` understands in the list of the case: words, `not word`, `role:victim`, `flagged`, `noted`, `amount>0.1`.
public struct ItemFilter: Hashable, Sendable {
    private let query: FilterQuery

    public init(_ text: String) { query = FilterQuery(text) }

    public var text: String { query.text }
    public var isEmpty: Bool { query.isEmpty }
    /// Whether its answer depends on what the ledger tells.
    var asksForAmounts: Bool { query.asksForAmounts }

    /// Whether an item stays in the list. `received` is nil when the ledger has not answered: amounts then say no.
    public func admits(_ item: CaseItem, identifier: String, received: UInt64?, notes: [CaseNote]) -> Bool {
        query.admits { term in
            switch term {
            case .word("flagged"): item.isFlagged
            case .word("noted"): !notes.isEmpty
            case .word(let word): Self.contains(word, item, identifier, notes)
            case .pair("role", let role): item.role?.rawValue.hasPrefix(role) ?? (role == "none")
            case .pair(let key, let value): Self.contains(key + ":" + value, item, identifier, notes)
            case .time: false
            case .amount(let isMore, let bound): received.map { isMore ? $0 > bound : $0 < bound } ?? false
            }
        }
    }

    private static func contains(_ word: String, _ item: CaseItem, _ identifier: String, _ notes: [CaseNote]) -> Bool {
        TextSearch.contains(item.label, word) || TextSearch.contains(identifier, word)
            || (item.role.map { TextSearch.contains($0.rawValue, word) } ?? false) || notes.contains { TextSearch.contains($0.text, word) }
    }
}
