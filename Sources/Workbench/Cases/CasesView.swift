import Casework
import Encoding

/// A case in the list.
public struct CaseRow: TableRow {
    public internal(set) var entry: CaseEntry

    public var id: String { entry.folder }
    public static let sortKeys = ["name", "last change", "news", "due"]

    public func precedes(_ other: CaseRow, by key: Int) -> Bool {
        switch key {
        case 0: entry.name < other.entry.name
        case 1: (entry.lastChange?.milliseconds ?? 0) > (other.entry.lastChange?.milliseconds ?? 0)
        case 2: (entry.news ?? 0) > (other.entry.news ?? 0)
        default: (entry.due.first?.day ?? "9") < (other.entry.due.first?.day ?? "9")
        }
    }

    /// Words of name, question and folder, `chain:tron`, `due`, `new`, `held`, `broken`.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word("due"): return !entry.due.isEmpty
        case .word("new"): return (entry.news ?? 0) > 0
        case .word("held"): if case .inUse = entry.standing { return true } else { return false }
        case .word("broken"): if case .broken = entry.standing { return true } else { return false }
        case .word(let word):
            return [entry.name, entry.question, entry.folder].contains { TextSearch.contains($0, word) }
        case .pair("chain", let name): return entry.chain.hasPrefix(name)
        case .time(let isAfter, let bound): return entry.lastChange.map { ($0 >= UTCTime(seconds: bound)) == isAfter } ?? false
        case .pair, .amount: return false
        }
    }
}

/// The cases of the user, those looked at last first: where the workbench begins when no case is named.
public struct CasesView: TableView {
    public static let pane = Pane.cases
    public var table = Table<CaseRow>()
    /// True when all cases were read.
    public private(set) var isRead = false
    private var isFresh = true
    private var incoming: [CaseRow] = []

    public var filterHelp: String { "words, chain:tron, due, new, held, broken, after:2024-02-14, not …" }
    public var copyable: String? { table.selected?.entry.folder }

    /// All cases at first; then whether those in sight hold.
    public func needs(in state: WorkbenchState) -> [Effect] {
        var effects: [Effect] = isRead ? [] : [.loadCases]
        let height = state.tableRows ?? 0
        let inSight = table.top..<max(table.top, min(table.count, table.top + height))
        for place in inSight where table[place].entry.standing == .unchecked { effects.append(.checkCase(table[place].id)) }
        return effects
    }

    /// Takes some of the cases; what is known of those that stand here already stays.
    mutating func receive(_ entries: [CaseEntry], isLast: Bool) {
        let known = Dictionary(table.rows.map { ($0.id, $0.entry) }, uniquingKeysWith: { a, _ in a })
        let rows = entries.map { entry -> CaseRow in
            var entry = entry
            if entry.standing == .unchecked, let before = known[entry.folder], before.events == entry.events,
                before.standing == .intact
            {
                entry.standing = .intact
            }
            return CaseRow(entry: entry)
        }
        if isFresh { table.append(rows) } else { incoming += rows }
        guard isLast else { return }
        if !isFresh { table.replace(incoming) }
        incoming = []
        isFresh = false
        isRead = true
    }

    mutating func receive(_ folder: String, _ standing: CaseEntry.Standing) {
        let rows = table.rows.map { row -> CaseRow in
            guard row.id == folder else { return row }
            var row = row
            row.entry.standing = standing
            return row
        }
        table.replace(rows)
    }

    /// Reads all of them again, and shows what it has meanwhile.
    mutating func readAgain() { isRead = false }
}
