import Attribution
import Casework
import Ledger

/// One address whose tags contradict each other.
public struct TagConflictRow: TableRow {
    public let address: Address
    public let text: String
    /// The claims that hold, the surest first.
    public let held: [TagRecord]
    public let conflict: TagConflict
    /// What the case decided, where that still covers the claims.
    public let choice: TagChoice?

    public var id: Address { address }

    /// The surest claim that contradicts the first.
    public var second: TagRecord? {
        guard let first = held.first else { return nil }
        return held.dropFirst().first { TagConflict.among([first, $0]) != nil } ?? held.dropFirst().first
    }

    /// Words of address, labels, actors and sources; `open`, `decided`.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word("open"): choice == nil
        case .word("decided"): choice != nil
        case .word(let word):
            TextSearch.contains(text, word)
                || held.contains { record in
                    [record.tag.label, record.tag.actor, record.source].contains { TextSearch.contains($0, word) }
                }
        case .pair, .amount, .time: false
        }
    }
}

/// The addresses met in this session whose tags contradict each other, those that are still to be decided first. `clew tags
/// conflicts` lists those of the whole set.
public struct TagConflictsView: TableView {
    public static let pane = Pane.tagConflicts
    public var table = Table<TagConflictRow>()

    public var filterHelp: String { "words, open, decided, not …" }
    public var subject: CaseSubject? { table.selected.map { .address($0.text) } }
    public var copyable: String? { table.selected?.text }

    /// Those that nobody has decided yet.
    public var undecided: Int { table.rows.reduce(0) { $0 + ($1.choice == nil ? 1 : 0) } }

    public mutating func refresh(_ state: WorkbenchState) {
        let rows = state.known.contradictions.map { address, held, conflict in
            TagConflictRow(
                address: address, text: address.text(on: state.openCase.chain), held: held, conflict: conflict,
                choice: state.choice(on: address, held))
        }.sorted { a, b in
            let (first, second) = (a.choice == nil, b.choice == nil)
            return first != second ? first : a.text < b.text
        }
        let isSame = rows.count == table.rows.count
            && zip(rows, table.rows).allSatisfy { $0.address == $1.address && $0.choice == $1.choice && $0.held == $1.held }
        if !isSame { table.replace(rows) }
    }
}
