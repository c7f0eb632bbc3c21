import Casework
import Ledger
import TraceEngine

/// The list of the case's addresses and transactions: cursor, scroll and filter.
public struct ItemList: Hashable, Sendable {
    /// What the cursor is on; stays there when rows come and go.
    public var cursor: CaseSubject?
    /// The row shown first.
    public var top = 0
    public var filter = ItemFilter("")

    public init() {}

    /// Suspects, victims, services, others, transactions; in each the order in which they were added.
    public func rows(of theCase: Case, index: CaseIndex, known: Knowledge) -> [CaseItem] {
        let admitted =
            filter.isEmpty
            ? theCase.items
            : theCase.items.filter { item in
                filter.admits(
                    item, identifier: Self.identifier(item.subject),
                    received: Self.received(item.subject, index, known),
                    notes: index.notes[item.subject] ?? [])
            }
        let groups = admitted.map { ItemGroup(of: $0) }
        var rows: [CaseItem] = []
        rows.reserveCapacity(admitted.count)
        for group in ItemGroup.allCases {
            for place in admitted.indices where groups[place] == group { rows.append(admitted[place]) }
        }
        return rows
    }

    /// The row under the cursor: the cursor's own, or the first when it is not shown.
    public func selected(in rows: [CaseItem]) -> CaseItem? {
        rows.first { $0.subject == cursor } ?? rows.first
    }

    /// Moves the cursor by `step` rows, stopping at the ends.
    public mutating func move(by step: Int, in rows: [CaseItem]) {
        guard !rows.isEmpty else { return }
        let now = rows.firstIndex { $0.subject == cursor } ?? 0
        cursor = rows[min(max(0, now + step), rows.count - 1)].subject
    }

    static func identifier(_ subject: CaseSubject) -> String {
        switch subject {
        case .wholeCase: ""
        case .address(let text): text
        case .transaction(let id): id.description
        case .edge, .record: subject.text
        }
    }

    private static func received(_ subject: CaseSubject, _ index: CaseIndex, _ known: Knowledge) -> UInt64? {
        switch subject {
        case .wholeCase, .edge, .record: return nil
        case .address(let text):
            guard let address = index.addresses[text] else { return nil }
            return known.figures[address]?.summary.received
        case .transaction(let id):
            guard let place = known.places[id]?.last else { return nil }
            return known.transactions[place]?.outputValue
        }
    }
}

/// The headings of the list.
public enum ItemGroup: Int, CaseIterable, Sendable {
    case suspects, victims, services, others, transactions

    public init(of item: CaseItem) {
        switch (item.subject, item.role) {
        case (.transaction, _): self = .transactions
        case (_, .suspect): self = .suspects
        case (_, .victim): self = .victims
        case (_, .service): self = .services
        default: self = .others
        }
    }

    public var title: String {
        switch self {
        case .suspects: "Suspects"
        case .victims: "Victims"
        case .services: "Services"
        case .others: "Others"
        case .transactions: "Transactions"
        }
    }
}

/// One row of the list as drawn: in a narrow column with headings.
public enum ListLine: Hashable, Sendable {
    case heading(String)
    case blank
    case item(CaseItem)

    /// What the row is about; nil for headings and blanks.
    public var subject: CaseSubject? { if case .item(let item) = self { item.subject } else { nil } }

    /// Items in the order of `ItemList.rows` as rows; in a narrow column each group under its heading.
    public static func lines(of items: [CaseItem], isWide: Bool) -> [ListLine] {
        if isWide { return items.map { .item($0) } }
        var lines: [ListLine] = []
        lines.reserveCapacity(items.count + 2 * ItemGroup.allCases.count)
        var last: ItemGroup?
        for item in items {
            let group = ItemGroup(of: item)
            if group != last {
                if last != nil { lines.append(.blank) }
                lines.append(.heading(group.title))
                last = group
            }
            lines.append(.item(item))
        }
        return lines
    }
}
