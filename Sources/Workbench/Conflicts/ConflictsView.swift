import Casework

/// One conflict as the list shows it.
public struct ConflictRow: TableRow {
    public let conflict: CaseConflict

    public var id: String { conflict.what }

    /// Words, `by:AB`.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word(let word):
            TextSearch.contains(conflict.what, word) || conflict.sides.contains { TextSearch.contains($0.title, word) }
        case .pair("by", let name): conflict.sides.contains { $0.author.lowercased().hasPrefix(name) }
        case .pair, .amount, .time: false
        }
    }
}

/// What two copies of the case decided differently, oldest first: worked through until none is left.
public struct ConflictsView: TableView {
    public static let pane = Pane.conflicts
    public var table = Table<ConflictRow>()

    public var filterHelp: String { "words, by:AB, not …" }
    public var copyable: String? { table.selected?.conflict.what }
    public var subject: CaseSubject? { table.selected?.conflict.sides.lazy.compactMap { $0.change?.subjects.first }.first }

    init(_ conflicts: [CaseConflict]) { show(conflicts) }

    mutating func show(_ conflicts: [CaseConflict]) { table.replace(conflicts.map(ConflictRow.init(conflict:))) }
}

extension CaseConflict.Side {
    /// How this side decided it, as short as can be; outside text is not escaped.
    public var decision: String {
        switch change {
        case .label(_, let label)?: label.isEmpty ? "no label" : label
        case .role(_, let role)?: role?.rawValue ?? "no role"
        case .flag(_, let isFlagged)?: isFlagged ? "flag" : "no flag"
        case .colour(_, let colour)?: colour?.rawValue ?? "no colour"
        case .editNote(_, let text)?: text
        case .removeNote?, .removeRecord?: "removed"
        case .add?: "in the case"
        case .drop?: "out of it"
        case .review(_, let state)?: state.rawValue
        case .lockMethod(_, let method, _)?: method
        case .mark(let marking)?: marking?.rawValue ?? "no marking"
        case .retain(_, let until, _)?: until ?? "no date"
        default: title
        }
    }
}
