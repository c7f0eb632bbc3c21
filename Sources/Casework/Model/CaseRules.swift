import Encoding
import Ledger

/// What a change does to a case, and when it is refused.
extension Case {
    /// Bytes of the UTF-8 of a label.
    public static let labelLimit = 500
    /// Bytes of a note's UTF-8.
    public static let noteLimit = 1 << 20
    /// Bytes of the UTF-8 of names of cases, exhibits and authors.
    public static let nameLimit = 200

    /// True when the case already is as `change` wants it, so that no event is written.
    func isAlready(_ change: CaseChange) throws(CaseError) -> Bool {
        switch change {
        case .label(let subject, let label): return Self.same(item(subject)?.label ?? "", label)
        case .role(let subject, let role): return item(subject)?.role == role
        case .flag(let subject, let flagged): return (item(subject)?.isFlagged ?? false) == flagged
        case .colour(let subject, let colour): return item(subject)?.colour == colour
        case .editNote(let id, let text): return Self.same(notes[try place(ofNote: id)].text, text)
        case .link(let note, let other, let isLinked): return notes[try place(ofNote: note)].links.contains(other) == isLinked
        case .changeRecord(let id, let content): return record(id)?.content.json == content.json
        case .review(let id, let state): return record(id)?.review.state == state
        case .lockMethod(let asset, let method, _): return self.method(of: asset).map { Self.same($0.method, method) } ?? false
        case .mark(let marking): return self.marking == marking
        case .retain(let target, let until, _): return retentionList[target]?.until == until
        default: return false
        }
    }

    /// True when `change` decides something that two copies decided differently.
    func isChoice(_ change: CaseChange) -> Bool {
        change.decisions.contains { slot, _ in conflicts.contains { $0.what.utf8.elementsEqual(slot.utf8) } }
    }

    /// True for adding what is there and dropping what is not.
    func isPresent(_ change: CaseChange) -> Bool {
        switch change {
        case .add(let subject): item(subject) != nil
        case .drop(let subject): item(subject) == nil
        default: false
        }
    }

    /// The edits of a change that is neither undo nor redo, as event number `event`.
    func edits(
        for change: CaseChange, event: UInt64, time: UTCTime, author: String
    ) throws(CaseError) -> [CaseEdit] {
        switch change {
        case .undo, .redo:
            throw .refused("Undo and redo are events of their own.")
        case .add(let subject):
            guard itemList.place(of: subject) == nil else {
                throw .refused("\(subject.text) is already in the case.")
            }
            return [try mark(subject, time) { _ in }]
        case .drop(let subject):
            guard let place = itemList.place(of: subject) else {
                throw .refused("\(subject.text) is not in the case.")
            }
            let count = noteList.count(on: subject)
            guard count == 0 else {
                throw .refused(
                    "\(count == 1 ? "1 note hangs" : "\(count) notes hang") on \(subject.text); remove the notes first.")
            }
            return [.item(.remove(at: place))]
        case .label(let subject, let label):
            try Self.check(label, "The label", limit: Self.labelLimit)
            return [try mark(subject, time) { $0.label = label }]
        case .role(let subject, let role):
            return [try mark(subject, time) { $0.role = role }]
        case .flag(let subject, let flagged):
            return [try mark(subject, time) { $0.isFlagged = flagged }]
        case .colour(let subject, let colour):
            return [try mark(subject, time) { $0.colour = colour }]
        case .note(let subject, let text):
            try Self.checkNote(text)
            try checkThere(subject)
            let note = CaseNote(id: event, subject: subject, text: text, author: author, written: time)
            return [.note(.insert(note, at: noteList.count))]
        case .editNote(let id, let text):
            try Self.checkNote(text)
            let place = try place(ofNote: id)
            var note = notes[place]
            note.text = text
            note.edited = time
            return [.note(.replace(note, at: place))]
        case .removeNote(let id):
            return [.note(.remove(at: try place(ofNote: id)))]
        case .link, .record, .changeRecord, .removeRecord, .review, .lockMethod, .mark, .retain:
            return [try recordEdit(for: change, event: event, CaseSignature(author: author, time: time))]
        }
    }

