import Casework
import Encoding

/// What all full-width tables have in common.
extension WorkbenchState {
    /// Whether the filter of the notes keeps a note: words of its text and of what it is about, `by:MK`, `on:collector`,
    /// `after:2024-02-14`.
    func isShown(_ note: CaseNote) -> Bool {
        let about = name(of: note.subject).lowercased() + " " + note.subject.text.lowercased()
        return noteFilter.admits { term in
            switch term {
            case .word(let word): TextSearch.contains(note.text, word) || about.contains(word)
            case .pair("by", let name): note.author.lowercased().hasPrefix(name)
            case .pair("on", let name): about.contains(name)
            case .pair(let key, let value): TextSearch.contains(note.text, key + ":" + value)
            case .time(let isAfter, let bound): (note.written >= UTCTime(seconds: bound)) == isAfter
            case .amount: false
            }
        }
    }

    /// The grammar of that filter.
    public static let noteFilterHelp = "words, by:MK, on:collector, after:2024-02-14, not …"

    /// Shows a view, making it where it was never opened; back leads to where this was called.
    mutating func open<View: TableView>(_ type: View.Type, _ make: () -> View) {
        if pane != View.pane { leave() }
        if views[View.pane] == nil { views[View.pane] = make() }
        pane = View.pane
    }

    /// Scrolls the view that is shown and asks for what it lacks, once.
    mutating func feedView() -> [Effect] {
        guard var view = views[pane] else { return [] }
        views[pane] = nil
        view.refresh(self)
        if let height = tableRows { view.scroll(height: height) }
        if var timeline = view as? TimelineView {
            timeline.settleChart(columns: timelineColumns)
            view = timeline
        }
        views[pane] = view
        let further: [Effect] = view.isExamining ? [.examine(pane)] : []
        return (view.needs(in: self) + further).compactMap { effect in
            guard case .loadTransactions(let refs) = effect else { return asked.insert(effect).inserted ? effect : nil }
            let missing = refs.filter { !askedTransactions.contains($0) && !unreadable.contains($0) }
            askedTransactions.formUnion(missing)
            return missing.isEmpty ? nil : .loadTransactions(missing)
        }
    }

    /// What the list or table that is shown is filtered by.
    var filterText: String {
        switch pane {
        case .notes: noteFilter.text
        case .trace: openTrace?.filter.text ?? ""
        case .cluster: openCluster?.filter.text ?? ""
        case .path: openPath?.sought.text ?? ""
        default: views[pane]?.filterText ?? list.filter.text
        }
    }

    /// Filters the table that is shown, or the list of the case.
    mutating func setFilter(_ text: String) -> [Effect] {
        guard views[pane] == nil else {
            views.change(pane) { $0.setFilter(text) }
            return []
        }
        switch pane {
        case .notes:
            noteFilter = FilterQuery(text)
            noteScroll = 0
            return []
        case .trace:
            filterStops(text)
            return []
        case .cluster: return filterMembers(text)
        case .path:
            seekHop(text)
            return []
        default:
            list.filter = ItemFilter(text)
            return followList(remember: false)
        }
    }

    /// Rows of the table under its heading.
    public var tableRows: Int? { ScreenLayout(state: self).space(of: pane).map { max(1, $0.body.height - 1) } }
}

extension CommandTable {
    /// What full-width tables have in common.
    static let tableCommands: [Command] = [
        Command(
            "sort", [.character("o")], "sort by the next column", place: .view, panes: tables, hint: "sort",
            unless: { $0.views[$0.pane]?.sortKeys.isEmpty == false ? nil : "these rows have one order" }
        ) { state in
            state.views.change(state.pane) { $0.nextSort() }
            return []
        },
        Command("reverse", [.character("O")], "turn the order round", place: .view, panes: tables) { state in
            state.views.change(state.pane) { $0.reverse() }
            return []
        },
    ]

    /// The panes that are tables.
    static let tables: Set<Pane> = Set(Pane.allCases).subtracting(Pane.main + [.trace, .cluster, .path])
}
