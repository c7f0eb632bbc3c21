import Encoding

/// What can be decided only one way at a time, and who decided it last in each line of events.
struct ConflictSlots {
    private struct Writer {
        let index: Int
        let value: String
        let side: CaseConflict.Side
    }

    private var writers: [String: [Writer]] = [:]

    init() {}

    /// Notes that `event`, at place `index`, decided what `change` decides.
    mutating func write(
        _ change: CaseChange, _ event: JournalEvent, _ title: String, _ index: Int, _ ancestry: JournalAncestry
    ) {
        let side = CaseConflict.Side(
            event: event.number, author: event.author, time: event.time, title: title, change: change)
        for (slot, value) in change.decisions {
            // Whoever knew of a decision and decided again has settled it.
            let left = (writers[slot] ?? []).filter { !ancestry.knows(index, $0.index) }
            writers[slot] = left + [Writer(index: index, value: value, side: side)]
        }
    }

    /// Whether the event at place `index` knew of decisions that contradict each other and decides between them.
    func settles(_ change: CaseChange, _ index: Int, _ ancestry: JournalAncestry) -> Bool {
        change.decisions.contains { slot, _ in
            let known = (writers[slot] ?? []).filter { ancestry.knows(index, $0.index) }
            return known.contains { !$0.value.utf8.elementsEqual(known[0].value.utf8) }
        }
    }

    /// What was decided differently without knowing of each other.
    var conflicts: [CaseConflict] {
        writers.filter { _, writers in
            writers.contains { !$0.value.utf8.elementsEqual(writers[0].value.utf8) }
        }.map { slot, writers in CaseConflict(what: slot, sides: writers.map(\.side)) }.sorted { a, b in
            let (x, y) = (a.sides.first?.event ?? 0, b.sides.first?.event ?? 0)
            return x == y ? a.what.utf8.lexicographicallyPrecedes(b.what.utf8) : x < y
        }
    }
}

extension CaseChange {
    /// What the change decides, named for people, and how; changes that only add decide nothing.
    var decisions: [(slot: String, value: String)] {
        func presence(_ subject: CaseSubject, _ stays: Bool) -> (slot: String, value: String) {
            ("whether \(subject.text) is in the case", stays ? "in" : "out")
        }
        func content(_ content: CaseContent) -> String { String(decoding: content.json.canonical(), as: UTF8.self) }
        return switch self {
        case .add(let subject): [presence(subject, true)]
        case .drop(let subject): [presence(subject, false)]
        case .label(let subject, let label): [("label of \(subject.text)", label), presence(subject, true)]
        case .role(let subject, let role): [("role of \(subject.text)", role?.rawValue ?? ""), presence(subject, true)]
        case .flag(let subject, let flag): [("flag of \(subject.text)", "\(flag)"), presence(subject, true)]
        case .colour(let subject, let colour):
            [("colour of \(subject.text)", colour?.rawValue ?? ""), presence(subject, true)]
        case .editNote(let id, let text): [("note \(id)", "text " + text)]
        case .removeNote(let id): [("note \(id)", "removed")]
        case .note(.wholeCase, _), .record: []
        case .note(.record, _), .note(.edge, _): []
        case .note(let subject, _): [presence(subject, true)]
        case .link(let note, let other, let isLinked): [("link from note \(note) to \(other)", "\(isLinked)")]
        case .changeRecord(let id, let new): [("record \(id)", content(new)), ("review of record \(id)", "draft")]
        case .removeRecord(let id): [("record \(id)", "removed")]
        case .review(let id, let state): [("review of record \(id)", state.rawValue)]
        case .lockMethod(let asset, let method, _): [("method of \(VisibleText.escape(asset))", method)]
        case .mark(let marking): [("handling marking", marking?.rawValue ?? "")]
        case .retain(let target, let until, _): [("retention of \(target.text)", until ?? "")]
        case .undo, .redo: []
        }
    }
}
