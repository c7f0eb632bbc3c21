import Casework
import Ledger

extension CommandTable {
    /// What acts on the item, node or note under the cursor.
    static let selectionCommands: [Command] = [
        Command(
            "show-in-graph", [.enter, .right, .character("l")], "show it in the graph", place: .selection,
            panes: [.addresses], hint: "graph", hintedFirst: true, unless: needsItemInLedger
        ) { state in
            if let pointed = state.pointed { return state.go(to: pointed) }
            state.pane = .graph
            return state.followList(remember: true)
        },
        Command(
            "focus", [.enter], "make it the focus of the graph; a group lists its members", place: .selection, panes: [.graph],
            hint: { $0.graph?.selected?.group == nil ? "focus" : "members" }, hintedFirst: true, unless: { needsNode($0) ?? $0.focusObstacle }
        ) { state in state.focusOnNode() },
        Command(
            "expand", [.character("+"), .character("=")], "show one hop more from here; a group shows its members",
            place: .selection, panes: [.graph], hint: "expand", hintedFirst: true, unless: needsNode
        ) { state in
            if state.graph?.expand() == false { state.toast = .news("Everything from here is shown.") }
            return state.feedGraph()
        },
        Command(
            "fold", [.character("-")], "take back what was expanded from here", place: .selection, panes: [.graph],
            hint: { $0.graph?.canCollapse == true ? "fold" : nil }, unless: needsNode
        ) { state in
            if state.graph?.collapse() == false { state.toast = .news("Nothing was opened from here.") }
            return []
        },
        Command(
            "pin", [.character("P")], "always show this row, whatever its value; again lets it go", place: .selection,
            panes: [.graph], unless: needsNode
        ) { state in
            guard let item = state.graph?.selected?.id.item else { return [] }
            state.graph?.pin(item)
            state.toast = .news(state.graph?.pinned.contains(item) == true ? "Pinned." : "No longer pinned.")
            return state.feedGraph()
        },
        Command(
            "go-to-subject", [.enter], "go to what the note is about", place: .selection, panes: [.notes],
            hint: "go to", hintedFirst: true, unless: needsNote
        ) { state in
            guard let subject = state.selectedNote?.subject else { return [] }
            return state.go(to: subject)
        },
        Command(
            "note", [.character("n")], "write a note; Ctrl-e there opens it in your editor", place: .selection,
            hint: "note", unless: writable
        ) { state in
            let subject = state.pane == .notes ? state.notesSubject : state.subject ?? .wholeCase
            return state.write(.new(subject), on: subject)
        },
        Command(
            "edit-note", [.character("e")], "change the note in your editor ($EDITOR)", place: .selection,
            panes: [.notes], hint: "edit", unless: { writable($0) ?? needsNote($0) }
        ) { state in
            guard let note = state.selectedNote else { return [] }
            return [.edit(.existing(note.id), state.drafts[.existing(note.id)] ?? note.text)]
        },
        Command(
            "rewrite-note", [.character("i")], "change the note here", place: .selection, panes: [.notes],
            unless: { writable($0) ?? needsNote($0) }
        ) { state in
            guard let note = state.selectedNote else { return [] }
            return state.write(.existing(note.id), on: note.subject)
        },
        Command(
            "label", [.character("L")], "give it a name of your own", place: .selection, panes: subjectPanes,
            hint: "label", unless: { writable($0) ?? needsSubject($0) }
        ) { state in
            guard let subject = state.subject else { return [] }
            var prompt = Prompt(.label(subject))
            let label = state.label(of: subject)
            if !label.isEmpty { prompt.suggestion = label }
            state.input = .prompt(prompt)
            return []
        },
        Command(
            "role", [.character("r")], "say what part it plays: suspect, victim, service, other", place: .selection,
            panes: subjectPanes, hint: "role", unless: { writable($0) ?? needsAddress($0) }
        ) { state in
            guard let subject = state.subject else { return [] }
            state.input = .prompt(Prompt(.role(subject)))
            return []
        },
        Command(
            "flag", [.character("f")], "flag it, or take the flag away", place: .selection,
            panes: subjectPanes, hint: "flag", unless: { writable($0) ?? needsSubject($0) }
        ) { state in
            guard let subject = state.subject else { return [] }
            let isOn = !(state.index.items[subject]?.isFlagged ?? false)
            return state.targets.flatMap { state.change(.flag($0, isOn)) }
        },
        Command(
            "copy", [.character("y")], "copy in full what is selected", place: .selection, panes: Set(Pane.allCases), hint: "copy",
            unless: needsCopyable
        ) { state in
            guard let text = state.copyable else { return [] }
            return [.copy(text)]
        },
        Command(
            "drop", [.character("d")], "take it out of the case", place: .selection, panes: [.addresses],
            unless: { writable($0) ?? needsDroppable($0) }
        ) { state in
            let targets = state.targets
            state.marked = []
            return targets.flatMap { state.change(.drop($0)) }
        },
        Command(
            "remove-note", [.character("d")], "remove the note; it stays in the journal", place: .selection,
            panes: [.notes], unless: { writable($0) ?? needsNote($0) }
        ) { state in
            guard let note = state.selectedNote else { return [] }
            return state.change(.removeNote(id: note.id))
        },
    ]

    /// The panes whose rows are addresses and transactions.
    static let subjectPanes: Set<Pane> = [.addresses, .graph, .trace, .transactions, .transaction, .cluster, .path, .members]

    // Why something is not possible now, as a fragment after "not now: ".

    static let writable: @Sendable (WorkbenchState) -> String? = { state in
        guard var reason = state.readOnlyReason else { return nil }
        if reason.hasSuffix(".") { reason.removeLast() }
        return reason.hasPrefix("The ") ? "t" + reason.dropFirst() : reason
    }

    static let needsSubject: @Sendable (WorkbenchState) -> String? = { state in
        state.subject == nil ? "nothing with an identifier is selected" : nil
    }

    private static let needsAddress: @Sendable (WorkbenchState) -> String? = { state in
        if case .address? = state.subject { nil } else { "no address is selected" }
    }

    private static let needsNode: @Sendable (WorkbenchState) -> String? = { state in
        state.graph?.selected == nil ? "the graph shows nothing yet" : nil
    }

    private static let needsNote: @Sendable (WorkbenchState) -> String? = { state in
        state.selectedNote == nil ? "no note is selected" : nil
    }

    private static let needsItemInLedger: @Sendable (WorkbenchState) -> String? = { state in
        if state.listItem == nil { return "the list is empty; a adds an address" }
        if case .missing = state.ledger { return "no ledger is open" }
        return nil
    }

    private static let needsCopyable: @Sendable (WorkbenchState) -> String? = { state in
        state.copyable == nil ? "nothing with an identifier is selected" : nil
    }

    private static let needsDroppable: @Sendable (WorkbenchState) -> String? = { state in
        guard state.listItem != nil else { return "nothing is selected" }
        let noted = state.targets.first { !(state.index.notes[$0] ?? []).isEmpty }
        return noted == nil ? nil : state.marked.isEmpty ? "notes hang on it" : "notes hang on one of the marked"
    }
}
