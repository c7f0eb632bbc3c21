import Ledger
import TraceEngine

/// What the graph is given and what is asked for it.
extension WorkbenchState {
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
        graph.gaps = ledgerInfo?.coverage.gaps ?? []
        graph.inferences = known.inferences
        mark(openCluster, in: &graph)
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
                case .events(let address, let last):
                    if let view = known.addresses[address], view.events.last.map({ $0.tx.at > last }) == true {
                        graph.received(view)
                        isFed = true
                    } else {
                        let page = Effect.loadEvents(address, after: last, limit: GraphState.eventPage)
                        if !asked.contains(page) { effects.append(page) }
                    }
                }
            }
            if !isFed { break }
        }
        self.graph = graph
        let claims = graph.uninferred.filter { !askedInferences.contains($0) }
        if !claims.isEmpty {
            askedInferences.formUnion(claims)
            effects.append(.loadInferences(claims))
        }
        for effect in effects {
            if case .loadTransactions(let refs) = effect { askedTransactions.formUnion(refs) } else { asked.insert(effect) }
        }
        return effects
    }

    /// Cells the graph has, or would have were it shown.
    var graphViewport: GraphViewport {
        var shown = self
        if ScreenLayout(state: self).space(of: .graph) == nil { shown.pane = .graph }
        let body = ScreenLayout(state: shown).space(of: .graph)?.body ?? Rect(x: 0, y: 0, width: columns, height: rows)
        return GraphViewport(width: body.width, height: body.height)
    }

    /// A page of a history has come: the graph's knowledge of that address grows with it.
    mutating func learn(_ page: AddressEventPage, of address: Address, after place: TxRef?) -> [Effect] {
        guard let place, known.learn(page, of: address, after: place) else { return [] }
        return catchUp()
    }

    /// Stops what the graph is reading.
    mutating func stopReading() -> [Effect] {
        guard graph?.stopLoading() == true else { return [] }
        stepsAhead = []
        toast = .news("Stopped. + on a row reads on from there.")
        return []
    }
}
