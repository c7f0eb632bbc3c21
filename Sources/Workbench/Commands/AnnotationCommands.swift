import Casework

extension CommandTable {
    /// Marks and records on what is selected, each two keys away.
    static let annotationCommands: [Command] = [
        Command(
            "colour", [.character("C")], "give it a colour, for the eye", place: .selection,
            panes: [.addresses, .graph, .trace], unless: { writable($0) ?? needsSubject($0) }
        ) { state in
            guard let subject = state.subject else { return [] }
            state.input = .prompt(Prompt(.colour(subject)))
            return []
        },
        Command(
            "hypothesis", [.character("H")], "write down what may be so, with this speaking for it", place: .selection,
            unless: { writable($0) ?? needsSubject($0) }
        ) { state in
            state.input = .prompt(Prompt(.hypothesis))
            return []
        },
        Command(
            "task", [.character("K")], "write down what is to be done about it", place: .selection,
            unless: { writable($0) ?? needsSubject($0) }
        ) { state in
            state.input = .prompt(Prompt(.task))
            return []
        },
        Command(
            "follow-link", [.character("J")], "go to the next @ link of the note", place: .selection, panes: [.notes],
            unless: { state in
                state.selectedNote.map { NoteLink.links(in: $0.text, on: state.openCase.chain).isEmpty } ?? true
                    ? "the note has no @ link" : nil
            }
        ) { state in
            guard let note = state.selectedNote else { return [] }
            let links = NoteLink.links(in: note.text, on: state.openCase.chain)
            let last = state.lastLink?.note == note.id ? state.lastLink?.index ?? -1 : -1
            let index = (last + 1) % links.count
            state.lastLink = (note.id, index)
            return state.go(to: links[index])
        },
        Command(
            "find", [.character("F")], "find by name, identifier or block; by its ends in the ledger too",
            place: .everywhere
        ) { state in
            state.input = .find(ChoiceSheet())
            return []
        },
        Command(
            "import-addresses", [.character("I")], "add the addresses of a CSV file, with their labels",
            place: .everywhere, unless: writable
        ) { state in
            state.input = .prompt(Prompt(.importFile))
            return []
        },
    ]
}
