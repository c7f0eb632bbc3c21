import Casework
import Ledger

/// The members of a folded group of the graph: a list to filter, sort and pull rows from into the graph.
public struct GroupMembersView: TableView {
    public static let pane = Pane.members
    public var table: Table<GroupMember>
    /// The group as it was when the list was opened.
    public let group: GraphGroup
    /// The row of the graph it is.
    public let id: GraphNodeID
    private let chain: Chain

    init(_ members: [FanMember], of group: GraphGroup, id: GraphNodeID, names: GraphNames, chain: Chain) {
        table = Table(members.map { GroupMember($0, names, on: chain) })
        self.group = group
        self.id = id
        self.chain = chain
    }

    public var subject: CaseSubject? {
        switch table.selected?.id {
        case .address(let address)?: .address(address.text(on: chain))
        case .transaction?: table.selected?.txid.map { .transaction($0) }
        default: nil
        }
    }

    public var copyable: String? { table.selected.map(\.identifier) }
    public var filterHelp: String { "words, amount>0.1, spent, unspent, named, flagged, not …" }
}

extension GraphState {
    /// The members still folded in the selected group, in the order in which they unfold; none elsewhere.
    var selectedMembers: [FanMember] {
        if let tree { return tree.selectedLeaves(treeFacts) }
        return GraphBuilder.members(of: cursor, in: self)
    }
}

extension WorkbenchState {
    /// Lists the members of the selected group.
    mutating func listMembers() -> [Effect] {
        guard let graph, let node = graph.selected, let group = node.group else { return [] }
        leave()
        views[GroupMembersView.self] = GroupMembersView(
            graph.selectedMembers, of: group, id: node.id, names: index.names, chain: openCase.chain)
        pane = .members
        return []
    }

    /// Pulls the row of the list into the graph, or lets it go again.
    mutating func pullMember() -> [Effect] {
        guard let member = views[GroupMembersView.self]?.table.selected else { return [] }
        graph?.pin(member.id)
        views.change(GroupMembersView.self) { $0.move(by: 1) }
        return feedGraph()
    }

    /// Back to the graph, with the cursor on the row of the list.
    mutating func showMember() -> [Effect] {
        guard let view = views[GroupMembersView.self], let member = view.table.selected else { return [] }
        leave()
        if graph?.pinned.contains(member.id) == false { graph?.pin(member.id) }
        pane = .graph
        graph?.selectPinned(member.id, near: view.id)
        return feedGraph()
    }
}

extension CommandTable {
    /// The list of a group's members.
    static let memberCommands: [Command] = [
        Command(
            "pull-in", [.character(" "), .character("P")], "show this row in the graph by itself; again folds it back",
            place: .selection, panes: [.members], hint: "pull in", hintedFirst: true, unless: needsMember
        ) { $0.pullMember() },
        Command(
            "show-member", [.enter], "pull it in and go there", place: .selection, panes: [.members], hint: "show in graph", hintedFirst: true,
            unless: needsMember
        ) { $0.showMember() },
    ]

    private static let needsMember: @Sendable (WorkbenchState) -> String? = { state in
        state.views[GroupMembersView.self]?.table.selected == nil ? "no member is selected" : nil
    }
}
