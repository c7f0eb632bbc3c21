/// The three panes that are always at hand, and the views beside them.
///
/// Those with a number of one digit are tabs in the first row; a view without one stands under the tab it was opened from.
public enum Pane: Int, CaseIterable, Sendable {
    case addresses = 1, graph = 2, notes = 3
    case transactions = 4, trace = 5, timeline = 6, findings = 7, journal = 9
    case transaction = 10, cluster, path, conflicts, cases, tasks
    case tags = 30, tagConflicts
    case members = 40

    /// The panes that are always at hand; a view takes the whole width.
    public static let main: [Pane] = [.addresses, .graph, .notes]

    /// What the first row names, in this order.
    public static let tabs: [Pane] = allCases.filter { $0.number != nil }

    /// The digit that goes there.
    public var number: Int? { rawValue < 10 ? rawValue : nil }

    /// The tab that is marked while this is shown.
    public var tab: Pane {
        switch self {
        case .transaction: .transactions
        case .cluster: .addresses
        case .path, .members: .graph
        case .conflicts: .journal
        case .cases: .addresses
        case .tasks: .findings
        case .tags, .tagConflicts: .addresses
        default: self
        }
    }

    public var title: String {
        switch self {
        case .addresses: "Addresses"
        case .graph: "Graph"
        case .notes: "Notes"
        case .transactions: "Txs"
        case .trace: "Trace"
        case .timeline: "Timeline"
        case .findings: "Findings"
        case .journal: "Journal"
        case .transaction: "Tx"
        case .cluster: "Cluster"
        case .path: "Path"
        case .conflicts: "Conflicts"
        case .cases: "Cases"
        case .tasks: "Tasks"
        case .tags: "Tags"
        case .tagConflicts: "Tag conflicts"
        case .members: "Members"
        }
    }

    /// The title where there is little room.
    public var shortTitle: String {
        switch self {
        case .addresses: "Addr"
        case .notes: "Note"
        case .transactions: "Tx"
        case .timeline: "Time"
        case .findings: "Find"
        case .journal: "Log"
        default: title
        }
    }
}
