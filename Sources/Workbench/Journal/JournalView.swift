import Casework
import Encoding

/// One event as the journal view lists it. A class, because a filter goes through a hundred thousand of them and a copy of an
/// event counts each of its texts up and down.
public final class JournalRow: TableRow {
    public let event: JournalEvent

    init(event: JournalEvent) { self.event = event }

    public var id: UInt64 { event.number }
    public static let sortKeys = ["time", "by", "act"]

    public func precedes(_ other: JournalRow, by key: Int) -> Bool {
        switch key {
        case 0: event.time < other.event.time
        case 1: event.author < other.event.author
        default: event.kind < other.event.kind
        }
    }

    /// Words, four or more digits that the hash begins with, the event's number, `by:MK`, `act:note`.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word(let word):
            TextSearch.contains(event.title, word) || TextSearch.contains(event.kind, word) || TextSearch.contains(event.author, word)
                || word.utf8.count >= 4 && event.hash.hasPrefix(word) || UInt64(word) == event.number
        case .pair("by", let name): event.author.lowercased().hasPrefix(name)
        case .pair("act", let kind): event.kind.hasPrefix(kind)
        case .pair(let key, let value): TextSearch.contains(event.title, key + ":" + value)
        case .time(let isAfter, let bound): (event.time >= UTCTime(seconds: bound)) == isAfter
        case .amount: false
        }
    }
}

/// The journal, newest event first.
public struct JournalView: TableView {
    public static let pane = Pane.journal
    public var table = Table<JournalRow>()
    /// The head of the case when the rows were read; nil before they came.
    public private(set) var head: UInt64?

    public var filterHelp: String { "words, by:MK, act:note, after:2024-02-14, not …" }
    public var copyable: String? { table.selected?.event.hash }

    public func needs(in state: WorkbenchState) -> [Effect] {
        head == state.journalHead ? [] : [.loadJournal(head: state.journalHead)]
    }

    mutating func receive(_ events: [JournalEvent], head: UInt64) {
        self.head = head
        table.replace(events.reversed().map(JournalRow.init(event:)))
    }
}
