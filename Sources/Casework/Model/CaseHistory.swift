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
    private var done: [Step] = []
    private var undone: [Step] = []

    init(name: String, question: String, chain: Chain, created: UTCTime, hash: String) {
        current = Case(name: name, question: question, chain: chain, created: created, head: 1, headHash: hash)
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
            return try current.isAlready(change) ? nil : .change(change)
        }
    }

    /// Checks `event` as number `sequence` of the journal; throws `refused` when the case does not allow it.
    func prepare(
        _ event: CaseEvent, sequence: UInt64, time: UTCTime, author: String
    ) throws(CaseError) -> Prepared {
        switch event {
        case .created:
            throw .refused("The case was created already.")
        case .recovered(let file, _, let bytes):
            let title = "\(bytes) bytes of a line torn by a crash set aside as \(VisibleText.escape(file))"
            return Prepared(event: event, sequence: sequence, edits: [], title: title, move: .none)
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
            if let same = current.exhibits.first(where: { $0.sha256 == sha256 }) {
                throw .refused("These bytes are already in the case as \(VisibleText.escape(same.name)).")
            }
            let exhibit = CaseExhibit(sha256: sha256, name: name, bytes: bytes, added: time)
            return Prepared(
                event: event, sequence: sequence,
                edits: [.exhibit(.insert(exhibit, at: current.exhibits.count))],
                title: "exhibit \(VisibleText.escape(name)), SHA-256 \(sha256)", move: .record)
        case .change(let change):
            return Prepared(
                event: event, sequence: sequence,
                edits: try current.edits(for: change, event: sequence, time: time, author: author),
                title: current.title(of: change), move: .record)
        }
    }

    /// Makes a prepared event part of the case. `hash` is that of its journal record.
    mutating func commit(_ prepared: Prepared, hash: String) {
        // Undoing takes a step's edits from the last to the first.
        var inverse: [CaseEdit] = []
        for edit in prepared.edits { inverse.append(edit.apply(to: &current)) }
        inverse.reverse()
        let step = Step(event: prepared.sequence, title: prepared.title, edits: inverse)
        switch prepared.move {
        case .none: break
        case .record:
            done.append(step)
            undone.removeAll()
        case .undo:
            if let last = done.popLast() { undone.append(Step(event: last.event, title: last.title, edits: inverse)) }
        case .redo:
            if let last = undone.popLast() { done.append(Step(event: last.event, title: last.title, edits: inverse)) }
        }
        current.head = prepared.sequence
        current.headHash = hash
        current.undoTitle = done.last?.title
        current.redoTitle = undone.last?.title
    }
}
