import Casework
import Encoding
import Ledger
import TraceEngine

@testable import Workbench

/// A workbench driven by keys: changes are answered as a case store would answer them, without a disk.
struct Session {
    var state: WorkbenchState
    /// Effects of the last step.
    var effects: [Effect] = []
    /// Changes in the order in which they were handed to the journal.
    var changes: [CaseChange] = []
    /// When true, changes are answered at once.
    var answersChanges = true

    static let created = UTCTime(seconds: 1_700_000_000)
    static let pizza = "17SkEw2md5avVNyYgj6RiXuQKNwkXaxFyQ"
    static let genesis = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    static let segwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"

    init(_ items: [CaseItem] = [], notes: [CaseNote] = [], columns: Int = 80, rows: Int = 24) {
        let theCase = Case(
            name: "Lantern", question: "Where did it go?", chain: .bitcoin, created: Self.created, items: items,
            notes: notes, head: 12)
        let info = LedgerInfo(
            chain: .bitcoin, coverage: Coverage(ranges: [0...4312]), tipHash: nil, tipTime: 1_234_567_890,
            digest: Array(repeating: 7, count: 32))
        state = WorkbenchState(openCase: theCase, ledger: .open(info), columns: columns, rows: rows)
        effects = begin(&state)
    }

    static func item(_ text: String, _ label: String = "", _ role: CaseRole? = nil) -> CaseItem {
        CaseItem(subject: .address(text), label: label, role: role, added: created)
    }

    mutating func send(_ message: Message) {
        effects = update(&state, message)
        // What an answer leads to is asked for, too.
        var next = 0
        while next < effects.count {
            if case .apply(let change) = effects[next] {
                changes.append(change)
                if answersChanges { save(change) }
            }
            if case .examine(let pane) = effects[next] { effects += update(&state, .examine(pane)) }
            next += 1
        }
    }

    /// Presses keys: letters stand for themselves, `⏎ ⎋ ⇥ ⌫ ↑ ↓ ← →` for the named keys.
    mutating func press(_ keys: String) {
        for key in keys {
            let stroke: KeyStroke =
                switch key {
                case "⏎": .enter
                case "⎋": .escape
                case "⇥": .tab
                case "⌫": .backspace
                case "↑": .up
                case "↓": .down
                case "←": .left
                case "→": .right
                default: .character(key)
                }
            send(.terminal(.key(stroke)))
        }
    }

    mutating func press(_ key: KeyStroke) { send(.terminal(.key(key))) }

    private mutating func save(_ change: CaseChange) {
        var theCase = state.openCase
        theCase.head += 1
        func place(_ subject: CaseSubject) -> Int {
            if let at = theCase.items.firstIndex(where: { $0.subject == subject }) { return at }
            theCase.items.append(CaseItem(subject: subject, added: Self.created))
            return theCase.items.count - 1
        }
        switch change {
        case .add(let subject): _ = place(subject)
        case .drop(let subject): theCase.items.removeAll { $0.subject == subject }
        case .label(let subject, let text): theCase.items[place(subject)].label = text
        case .role(let subject, let role): theCase.items[place(subject)].role = role
        case .flag(let subject, let isOn): theCase.items[place(subject)].isFlagged = isOn
        case .note(let subject, let text):
            theCase.notes.append(
                CaseNote(id: theCase.head, subject: subject, text: text, author: "MK", written: Self.created))
        case .editNote(let id, let text):
            if let at = theCase.notes.firstIndex(where: { $0.id == id }) { theCase.notes[at].text = text }
        case .colour(let subject, let colour): theCase.items[place(subject)].colour = colour
        case .record(let content):
            theCase.records.append(CaseRecord(id: theCase.head, content: content, author: "MK", added: Self.created))
        case .removeNote(let id): theCase.notes.removeAll { $0.id == id }
        default: break
        }
        let more = update(&state, .saved(theCase))
        effects += more
    }
}
