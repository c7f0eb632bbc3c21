import Ledger
import TraceEngine

/// Builds the scene by doing again what was opened, in the order in which it was opened.
///
/// What opens by itself comes first, column by column; then what somebody expanded. A row is placed where it is
/// reached first, so a later expansion inserts rows and never moves one that stands.
struct GraphBuilder {
    let focus: GraphFocus
    let addresses: [Address: AddressView]
    let transactions: [TxRef: TransactionView]
    let names: GraphNames
    let pinned: Set<GraphItem>
    let viewport: GraphViewport
    let hops: Int
    let collapsed: Set<GraphNodeID>
    let expanded: [GraphNodeID]
    let unfolded: [GraphNodeID: Int]

    private var scene: GraphScene
    private var placed: [GraphItem: GraphNodeID] = [:]
    /// Rows without a row further out, on each side: what the picture is high.
    private var leaves: [Int: Int] = [:]

    init(_ state: GraphState) {
        focus = state.focus
        addresses = state.addresses
        transactions = state.transactions
        names = state.names
        pinned = state.pinned
        viewport = state.viewport
        hops = state.hops
        collapsed = state.collapsed
        expanded = state.expanded
        unfolded = state.unfolded
        scene = GraphScene(focus: GraphNodeID(column: 0, item: state.focus.item))
    }

    mutating func build() -> GraphScene {
        placeFocus()
        for hop in stride(from: 1, to: hops, by: 1) {
            for sign in signs(column: hop + 1) { openByItself(column: hop * sign) }
        }
        for id in expanded where scene.nodes[id]?.canExpand == true && scene.nodes[id]?.isExpanded == false {
            open(id, budget: viewport.askedBudget)
        }
        scene.order()
        for id in scene.nodes.keys { finish(id) }
        return scene
    }

    /// Addresses are claimed from the left first (a payer that gets change is the payer), transactions from the right.
    private func signs(column: Int) -> [Int] {
        let isAddress: Bool
        if case .address = focus { isAddress = column % 2 == 0 } else { isAddress = column % 2 != 0 }
        return isAddress ? [-1, 1] : [1, -1]
    }

    private mutating func placeFocus() {
        var node = GraphNode(id: scene.focus)
        switch focus {
        case .address(let address):
            if let view = addresses[address] {
                node.value = view.summary.received
                node.isAtLeast = !view.summary.complete
            }
        case .transaction(let tx):
            node.value = transactions[tx]?.outputValue
            fill(&node, tx)
        }
        node.isExpanded = true
        scene.nodes[node.id] = node
        placed[node.id.item] = node.id
        for sign in signs(column: 1) {
            leaves[sign] = 1
            open(scene.focus, sign: sign, budget: viewport.budget(column: 1))
        }
    }

    /// Opens the rows of a column in order while the picture still fits its rows.
    private mutating func openByItself(column: Int) {
        let sign = column.signum()
        var ids = [scene.focus]
        for _ in 0..<abs(column) {
            ids = ids.flatMap { scene.children[$0] ?? [] }.filter { $0.column.signum() == sign }
        }
        for id in ids where !collapsed.contains(id) && scene.nodes[id]?.canExpand == true {
            if case .elsewhere = id.item { continue }
            guard let fan = fan(of: id, sign: sign), fan.members.count <= GraphFold.page else { continue }
            let budget = viewport.budget(column: column + sign)
            let rows = min(budget, fan.members.count + fan.extras.count)
            guard rows > 0, leaves[sign, default: 0] + rows - 1 <= viewport.rows else { continue }
            open(id, budget: budget)
        }
    }

    private mutating func open(_ id: GraphNodeID, budget: Int) { open(id, sign: id.column.signum(), budget: budget) }

    private mutating func open(_ id: GraphNodeID, sign: Int, budget: Int) {
        guard let fan = fan(of: id, sign: sign) else { return }
        let fold = fold(fan, under: id, sign: sign)
        scene.nodes[id]?.isExpanded = true
        let before = scene.children[id]?.count ?? 0
        for row in fold.rows(budget: budget) {
            switch row {
            case .member(let index, let group): place(fan.members[index], of: fan, under: id, sign, from: group)
            case .group(let kind, let indices): place(kind, indices, of: fan, under: id, sign, budget)
            }
        }
        for extra in fan.extras { place(extra, of: fan, under: id, sign) }
        let added = (scene.children[id]?.count ?? 0) - before
        leaves[sign, default: 0] += max(0, added - 1)
    }

    /// What a row has one column further out; nil when that is not loaded, or when there is nothing by its nature.
    private func fan(of id: GraphNodeID, sign: Int) -> Fan? {
        switch id.item {
        case .address(let address):
            if id == scene.focus { return addresses[address].map { Fan.history($0, left: sign < 0) } }
            return scene.nodes[id].map { Fan.transactions($0.coins) }
        case .transaction(let tx):
            guard let view = transactions[tx] else { return nil }
            return sign < 0 ? Fan.inputs(view) : Fan.outputs(view, withFee: id == scene.focus)
        // The address is shown elsewhere, but these are other coins of it, and they go their own way.
        case .output, .elsewhere(.address, _), .elsewhere(.output, _):
            return scene.nodes[id].map { Fan.transactions($0.coins) }
        default: return nil
        }
    }

