import Casework
import Encoding

/// What became of a finding that was asked again.
public enum FindingVerdict: Hashable, Sendable {
    case holds
    /// The answer is another one; where it parts from the one that was kept.
    case differs([String])
    /// It could not be asked here, and why.
    case unasked([String])
}

/// One finding of the case.
public struct FindingRow: TableRow {
    public let record: CaseRecord
    public let finding: CaseFinding

    public var id: UInt64 { record.id }
    public static let sortKeys = ["question", "asked"]

    public func precedes(_ other: FindingRow, by key: Int) -> Bool {
        key == 0 ? finding.title < other.finding.title : record.added < other.record.added
    }

    /// Words of title, kind, method and remark, `kind:trace`, `by:MK`, `nothing` for those that found nothing.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word("nothing"): finding.foundNothing
        case .word(let word):
            [finding.title, finding.kind, finding.method, finding.remark].contains { TextSearch.contains($0, word) }
        case .pair("kind", let kind): finding.kind.hasPrefix(kind)
        case .pair("by", let name): record.author.lowercased().hasPrefix(name)
        case .time(let isAfter, let bound): (record.added >= UTCTime(seconds: bound)) == isAfter
        case .pair, .amount: false
        }
    }
}

/// The findings of the case, and which of them still hold.
public struct FindingsView: TableView {
    public static let pane = Pane.findings
    public var table = Table<FindingRow>()
    /// What became of those that were asked again in this session.
    public private(set) var verdicts: [UInt64: FindingVerdict] = [:]
    /// Those that are being asked.
    public private(set) var pending: Set<UInt64> = []

    public var subject: CaseSubject? { table.selected.map { .record($0.id) } }
    public var copyable: String? { table.selected.map { $0.finding.question.pretty() } }
    public var filterHelp: String { "words, kind:trace, by:MK, nothing, after:2024-02-14, not …" }

    public mutating func refresh(_ state: WorkbenchState) {
        let rows = state.openCase.records.compactMap { record in
            if case .finding(let finding) = record.content { FindingRow(record: record, finding: finding) } else { nil }
        }
        if rows.map(\.record) != table.rows.map(\.record) { table.replace(rows) }
    }

    /// Notes which are asked again, and asks.
    mutating func verify(_ ids: [UInt64]) -> [Effect] {
        let fresh = ids.filter { pending.insert($0).inserted }
        return fresh.isEmpty ? [] : [.verify(fresh)]
    }

    mutating func receive(_ id: UInt64, _ verdict: FindingVerdict) {
        pending.remove(id)
        verdicts[id] = verdict
    }
}

extension CommandTable {
    /// Findings and whether they still hold.
    static let findingCommands: [Command] = [
        Command("findings", [.character("7")], "questions that were answered, and whether the answers hold", place: .everywhere) {
            $0.open(FindingsView.self) { FindingsView() }
            return []
        },
        Command(
            "open-finding", [.enter, .right, .character("l")], "ask it in its own view: the trace, the path, the cluster",
            place: .selection, panes: [.findings], hint: "open", unless: { $0.findingObstacle }
        ) { $0.openFinding() },
        Command(
            "verify", [.character("v")], "ask it again and compare the answers", place: .selection, panes: [.findings],
            hint: "verify", unless: needsFinding
        ) { state in
            state.views.change(FindingsView.self) { view in view.table.selected.map { view.verify([$0.id]) } ?? [] } ?? []
        },
        Command(
            "verify-all", [.character("V")], "ask every finding again", place: .view, panes: [.findings], hint: "verify all",
            unless: needsFinding
        ) { state in
            state.views.change(FindingsView.self) { view in view.verify(view.table.rows.map(\.id)) } ?? []
        },
    ]

    private static let needsFinding: @Sendable (WorkbenchState) -> String? = { state in
        if case .missing = state.ledger { return "no ledger is open" }
        return state.views[FindingsView.self]?.table.selected == nil ? "no finding is selected" : nil
    }
}
