import Encoding
import Ledger

/// A case together with what can be undone and redone: replaying the journal is committing its events to this.
///
/// A step is first prepared, which checks it against the case as it stands and changes nothing, and committed when it is
/// on disk.
struct CaseHistory: Sendable {
    /// One event that was done or undone, with the edits that turn it round.
    private struct Step: Sendable {
        var event: UInt64
        var title: String
        var edits: [CaseEdit]
    }

    /// An event that fits the case, ready to be committed.
    struct Prepared: Sendable {
        enum Move: Sendable { case none, record, undo, redo }

        let event: CaseEvent
        let sequence: UInt64
        let edits: [CaseEdit]
        /// What was done, in words, with full identifiers.
        let title: String
        let move: Move
    }

    private(set) var current: Case
    /// Every event of the journal by hash and number.
    private(set) var numbers: EventNumbers
    /// True once the journal was merged or purged: undo then needs the whole journal (`JournalFold`).
    private(set) var isFolded = false
    /// True when the events before some point were not replayed: undo, and whatever names an event by its number, needs
    /// them.
    private(set) var isPartial = false
    private var earlierUndo: String?
    private var earlierRedo: String?
    private var done: [Step] = []
    private var undone: [Step] = []

    init(
        name: String, question: String, chain: Chain, created: UTCTime, hash: String, numbers: EventNumbers
    ) {
        current = Case(
            name: name, question: question, chain: chain, created: created, head: 1, headHash: hash, tips: [hash])
        self.numbers = numbers
    }

    /// Goes on from a case that was read, not replayed. What came before can be undone only once it is replayed.
    init(goingOnFrom value: Case) {
        current = value
        numbers = EventNumbers()
        numbers.reserve(1 + value.notes.count + value.records.count)
        numbers.add(value.headHash, value.head)
        for note in value.notes { numbers.add(note.event, note.id) }
        for record in value.records { numbers.add(record.event, record.id) }
        isPartial = true
        earlierUndo = value.undoTitle
        earlierRedo = value.redoTitle
    }

    /// The event that `change` amounts to; nil when it would change nothing.
    func event(for change: CaseChange) throws(CaseError) -> CaseEvent? {
        switch change {
        case .undo:
            guard let step = done.last else { throw .refused("There is nothing to undo.") }
            return .undo(of: step.event)
        case .redo:
            guard let step = undone.last else { throw .refused("There is nothing to redo.") }
            return .redo(of: step.event)
        default:
            // Between two decisions that contradict each other even the one that counts already is a choice.
            return try current.isAlready(change) && !current.isChoice(change) ? nil : .change(change)
        }
    }

    /// Checks `event` as number `sequence` of the journal; throws `refused` when the case does not allow it. `isChoice`: it
    /// decides between decisions that contradict each other, which may change nothing; nil asks the case.
    func prepare(
        _ event: CaseEvent, sequence: UInt64, time: UTCTime, author: String, isChoice: Bool? = nil
    ) throws(CaseError) -> Prepared {
        switch event {
        case .created:
            throw .refused("The case was created already.")
        case .recovered(let file, _, let bytes):
            let title = "\(bytes) bytes of a line torn by a crash set aside as \(VisibleText.escape(file))"
            return Prepared(event: event, sequence: sequence, edits: [], title: title, move: .none)
        case .purged(let events, let exhibits, let authority):
            let edits: [CaseEdit] = current.exhibits.indices.filter { exhibits.contains(current.exhibits[$0].sha256) }.map {
                var exhibit = current.exhibits[$0]
                exhibit.isErased = true
                return .exhibit(.replace(exhibit, at: $0))
            }
            let what = (events.map { "event \($0)" } + exhibits.map { "exhibit \(VisibleText.escape($0))" })
            return Prepared(
                event: event, sequence: sequence, edits: edits,
                title: "\(what.joined(separator: ", ")) erased: \(VisibleText.escape(authority))", move: .none)
        case .undo(let number):
            guard let step = done.last, step.event == number else {
                throw .refused("Event \(number) is not the one to undo next.")
            }
            return Prepared(
                event: event, sequence: sequence, edits: step.edits, title: "undo of event \(number): \(step.title)",
                move: .undo)
        case .redo(let number):
            guard let step = undone.last, step.event == number else {
                throw .refused("Event \(number) is not the one to redo next.")
            }
            return Prepared(
                event: event, sequence: sequence, edits: step.edits, title: "redo of event \(number): \(step.title)",
                move: .redo)
        case .exhibit(let sha256, let name, let bytes):
            if let same = current.exhibitList[sha256] {
                throw .refused("These bytes are already in the case as \(VisibleText.escape(same.name)).")
            }
            let exhibit = CaseExhibit(sha256: sha256, name: name, bytes: bytes, added: time)
            return Prepared(
                event: event, sequence: sequence,
                edits: [.exhibit(.insert(exhibit, at: current.exhibits.count))],
                title: "exhibit \(VisibleText.escape(name)), SHA-256 \(sha256)", move: .record)
        case .change(let change):
            let changesNothing = current.isPresent(change) && (isChoice ?? current.isChoice(change))
            return Prepared(
                event: event, sequence: sequence,
                edits: changesNothing ? [] : try current.edits(for: change, event: sequence, time: time, author: author),
                title: current.title(of: change), move: .record)
        }
    }

