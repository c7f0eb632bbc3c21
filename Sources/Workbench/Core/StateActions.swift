import Casework
import Ledger
import TraceEngine

/// The steps that commands are made of.
extension WorkbenchState {
    /// Rows that a page of the focused pane moves.
    var pageRows: Int { max(1, (ScreenLayout(state: self).space(of: pane)?.body.height ?? rows) - 2) }

    /// Scrolls the list no further than its cursor needs.
    mutating func scrollList() {
        guard let body = ScreenLayout(state: self).space(of: .addresses)?.body else { return }
        let isWide = ScreenLayout.isWideList(body)
        let lines = ListLine.lines(of: listRows, isWide: isWide)
        let at = lines.firstIndex { $0.subject == listItem?.subject } ?? 0
        // The heading above the first row comes back into view with it.
        let from = !isWide && at == 1 ? 0 : list.top
        list.top = Scroll.top(keeping: at, of: lines.count, in: body.height - (isWide ? 1 : 0), from: from)
    }

    /// Hands a change to the journal.
    mutating func change(_ change: CaseChange) -> [Effect] {
        if change.on(.wholeCase) != nil { lastChange = change }
        return unsaved.add(change)
    }

    mutating func switchPane(by step: Int) -> [Effect] {
        let ring = Pane.tabs.filter { Pane.main.contains($0) || ($0 == .trace ? openTrace != nil : views[$0] != nil) }
        let at = ring.firstIndex(of: pane.tab) ?? 0
        pane = ring[(at + step + ring.count) % ring.count]
        return []
    }

    /// Moves the cursor of the focused pane.
    mutating func moveCursor(by step: Int) -> [Effect] {
        switch pane {
        case .addresses:
            list.move(by: step, in: listRows)
            return followList(remember: false)
        case .graph:
            graph?.move(by: step)
            return feedGraph()
        case .notes:
            let notes = notesShown
            let all = notes.here + notes.elsewhere
            guard !all.isEmpty else { return [] }
            let now = all.firstIndex { $0.id == noteCursor } ?? 0
            noteCursor = all[min(max(0, now + step), all.count - 1)].id
            noteScroll = 0
            return []
        case .trace:
            openTrace?.move(by: step)
            return []
        case .cluster:
            openCluster?.move(by: step)
            return []
        case .path:
            openPath?.move(by: step)
            return []
        default:
            views.change(pane) { $0.move(by: step) }
            return []
        }
    }

    /// A page in a list; in the notes the text under the cursor scrolls.
    mutating func movePage(by step: Int) -> [Effect] {
        guard pane == .notes else { return moveCursor(by: step * pageRows) }
        noteScroll = min(max(0, noteScroll + step * max(1, pageRows / 3)), furthestNoteScroll)
        return []
    }

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
    private var isReadingSelected: Bool {
        guard let graph, ledgerInfo != nil else { return false }
        if graph.isLoading { return true }
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

    /// Enter in the graph: what the node stands for becomes the focus; a group unfolds; `↺` jumps.
    mutating func focusOnNode() -> [Effect] {
        guard let target = graph?.focusOnSelected() else { return feedGraph() }
        return setFocus(target, remember: true)
    }

    /// Gives the graph what is known and asks for the rest.
    mutating func feedGraph() -> [Effect] {
        guard ledgerInfo != nil else {
            // Nobody will answer: what was not read cannot be had, and nothing is said to be under way.
            for need in graph?.needs() ?? [] { graph?.failed(need) }
            return []
        }
        guard var graph else { return [] }
        graph.names = index.names
        graph.viewport = graphViewport
        var effects: [Effect] = []
        // What is known may let the graph ask further: until it asks for nothing that is known.
        while true {
            var isFed = false
            effects = []
            // What is opened again asks for more, so it comes before the questions.
            remembered?.reopen(&graph)
            for need in graph.needs() {
                switch need {
                case .address(let address):
                    if let view = known.addresses[address] {
                        graph.received(view)
                        isFed = true
                    } else if !asked.contains(.loadAddress(address)) {
                        effects.append(.loadAddress(address))
                    }
                case .transactions(let refs):
                    let views = refs.compactMap { known.transactions[$0] }
                    if !views.isEmpty { graph.received(views) }
                    isFed = isFed || !views.isEmpty
                    let missing = refs.filter { known.transactions[$0] == nil && !askedTransactions.contains($0) }
                    if !missing.isEmpty { effects.append(.loadTransactions(missing)) }
                }
            }
            if !isFed { break }
        }
        self.graph = graph
        for effect in effects {
            if case .loadTransactions(let refs) = effect { askedTransactions.formUnion(refs) } else { asked.insert(effect) }
        }
        return effects
    }

    /// Cells the graph has, or would have were it shown.
    private var graphViewport: GraphViewport {
        var shown = self
        if ScreenLayout(state: self).space(of: .graph) == nil { shown.pane = .graph }
        let body = ScreenLayout(state: shown).space(of: .graph)?.body ?? Rect(x: 0, y: 0, width: columns, height: rows)
        return GraphViewport(width: body.width, height: body.height)
    }

    /// What `y` copies: the full identifier under the cursor, or the note's text.
    public var copyable: String? {
        if marked.count > 1, pane != .notes, views[pane] == nil { return targets.map(ItemList.identifier).joined(separator: "\n") }
        if let text = views[pane]?.copyable { return text }
        return switch (pane, subject) {
        case (.notes, _): selectedNote?.text
        case (_, .address(let text)?): text
        case (_, .transaction(let id)?): id.description
        default: nil
        }
    }

    /// Asks for the sums and tags of every address in the case that are not known yet, and for its transactions.
    mutating func loadItems() -> [Effect] {
        let tags = loadTags(of: index.addresses.values)
        guard ledgerInfo != nil else { return tags }
        var addresses: [Address] = []
        var effects: [Effect] = []
        for item in openCase.items {
            switch item.subject {
            case .address(let text):
                guard let address = index.addresses[text], known.figures[address] == nil else { continue }
                addresses.append(address)
            case .transaction(let id):
                if known.places[id] == nil { effects.append(.locate(id)) }
            case .wholeCase, .edge, .record: break
            }
        }
        if !addresses.isEmpty { effects.append(.loadFigures(addresses)) }
        return effects.filter { asked.insert($0).inserted } + tags
    }
}
