import Casework

/// The case as it stands now, kept while it is shown as it stood.
struct PresentCase: Sendable {
    var openCase: Case
    var readOnlyReason: String?
}

extension WorkbenchState {
    /// The number of the event after which the case is shown; nil when it is shown as it stands now.
    public var asOf: UInt64? { present == nil ? nil : openCase.head }

    /// The number of the journal's last event, whatever is shown.
    var journalHead: UInt64 { present?.openCase.head ?? openCase.head }

    /// Shows the case as it stood; nothing can be changed in it.
    mutating func show(_ earlier: Case) -> [Effect] {
        let now = present ?? PresentCase(openCase: openCase, readOnlyReason: readOnlyReason)
        guard earlier.head < now.openCase.head else { return showNow() }
        present = now
        openCase = earlier
        readOnlyReason = "this is the case as it stood after event \(earlier.head); N shows it as it stands now"
        toast = .news("The case as it stood after event \(earlier.head). N shows it as it stands now.")
        return loadItems() + feedGraph()
    }

    mutating func showNow() -> [Effect] {
        guard let now = present else { return [] }
        present = nil
        openCase = now.openCase
        readOnlyReason = now.readOnlyReason
        toast = .news("The case as it stands now.")
        return loadItems() + feedGraph()
    }
}

extension CommandTable {
    /// The journal, and the case as it stood.
    static let journalCommands: [Command] = [
        Command("journal", [.character("9")], "every event of the case", place: .everywhere) { state in
            state.open(JournalView.self) { JournalView() }
            return []
        },
        Command(
            "as-of", [.enter], "show the whole case as it stood after this event", place: .selection, panes: [.journal],
            hint: "as of",
            unless: { state in
                if !state.unsaved.isEmpty { return "a change is being saved" }
                return state.views[JournalView.self]?.table.selected == nil ? "no event is selected" : nil
            }
        ) { state in
            state.views[JournalView.self]?.table.selected.map { [.loadCase(asOf: $0.event.number)] } ?? []
        },
        Command(
            "now", [.character("N")], "show the case as it stands now", place: .everywhere, hint: "now", hintedFirst: true,
            unless: { $0.asOf == nil ? "the case is shown as it stands now" : nil }
        ) { $0.showNow() },
    ]
}
