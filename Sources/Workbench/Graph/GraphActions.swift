import Casework
import Ledger
import TraceEngine

/// Moving in the graph and going to what it shows.
extension WorkbenchState {
    /// Moves along edges, as often as the count says.
    mutating func moveHops(_ step: GraphStep) -> [Effect] {
        var effects: [Effect] = []
        for _ in 0..<min(times, Self.stepLimit) where toast == nil { effects += moveHop(step) }
        return effects
    }

    /// Moves along an edge; at the edge of what is shown it opens one hop more and goes there.
    mutating func moveHop(_ step: GraphStep) -> [Effect] {
        guard !isReadingSelected else {
            if stepsAhead.count < Self.stepLimit { stepsAhead.append(step) }
            return feedGraph()
        }
        if graph?.tree != nil {
            if graph?.move(step) == false {
                toast = .news(step == .right ? "Nothing goes on from here." : "Nothing comes before this.")
            }
            return feedGraph()
        }
        guard graph?.move(step) == false, let node = graph?.selected else { return feedGraph() }
        let isOutward = step == .left ? node.column <= 0 : node.column >= 0
        if isOutward, node.canExpand, !node.isExpanded {
            graph?.expand()
            let effects = feedGraph()
            graph?.move(step)
            return effects + feedGraph()
        }
        toast = .news(step == .right ? "The ledger shows nothing after this." : "The ledger shows nothing before this.")
        return []
    }

    /// Takes the steps that were typed while the ledger was being asked.
    mutating func catchUp() -> [Effect] {
        var effects = feedGraph()
        while !stepsAhead.isEmpty, !isReadingSelected {
            effects += moveHop(stepsAhead.removeFirst())
        }
        return effects
    }

    /// Steps typed ahead that are kept.
    private static let stepLimit = 16

    /// True while nobody can say where an edge from the selected row leads.
    var isReadingSelected: Bool {
        guard let graph, ledgerInfo != nil else { return false }
        if graph.isLoading { return true }
        if let tree = graph.tree { return tree.row?.end == .loading }
        guard case .transaction(let at)? = graph.selected?.id.item else { return false }
        return graph.transactions[at] == nil && askedTransactions.contains(at)
    }

    /// Makes the graph show what the list's cursor is on; `remember` puts the place left on the trail.
    mutating func followList(remember: Bool) -> [Effect] {
        guard let subject = listItem?.subject else { return [] }
        return show(subject, remember: remember)
    }

    /// Makes the graph show a subject of the case, asking where it is when that is not known.
    mutating func show(_ subject: CaseSubject, remember: Bool) -> [Effect] {
        switch subject {
        case .wholeCase, .record: return []
        case .edge(let id, _): return show(.transaction(id), remember: remember)
        case .address(let text):
            guard let address = try? Address(text, on: openCase.chain) else { return [] }
            return setFocus(.address(address), remember: remember)
        case .transaction(let id):
            guard let places = known.places[id] else { return [.locate(id)] }
            guard let at = places.last else {
                toast = .warning("Transaction \(id) is not in this ledger.")
                return []
            }
            return setFocus(.transaction(at), remember: remember)
        }
    }

    /// Goes to a subject from anywhere: list cursor, graph, and the pane that shows it best.
    mutating func go(to subject: CaseSubject) -> [Effect] {
        guard subject != .wholeCase else {
            toast = .news("This note is about the case as a whole.")
            return []
        }
        list.filter = ItemFilter("")
        if index.items[subject] != nil { list.cursor = subject }
        let isElsewhere = views[pane] != nil
        if isElsewhere { leave() }
        pane = .graph
        return show(subject, remember: !isElsewhere)
    }

    mutating func setFocus(_ focus: GraphFocus, remember: Bool = false) -> [Effect] {
        if let now = graph {
            if now.focus == focus { return feedGraph() }
            if remember { leave() }
        }
        start(at: focus)
        return feedGraph()
    }

    /// A new graph that has not asked for anything yet.
    mutating func start(at focus: GraphFocus) {
        graph = GraphState(focus: focus, names: index.names, viewport: graphViewport)
    }

    /// Enter in the graph: what the node stands for becomes the focus; a group is listed; `↺` jumps.
    /// Why the selected row can be no focus; nil when it can, or when it is a group that lists its members.
    var focusObstacle: String? {
        guard pointed == nil, let graph, let node = graph.selected, node.group == nil else { return nil }
        switch node.id.item {
        case .fee: return graph.tree == nil ? "a fee leads nowhere" : "this row leads nowhere"
        case .coinbase: return "newly issued coins come from nowhere"
        case .outpoint, .unknownInputs: return "it was made outside this ledger"
        case .notRead: return "it was not read; + reads more of it"
        case .address, .transaction: return graph.tree == nil && node.column == 0 ? "it is the focus already" : nil
        case .output, .group, .elsewhere: return nil
        }
    }

    mutating func focusOnNode() -> [Effect] {
        // A number may name what has no row of its own.
        if let pointed, pointed != graphSubject { return go(to: pointed) }
        if graph?.selected?.group != nil { return listMembers() }
        guard let target = graph?.focusOnSelected() else { return feedGraph() }
        return setFocus(target, remember: true)
    }
}
