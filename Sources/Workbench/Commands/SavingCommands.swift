import Casework

extension CommandTable {
    /// What can be done while something is not on disk, or while somebody else wrote the case.
    static let savingCommands: [Command] = [
        Command(
            "save-again", [.control("s")], "try again to save what is not on disk", place: .everywhere,
            hint: "save again", hintedFirst: true, unless: needsFailure
        ) { $0.unsaved.tryAgain() },
        Command(
            "save-elsewhere", [.character("S")], "go on in a copy of the case elsewhere, with what is unsaved",
            place: .everywhere, hint: "save elsewhere", hintedFirst: true, unless: needsFailure
        ) { state in
            state.input = .prompt(Prompt(.saveElsewhere))
            return []
        },
        Command(
            "leave-unsaved", [], "leave without what is not on disk; notes stay as drafts", place: .everywhere,
            unless: needsFailure
        ) { state in
            state.isFinished = true
            return [.keepView, .quit]
        },
        Command(
            "take-over", [.character("W")], "write the case, once nobody else does", place: .everywhere, hint: "write", hintedFirst: true,
            unless: { $0.otherWriter == nil ? "nobody else writes this case" : nil }
        ) { _ in [.takeOver] },
    ]

    private static let needsFailure: @Sendable (WorkbenchState) -> String? = { state in
        state.unsaved.failure == nil ? "everything is saved" : nil
    }
}

extension WorkbenchState {
    /// The disk refused a change: says why, what is kept, and what can be done.
    mutating func notSaved(_ sentence: String) {
        unsaved.fail(sentence)
        let cause = sentence.hasPrefix("The change was not saved") ? sentence : "Not saved: \(sentence)"
        let kept =
            unsaved.changes.count == 1
            ? unsaved.changes.first.map { "“\(openCase.title(of: $0))” is kept here" } ?? ""
            : "\(unsaved.changes.count) changes are kept here"
        toast = .warning("\(cause)\n\(kept): Ctrl-s tries again, S saves the case with it in another folder.")
    }

    /// The change makes no sense as the case stands. A note that was written is no less for that: it becomes a draft.
    mutating func refused(_ sentence: String) -> [Effect] {
        toast = .warning(sentence)
        let (change, effects) = unsaved.settle()
        guard let (target, text) = change.flatMap(NoteTarget.written) else { return effects }
        drafts[target] = drafts[target].map { text + "\n\n" + $0 } ?? text
        return effects + [.keepView]
    }

    /// Writes the whole case and what is not on disk into another folder.
    mutating func saveElsewhere(_ path: String) -> [Effect] {
        path.isEmpty ? [] : [.saveElsewhere(path, unsaved.handOverAll())]
    }

    /// The case as it stands now, written by somebody else or by this workbench: the cursor stays where it was.
    mutating func take(_ newCase: Case) -> [Effect] {
        guard present == nil else {
            // What is shown is the case as it stood; the news waits for the return to now.
            present?.openCase = newCase
            return []
        }
        let rowsBefore = listRows.map(\.subject)
        let caseBefore = openCase
        openCase = newCase
        views.change(ConflictsView.self) { $0.show(newCase.conflicts) }
        settleDrafts(before: caseBefore)
        let rows = listRows
        if let cursor = list.cursor, !rows.contains(where: { $0.subject == cursor }),
            let place = rowsBefore.firstIndex(of: cursor), !rows.isEmpty
        {
            // The row under the cursor went: its neighbour takes the cursor.
            list.cursor = rows[min(place, rows.count - 1)].subject
        }
        return loadItems() + (graph == nil ? [] : feedGraph())
    }
}
