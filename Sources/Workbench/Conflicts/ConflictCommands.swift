import Casework

extension WorkbenchState {
    /// Decides the conflict under the cursor as one side did; that is a new event and can be undone.
    mutating func choose(_ side: ([CaseConflict.Side]) -> CaseConflict.Side?) -> [Effect] {
        guard let change = conflict.flatMap({ side($0.sides) })?.change else { return [] }
        return self.change(change)
    }

    /// Gives a note the texts of all sides, one after the other.
    mutating func chooseAll() -> [Effect] {
        guard let (note, text) = noteOfAllSides else { return [] }
        return change(.editNote(id: note, text: text))
    }

    /// Asks for something that neither side said.
    mutating func decideAnew() -> [Effect] {
        switch conflict?.sides.last?.change {
        case .editNote(let id, _)?:
            guard let note = openCase.notes.first(where: { $0.id == id }) else { return [] }
            input = .note(
                NoteSheet(target: .existing(id), subject: note.subject, text: noteOfAllSides?.text ?? note.text))
        case .label(let subject, let label)?: input = .prompt(Prompt(.label(subject), text: label))
        case .role(let subject, _)?: input = .prompt(Prompt(.role(subject)))
        default: break
        }
        return []
    }

    /// The conflict under the cursor.
    var conflict: CaseConflict? { views[ConflictsView.self]?.table.selected?.conflict }

    /// The note that every side of the conflict wrote, and their texts, oldest first.
    var noteOfAllSides: (note: UInt64, text: String)? {
        guard let sides = conflict?.sides else { return nil }
        var (note, texts): (UInt64?, [String]) = (nil, [])
        for side in sides {
            guard case .editNote(let id, let text)? = side.change else { return nil }
            note = id
            texts.append(text)
        }
        return note.map { ($0, texts.joined(separator: "\n\n")) }
    }
}

extension CommandTable {
    /// Working through what a merge left to be decided.
    static let conflictCommands: [Command] =
        [
            Command(
                "choose-first", [.character("(")], "decide it as the first column says", place: .selection,
                panes: [.conflicts], hint: "first", unless: { writable($0) ?? needsConflict($0) }
            ) { $0.choose { $0.first } },
            Command(
                "choose-second", [.character(")")], "decide it as the second column says", place: .selection,
                panes: [.conflicts], hint: "second", unless: { writable($0) ?? needsConflict($0) }
            ) { $0.choose { $0.last } },
            Command(
                "choose-both", [.character("&")], "keep the texts of all sides in the note", place: .selection,
                panes: [.conflicts], hint: "both",
                unless: { writable($0) ?? ($0.noteOfAllSides == nil ? "only texts of a note can stand side by side" : nil) }
            ) { $0.chooseAll() },
            Command(
                "decide-anew", [.character("e")], "decide it in a third way", place: .selection, panes: [.conflicts],
                hint: "a third", unless: { writable($0) ?? needsThird($0) }
            ) { $0.decideAnew() },
            Command(
                "conflicts", [.character("D")], "what two copies decided differently", place: .everywhere,
                unless: { $0.openCase.conflicts.isEmpty ? "nothing is to be settled" : nil }
            ) { state in
                let conflicts = state.openCase.conflicts
                state.open(ConflictsView.self) { ConflictsView(conflicts) }
                state.views.change(ConflictsView.self) { $0.show(conflicts) }
                return []
            },
        ]

    private static let needsConflict: @Sendable (WorkbenchState) -> String? = { state in
        state.conflict == nil ? "nothing is to be settled" : nil
    }

    private static let needsThird: @Sendable (WorkbenchState) -> String? = { state in
        switch state.conflict?.sides.last?.change {
        case .editNote?, .label?, .role?: nil
        default: "there is no third way"
        }
    }
}
