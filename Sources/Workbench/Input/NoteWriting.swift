import Casework

/// Writing notes. Whatever was typed is either on disk as a note or kept as a draft: no key throws it away.
extension WorkbenchState {
    /// Opens the sheet on a note, with its draft where there is one.
    mutating func write(_ target: NoteTarget, on subject: CaseSubject) -> [Effect] {
        input = .note(NoteSheet(target: target, subject: subject, text: drafts[target] ?? writtenText(of: target)))
        return []
    }

    /// A key while a note is being written.
    mutating func handle(_ key: KeyStroke, in sheet: NoteSheet) -> [Effect] {
        var sheet = sheet
        switch key {
        case .escape: return cancelInput()
        case .control("s"):
            input = nil
            return store(sheet.editor.text, to: sheet.target)
        case .control("e"):
            input = nil
            drafts[sheet.target] = draft(of: sheet)
            return [.keepView, .edit(sheet.target, sheet.editor.text)]
        case .control("t"):
            guard let template = NoteTemplate.next(after: sheet.editor.text) else {
                toast = .news("A template is for an empty note.")
                return []
            }
            sheet.editor = TextEditor(template.text)
            sheet.editor.moveToFirstBlank()
        case .tab, .up, .down:
            let choices = linkChoices(for: sheet)
            if choices.isEmpty {
                if key != .tab { sheet.editor.moveRow(by: key == .up ? -1 : 1, cells: NoteSheet.cells(columns)) }
            } else if key == .tab {
                complete(&sheet)
            } else {
                sheet.choice = min(max(0, sheet.choice + (key == .up ? -1 : 1)), choices.count - 1)
            }
        default:
            sheet.choice = 0
            _ = sheet.editor.handle(key)
        }
        input = .note(sheet)
        return endsWord(key) ? [.keepView] : []
    }

    /// Keeps what was typed unless it is what the case has already.
    mutating func putAside(_ sheet: NoteSheet) {
        drafts[sheet.target] = draft(of: sheet)
        guard drafts[sheet.target] != nil else { return }
        switch sheet.target {
        case .new: toast = .news("Kept as a draft. n takes it up again.")
        case .existing: toast = .news("The change is kept as a draft. i takes it up again.")
        }
    }

    /// Drafts with the note that is being written now and those that are not on disk yet, as they are kept for the next
    /// start.
    var draftsToKeep: [NoteTarget: String] {
        var all = drafts
        if case .note(let sheet)? = input { all[sheet.target] = draft(of: sheet) }
        for (target, text) in unsaved.changes.reversed().compactMap(NoteTarget.written) {
            switch target {
            case .new: all[target] = all[target].map { text + "\n\n" + $0 } ?? text
            // Whatever was written later began with this text.
            case .existing: all[target] = all[target] ?? text
            }
        }
        return all
    }

    /// Journals the text of a note; an empty one is not written.
    mutating func store(_ text: String, to target: NoteTarget) -> [Effect] {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        guard !text.isEmpty else {
            drafts[target] = nil
            if case .existing = target {
                toast = .warning("An empty note is not kept; the note is as it was, and d removes it.")
            } else {
                toast = .news("An empty note is not kept.")
            }
            return [.keepView]
        }
        guard text != writtenText(of: target) else {
            drafts[target] = nil
            toast = .news("The note is as it was.")
            return [.keepView]
        }
        drafts[target] = nil
        return switch target {
        case .new(let subject): change(.note(subject, text: text)) + [.keepView]
        case .existing(let id): change(.editNote(id: id, text: text)) + [.keepView]
        }
    }

    /// Lets go of drafts whose text is on disk now; one of a note that is gone becomes a new note's.
    mutating func settleDrafts(before: Case) {
        for (target, text) in drafts {
            switch target {
            case .new(let subject):
                if openCase.notes.contains(where: { $0.subject == subject && $0.text == text }) { drafts[target] = nil }
            case .existing(let id):
                if let note = openCase.notes.first(where: { $0.id == id }) {
                    if note.text == text { drafts[target] = nil }
                } else {
                    drafts[target] = nil
                    let subject = before.notes.first { $0.id == id }?.subject ?? .wholeCase
                    drafts[.new(subject)] = drafts[.new(subject)] ?? text
                }
            }
        }
    }

    /// What a sheet holds beyond what the case has; nil when there is nothing.
    private func draft(of sheet: NoteSheet) -> String? {
        sheet.editor.isEmpty || sheet.editor.text == writtenText(of: sheet.target) ? nil : sheet.editor.text
    }

    /// The text of a note as the case has it or is about to have it; nothing for a new one.
    private func writtenText(of target: NoteTarget) -> String {
        guard case .existing(let id) = target else { return "" }
        let waiting = unsaved.changes.compactMap(NoteTarget.written).last { $0.target == target }
        if let waiting { return waiting.text }
        return openCase.notes.first { $0.id == id }?.text ?? ""
    }

    /// What is being written is kept word by word, so that a closed window or a dead battery costs one word at most.
    private func endsWord(_ key: KeyStroke) -> Bool {
        switch key {
        case .enter: true
        case .character(let character): character.isWhitespace || character.isPunctuation
        default: false
        }
    }
}