    /// What `change` does, in words: `label “Peel end” on bc1q...`.
    public func title(of change: CaseChange) -> String {
        func on(_ subject: CaseSubject) -> String {
            let label = item(subject)?.label ?? ""
            return label.isEmpty ? subject.text : "\(VisibleText.escape(label)) (\(subject.text))"
        }
        func onNote(_ id: UInt64) -> String { note(id).map { " on " + on($0.subject) } ?? "" }
        switch change {
        case .add(let subject): return "add \(subject.text)"
        case .drop(let subject): return "drop \(on(subject))"
        case .label(let subject, ""): return "label removed from \(on(subject))"
        case .label(let subject, let label): return "label “\(VisibleText.escape(label))” on \(subject.text)"
        case .role(let subject, nil): return "role removed from \(on(subject))"
        case .role(let subject, let role?): return "role \(role.rawValue) for \(on(subject))"
        case .flag(let subject, true): return "flag on \(on(subject))"
        case .flag(let subject, false): return "flag removed from \(on(subject))"
        case .colour(let subject, nil): return "colour removed from \(on(subject))"
        case .colour(let subject, let colour?): return "colour \(colour.rawValue) for \(on(subject))"
        case .note(let subject, _): return "note on \(on(subject))"
        case .editNote(let id, _): return "change of note \(id)\(onNote(id))"
        case .removeNote(let id): return "removal of note \(id)\(onNote(id))"
        case .undo: return "undo"
        case .redo: return "redo"
        case .link, .record, .changeRecord, .removeRecord, .review, .lockMethod, .mark, .retain:
            return recordTitle(of: change)
        }
    }

    /// Refuses empty, overlong and undecodable texts. Line breaks belong into notes only.
    static func check(_ text: String, _ what: String, limit: Int, mayBeEmpty: Bool = true) throws(CaseError) {
        guard mayBeEmpty || !text.isEmpty else { throw .refused("\(what) is empty.") }
        guard text.utf8.count <= limit else {
            throw .refused("\(what) has \(text.utf8.count) bytes; at most \(limit) are kept.")
        }
        // Unicode's control characters: 0 to 31 and 127 to 159, for all versions.
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || 0x7F...0x9F ~= $0.value }) else {
            throw .refused("\(what) holds a line break or another control character: \(VisibleText.escape(text))")
        }
    }

    private static func checkNote(_ text: String) throws(CaseError) {
        guard !text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }) else {
            throw .refused("The note is empty.")
        }
        guard text.utf8.count <= noteLimit else {
            throw .refused("The note has \(text.utf8.count) bytes; at most \(noteLimit) are kept. Add it as an exhibit.")
        }
    }

    /// Replaces the item of a subject, or adds one, after `change` was made to it.
    private func mark(
        _ subject: CaseSubject, _ time: UTCTime, _ change: (inout CaseItem) -> Void
    ) throws(CaseError) -> CaseEdit {
        try checkThere(subject)
        if case .wholeCase = subject { throw .refused("The case itself is not an item; write a note on it instead.") }
        if case .address(let text) = subject { try Self.check(text, "The address", limit: 200, mayBeEmpty: false) }
        if let place = itemList.place(of: subject) {
            var item = items[place]
            change(&item)
            return .item(.replace(item, at: place))
        }
        var item = CaseItem(subject: subject, added: time)
        change(&item)
        return .item(.insert(item, at: itemList.count))
    }

    func place(ofNote id: UInt64) throws(CaseError) -> Int {
        guard let place = noteList.place(of: id) else { throw .refused("The case has no note \(id).") }
        return place
    }

    /// By bytes: for `==` two spellings of an accent are the same.
    static func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}
