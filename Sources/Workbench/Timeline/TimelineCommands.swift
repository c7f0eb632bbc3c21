import Casework
import Ledger

extension WorkbenchState {
    /// The timeline of the marked addresses, else of all in the case.
    mutating func showTimeline() -> [Effect] {
        let marked = openCase.items.map(\.subject).filter(self.marked.contains) + self.marked.filter { index.items[$0] == nil }
        let addresses = marked.compactMap { subject -> Address? in
            if case .address(let text) = subject { index.addresses[text] ?? (try? Address(text, on: openCase.chain)) } else { nil }
        }
        if let open = views[TimelineView.self], open.isOfMarked != !addresses.isEmpty || open.isOfMarked && open.addresses != addresses {
            views[TimelineView.self] = nil
        }
        open(TimelineView.self) { TimelineView(addresses, isOfMarked: !addresses.isEmpty) }
        return []
    }

    /// Goes to what the row is about: the transaction, or the note.
    mutating func openTimelineRow() -> [Effect] {
        switch views[TimelineView.self]?.table.selected?.what {
        case .transaction(let row, _, _)?: showTransaction(row.txid)
        case .note(let note)?:
            leave()
            pane = .notes
            noteFilter = FilterQuery("")
            noteCursor = note.id
            noteScroll = 0
        case .record(let record)?:
            return goToRecord(record.id)
        case .journal(let event)?:
            open(JournalView.self) { JournalView() }
            views.change(JournalView.self) { _ = $0.table.select(event.number) }
        case .gap?, nil: break
        }
        return []
    }

    var timelineColumns: Int { TimelineView.chartColumns(columns) }

    mutating func zoomTimeline(_ choose: (TimeScale) -> TimeScale?) -> [Effect] {
        guard let view = views[TimelineView.self], let next = choose(view.scale(columns: timelineColumns)) else { return [] }
        views.change(TimelineView.self) { $0.zoom(next) }
        return []
    }
}

extension CommandTable {
    /// What happened, in time.
    static let timelineCommands: [Command] = [
        Command(
            "open-event", [.enter], "go to the transaction, the note or the event", place: .selection, panes: [.timeline],
            hint: "open", hintedFirst: true, unless: needsRow
        ) { $0.openTimelineRow() },
        Command(
            "zoom-in", [.character("+"), .character("=")], "finer columns: month, week, day, hour", place: .view,
            panes: [.timeline], hint: "zoom", hintKeys: "+/-",
            unless: { $0.views[TimelineView.self]?.scale(columns: $0.timelineColumns).finer == nil ? "there is nothing finer" : nil }
        ) { $0.zoomTimeline(\.finer) },
        Command(
            "zoom-out", [.character("-")], "coarser columns: day, week, month, year", place: .view, panes: [.timeline],
            unless: { $0.views[TimelineView.self]?.scale(columns: $0.timelineColumns).coarser == nil ? "there is nothing coarser" : nil }
        ) { $0.zoomTimeline(\.coarser) },
        Command(
            "later", [.character("}")], "to the next column that has something", place: .view, panes: [.timeline],
            hint: "earlier, later", hintKeys: "{/}", unless: needsRow
        ) { state in
            let columns = state.timelineColumns
            for _ in 0..<state.times { state.views.change(TimelineView.self) { $0.movePeriod(by: 1, columns: columns) } }
            return []
        },
        Command(
            "earlier", [.character("{")], "to the column before that has something", place: .view, panes: [.timeline],
            unless: needsRow
        ) { state in
            let columns = state.timelineColumns
            for _ in 0..<state.times { state.views.change(TimelineView.self) { $0.movePeriod(by: -1, columns: columns) } }
            return []
        },
        Command(
            "journal-events", [.character("E")], "every event of the journal too, or only notes and records", place: .view,
            panes: [.timeline]
        ) { state in
            state.views.change(TimelineView.self) { $0.toggleJournal() }
            return []
        },
        Command(
            "read-on", [.character("R")], "read on where a long history was cut", place: .view, panes: [.timeline],
            unless: { $0.views[TimelineView.self]?.cut.isEmpty == false ? nil : "no history was cut" }
        ) { state in
            state.views.change(TimelineView.self) { $0.readOn() }
            return []
        },
        Command(
            "timeline", [.character("6")], "what happened, in time: of the marked addresses, or of all", place: .everywhere
        ) { $0.showTimeline() },
    ]

    private static let needsRow: @Sendable (WorkbenchState) -> String? = { state in
        state.views[TimelineView.self]?.table.selected == nil ? "nothing is selected" : nil
    }
}