    private mutating func place(
        _ member: FanMember, of fan: Fan, under parent: GraphNodeID, _ sign: Int, from group: GraphItem?
    ) {
        let id = GraphNodeID(column: parent.column + sign, item: member.item)
        let edge = GraphEdge(inner: parent, value: member.value)
        if let existing = placed[member.item], var node = scene.nodes[existing] {
            var merges = existing.column == id.column
            if case .transaction = member.item {} else if node.isExpanded { merges = false }
            if merges {
                node.edges.append(edge)
                node.value = node.value.map { [$0, member.value].total() }
                node.coins += member.coins
                node.fate = sign > 0 && !fan.ofTransactions ? GraphFate(outputs: node.coins) : node.fate
                scene.nodes[existing] = node
                return
            }
            var reference = GraphNode(id: GraphNodeID(
                column: id.column, item: .elsewhere(member.item, under: parent.item)))
            reference.coins = member.coins
            reference.fate = member.fate
            reference.txid = member.txid
            reference.time = member.time
            if case .transaction = member.item {} else {
                reference.canExpand = member.coins.contains { $0.next != .none }
            }
            add(&reference, edge, fan, group)
            return
        }
        var node = GraphNode(id: id)
        node.coins = member.coins
        node.fate = member.fate
        node.txid = member.txid
        node.time = member.time
        if case .transaction(let tx) = member.item {
            fill(&node, tx)
            node.canExpand = true
            if parent == scene.focus, sign < 0, let view = transactions[tx], case .address(let address) = focus {
                node.fate = GraphFate(paid: address, by: view)
            }
        } else {
            node.canExpand = member.coins.contains { $0.next != .none }
        }
        placed[member.item] = id
        add(&node, edge, fan, group)
    }

    private mutating func place(
        _ kind: GraphGroupKind, _ indices: [Int], of fan: Fan, under parent: GraphNodeID, _ sign: Int, _ budget: Int
    ) {
        var node = GraphNode(id: GraphNodeID(column: parent.column + sign, item: .group(kind, of: parent.item)))
        let group = GraphGroup(kind, of: indices.lazy.map { fan.members[$0] }, ofTransactions: fan.ofTransactions)
        node.group = group
        if case .together = kind { node.txid = fan.members[indices[0]].coins.first?.nextID }
        scene.budgets[node.id] = budget
        add(&node, GraphEdge(inner: parent, value: group.sum), fan, nil)
    }

    private mutating func place(_ extra: FanExtra, of fan: Fan, under parent: GraphNodeID, _ sign: Int) {
        var node = GraphNode(id: GraphNodeID(column: parent.column + sign, item: extra.item))
        if case .unknownInputs = extra.item {
            node.fate = .unknown
            node.unknownInputs = extra.count
        }
        if case .notRead = extra.item { node.fate = .unknown }
        add(&node, GraphEdge(inner: parent, value: extra.value), fan, nil)
    }

    private mutating func add(_ node: inout GraphNode, _ edge: GraphEdge, _ fan: Fan, _ group: GraphItem?) {
        guard scene.nodes[node.id] == nil else { return }
        node.parent = edge.inner
        node.edges = [edge]
        node.value = edge.value
        node.whole = fan.whole
        node.unfoldedFrom = group
        scene.nodes[node.id] = node
        scene.children[edge.inner, default: []].append(node.id)
    }

    private func fill(_ node: inout GraphNode, _ tx: TxRef) {
        guard let row = transactions[tx]?.row else { return }
        node.txid = row.txid
        node.time = row.time
    }

    /// The members still folded in a group of the scene, in the order in which they unfold.
    static func members(of group: GraphNodeID, in state: GraphState) -> [FanMember] {
        var builder = GraphBuilder(state)
        builder.scene = state.scene
        guard let parent = state.scene.nodes[group]?.parent, case .group(let wanted, _) = group.item,
            let fan = builder.fan(of: parent, sign: group.column.signum())
        else { return [] }
        for row in builder.fold(fan, under: parent, sign: group.column.signum()).rows(budget: state.scene.budgets[group] ?? 1) {
            if case .group(wanted, let indices) = row { return indices.map { fan.members[$0] } }
        }
        return []
    }

    private func fold(_ fan: Fan, under parent: GraphNodeID, sign: Int) -> GraphFold {
        GraphFold(fan: fan, parent: parent.item, pinned: pinned, names: names) { [unfolded] group in
            unfolded[GraphNodeID(column: parent.column + sign, item: group)] ?? 0
        }
    }

    /// What needs the whole scene: places of references, and the facts below a row.
    private mutating func finish(_ id: GraphNodeID) {
        guard var node = scene.nodes[id] else { return }
        if case .elsewhere(let item, _) = id.item, let shown = placed[item] { node.place = scene.place(of: shown) }
        if case .transaction(let tx) = id.item, id != scene.focus, let view = transactions[tx] {
            node.details = GraphDetails(node: node, view: view, focus: focus, placed: placed, scene: scene).lines
        }
        scene.nodes[id] = node
    }
}

extension GraphFate {
    /// What became of the outputs of a transaction to one address.
    init(paid address: Address, by view: TransactionView) {
        let fates = view.outputs.lazy.filter { $0.owner == address }.map(\.fate)
        if fates.contains(.notCovered) {
            self = .unknown
        } else if fates.contains(.unspent) {
            self = .unspent
        } else {
            self = fates.contains(.spent) ? .spent : .none
        }
    }
}
