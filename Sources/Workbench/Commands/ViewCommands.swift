import Casework

extension CommandTable {
    /// What acts on the view that has the focus.
    static let viewCommands: [Command] = [
        Command(
            "add", [.character("a")], "add an address or a transaction: type or paste it", place: .view, panes: Command.ofCase,
            hint: "add",
            unless: writable
        ) { state in
            state.input = .prompt(Prompt(.add))
            return []
        },
        Command(
            "filter", [.character("/")], "filter the list by word, role:, flagged, noted, amount>", place: .view,
            panes: tables.union([.addresses, .notes, .trace, .cluster, .path]), hint: "filter", unless: needsRows
        ) { state in
            state.input = .prompt(Prompt(.filter, text: state.filterText))
            return []
        },
        Command(
            "clear-filter", [.escape], "show the whole list again; from the cases, back to yours", place: .view,
            panes: tables.union([.addresses, .notes]), unless: { $0.filterText.isEmpty && !canLeaveCases($0) ? "no filter is set" : nil }
        ) { state in
            guard state.filterText.isEmpty, let target = state.trail.back(from: state.place) else { return state.setFilter("") }
            return state.resume(target)
        },
        Command(
            "back", [.character("["), .control("o"), .backspace], "go back to where you were before",
            place: .view, hint: "back", hintKeys: "[/]",
            unless: { $0.trail.canGoBack ? nil : "you have not been elsewhere" }
        ) { state in
            guard let target = state.trail.back(from: state.place) else { return [] }
            return state.resume(target)
        },
        Command(
            "forward", [.character("]")], "go forward again", place: .view,
            unless: { $0.trail.canGoForward ? nil : "there is nothing further on" }
        ) { state in
            guard let target = state.trail.forward(from: state.place) else { return [] }
            return state.resume(target)
        },
    ]

    /// From the list of cases `Esc` leads back to the case that is open.
    private static let canLeaveCases: @Sendable (WorkbenchState) -> Bool = { $0.pane == .cases && $0.hasCase && $0.trail.canGoBack }

    private static let needsRows: @Sendable (WorkbenchState) -> String? = { state in
        switch state.pane {
        case .trace: state.openTrace?.answer == nil ? "there is no answer yet" : nil
        case .path: state.openPath?.path == nil ? "no path is shown" : nil
        case .cluster:
            state.openCluster?.view == nil ? "there is no answer yet"
                : state.openCluster?.why == nil ? nil : "links are shown; Esc shows the members"
        case .addresses: state.openCase.items.isEmpty ? "the list is empty; a adds an address" : nil
        default: nil
        }
    }
}
