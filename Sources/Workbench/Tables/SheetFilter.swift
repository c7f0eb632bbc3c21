import Casework
import Ledger
import TraceEngine

/// What `/` understands in a stop sheet, in a cluster and in a path: they are no tables, and the labels of the case count
/// as words of their rows.
extension WorkbenchState {
    /// The grammar that `/` shows in the place that has the focus.
    public var filterHelp: String {
        switch pane {
        case .notes: Self.noteFilterHelp
        case .trace: "words, amount>0.1, after:2024-02-14, unspent, coinjoin, not …"
        case .path: "go to a hop: words, amount>0.1, after:2024-02-14, not …"
        case .cluster: "words of label, note or address, flagged, noted, role:victim, not …"
        default: views[pane]?.filterHelp ?? "words, role:victim, flagged, noted, amount>0.1, not …"
        }
    }

    /// Rows that the filter of that place shows, and rows that it has looked at.
    public var filterCounts: (shown: Int, of: Int) {
        switch pane {
        case .notes: return (notesShown.count, openCase.notes.count)
        case .trace: return (openTrace?.rows.count ?? 0, openTrace?.total ?? 0)
        case .path: return (openPath?.fitting ?? 0, openPath?.path?.edges.count ?? 0)
        case .cluster: return (openCluster?.members.count ?? 0, openCluster?.total ?? 0)
        default:
            guard let view = views[pane] else { return (listRows.count, openCase.items.count) }
            return (view.count, view.isExamining ? view.examined : view.total)
        }
    }

    mutating func filterStops(_ text: String) {
        let query = FilterQuery(text)
        let state = self
        openTrace?.setFilter(query) { row in query.admits { state.admits(row, $0) } }
    }

    mutating func seekHop(_ text: String) {
        let query = FilterQuery(text)
        let state = self
        openPath?.seek(query) { edge in query.admits { state.admits(edge, $0) } }
    }

    private func admits(_ edge: TracePath.Edge, _ term: FilterQuery.Term) -> Bool {
        func mentions(_ word: String) -> Bool {
            let ends = [edge.from.address, edge.to.address].compactMap { $0?.text(on: openCase.chain) }
            let texts = ends + ends.map { label(of: .address($0)) } + [edge.transaction.txid.description]
            return texts.contains { TextSearch.contains($0, word) }
        }
        switch term {
        case .amount(let isMore, let bound): return isMore ? edge.value > bound : edge.value < bound
        case .time(let isAfter, let bound): return isAfter ? edge.transaction.time >= bound : edge.transaction.time < bound
        case .pair(let key, let value): return mentions(key + ":" + value)
        case .word(let word): return mentions(word)
        }
    }

    mutating func filterMembers(_ text: String) -> [Effect] {
        let query = FilterQuery(text)
        let filter = ItemFilter(text)
        let state = self
        openCluster?.setFilter(query) { address in
            let text = address.text(on: state.openCase.chain)
            let subject = CaseSubject.address(text)
            let item = state.index.items[subject] ?? CaseItem(subject: subject, added: state.openCase.created)
            return filter.admits(
                item, identifier: text, received: state.known.figures[address]?.summary.received, notes: state.index.notes[subject] ?? [])
        }
        return memberFigures()
    }

    private func admits(_ row: ComparedStop, _ term: FilterQuery.Term) -> Bool {
        switch term {
        case .amount(let isMore, let bound): return row.values.contains { isMore ? $0 > bound : $0 < bound }
        case .time(let isAfter, let bound): return row.stop.place.time.map { isAfter ? $0 >= bound : $0 < bound } ?? false
        case .pair(let key, let value): return mentions(key + ":" + value, row.stop)
        case .word(let word): return mentions(word, row.stop)
        }
    }

    private func mentions(_ word: String, _ stop: TraceStop) -> Bool {
        let owner = stop.place.owner.map { $0.text(on: openCase.chain) }
        var texts = [stop.reason.rawValue, stop.place.outpoint.txid.description]
        if let owner { texts += [owner, label(of: .address(owner))] }
        if let tag = stop.tag { texts += [tag.name, tag.category, tag.source] }
        if let claim = stop.claim { texts.append(claim.detector) }
        return texts.contains { TextSearch.contains($0, word) }
    }
}