    /// What an event does, in words, whether it fits or not.
    func title(of event: CaseEvent) -> String {
        switch event {
        case .change(let change): current.title(of: change)
        case .exhibit(let sha256, let name, _): "exhibit \(VisibleText.escape(name)), SHA-256 \(sha256)"
        default: event.kind
        }
    }

    /// Makes a prepared event part of the case. `hash` is that of its journal record, `previous` what it follows.
    mutating func commit(_ prepared: Prepared, hash: String, previous: [String]) {
        // Undoing takes a step's edits from the last to the first.
        var inverse: [CaseEdit] = []
        for edit in prepared.edits { inverse.append(Self.signed(edit, prepared.sequence, hash).apply(to: &current)) }
        inverse.reverse()
        let step = Step(event: prepared.sequence, title: prepared.title, edits: inverse)
        switch prepared.move {
        case .none: break
        case .record:
            done.append(step)
            undone.removeAll()
            earlierRedo = nil
        case .undo:
            if let last = done.popLast() { undone.append(Step(event: last.event, title: last.title, edits: inverse)) }
        case .redo:
            if let last = undone.popLast() { done.append(Step(event: last.event, title: last.title, edits: inverse)) }
        }
        advance(prepared.sequence, hash, previous)
    }

    /// In a folded journal: an event whose body was erased; undo steps over it.
    mutating func commitErased(_ event: JournalEvent, isActive: Bool) {
        if isActive { done.append(Step(event: event.number, title: "an erased event", edits: [])) }
    }

    /// In a folded journal: the event is behind us, whatever it did.
    mutating func pass(_ event: JournalEvent) { advance(event.number, event.hash, event.previous) }

    /// At the end of a folded journal: what redo would bring back, and what is to be settled.
    mutating func finishFold(undone steps: [(event: UInt64, title: String)], conflicts: [CaseConflict]) {
        isFolded = true
        undone = steps.map { Step(event: $0.event, title: $0.title, edits: []) }
        current.conflicts = conflicts
        nameSteps()
    }

    private mutating func advance(_ number: UInt64, _ hash: String, _ previous: [String]) {
        guard current.head < number || !current.tips.contains(hash) else { return nameSteps() }
        numbers.add(hash, number)
        current.head = number
        current.tips = current.tips == previous ? [hash] : (current.tips.filter { !previous.contains($0) } + [hash]).sorted()
        current.headHash = JournalChain.hash(of: current.tips)
        nameSteps()
    }

    private mutating func nameSteps() {
        current.undoTitle = done.last?.title ?? earlierUndo
        current.redoTitle = undone.last?.title ?? earlierRedo
    }

    /// A new note or record carries the hash of the event that adds it.
    private static func signed(_ edit: CaseEdit, _ number: UInt64, _ hash: String) -> CaseEdit {
        switch edit {
        case .note(.insert(var note, let place)) where note.id == number && note.event.isEmpty:
            note.event = hash
            return .note(.insert(note, at: place))
        case .record(.insert(var record, let place)) where record.id == number && record.event.isEmpty:
            record.event = hash
            return .record(.insert(record, at: place))
        default: return edit
        }
    }
}
