extension CommandTable {
    /// What is possible in every view.
    static let everywhereCommands: [Command] = [
        Command("next-pane", [.tab], "next pane", place: .everywhere, hint: "pane") { $0.switchPane(by: 1) },
        Command("previous-pane", [.backTab], "pane before", place: .everywhere) { $0.switchPane(by: -1) },
        Command("addresses", [.character("1")], "the addresses of the case", place: .everywhere) {
            $0.pane = .addresses
            return []
        },
        Command("graph", [.character("2")], "the graph", place: .everywhere) {
            $0.pane = .graph
            return []
        },
        Command("notes", [.character("3")], "the notes", place: .everywhere) {
            $0.pane = .notes
            return []
        },
        Command("zoom", [.character("z")], "give the pane the whole screen, or take it back", place: .everywhere) {
            $0.isZoomed.toggle()
            return []
        },
        Command(
            "undo", [.character("u")], "undo the last change", place: .everywhere, hint: "undo",
            unless: { state in
                writable(state) ?? (state.openCase.undoTitle == nil ? "nothing is left to undo" : nil)
            }
        ) { state in
            if state.unsaved.isEmpty, let title = state.openCase.undoTitle { state.toast = .news("Undo: \(title). Ctrl-r brings it back.") }
            return (0..<state.times).flatMap { _ in state.change(.undo) }
        },
        Command(
            "redo", [.control("r")], "bring back what was undone", place: .everywhere,
            unless: { state in writable(state) ?? (state.openCase.redoTitle == nil ? "nothing was undone" : nil) }
        ) { state in
            if state.unsaved.isEmpty, let title = state.openCase.redoTitle { state.toast = .news("Redo: \(title). u takes it back.") }
            return (0..<state.times).flatMap { _ in state.change(.redo) }
        },
        Command(
            "report", [.character("x")], "export the evidence summary as Markdown and HTML", place: .everywhere,
            unless: { state in
                if case .missing = state.ledger { return "no ledger is open" }
                if state.asOf != nil { return "the summary is of the case as it stands now; N shows that" }
                return state.unsaved.isEmpty ? nil : "a change is not saved yet"
            }
        ) { state in
            state.toast = .news("Writing the evidence summary …")
            return [.writeReport]
        },
        Command("theme", [], "the next colour theme", place: .everywhere) { _ in [.nextTheme] },
        Command("glyphs", [], "Unicode or ASCII signs", place: .everywhere) { _ in [.toggleGlyphs] },
        Command("suspend", [.control("z")], "back to the shell; fg returns here", place: .everywhere) { _ in [.suspend] },
        Command("palette", [.character(":")], "any command by name", place: .everywhere) {
            $0.input = .palette(ChoiceSheet())
            return []
        },
        Command("help", [.character("?"), .function(1)], "what is possible here, and why something is not", place: .everywhere) {
            $0.input = .help(ChoiceSheet())
            return []
        },
        Command("quit", [.character("q"), .control("c")], "leave; everything said to be saved is on disk", place: .everywhere) {
            state in
            guard state.unsaved.failure == nil else {
                let count = state.unsaved.changes.count
                state.toast = .warning(
                    "\(count == 1 ? "1 change is" : "\(count) changes are") not on disk. Ctrl-s tries again, S saves the case in "
                        + "another folder, :leave-unsaved leaves without.")
                return []
            }
            guard state.unsaved.isEmpty else {
                state.toast = .news("A change is still being saved. Press q again in a moment.")
                return []
            }
            state.isFinished = true
            return [.keepView, .quit]
        },
    ]
}
