import Casework
import Encoding
import Ledger

/// Something that happened: on the ledger, or in the investigation.
public struct TimelineRow: TableRow {
    public enum What: Hashable, Sendable {
        /// What a transaction did to the addresses that are looked at, in base units.
        case transaction(TxRow, received: UInt64, sent: UInt64)
        case note(CaseNote)
        /// A finding, task or other record, when it was added.
        case record(CaseRecord)
        /// An event of the journal that made neither.
        case journal(JournalEvent)
        /// Blocks that the ledger lacks: what happened there is not known.
        case gap(ClosedRange<UInt32>)
    }

    public enum ID: Hashable, Sendable {
        case transaction(TxRef)
        case event(UInt64)
        case gap(UInt32)
    }

    public let what: What
    /// Of a gap: when its first missing block can have been at the earliest.
    public let time: UTCTime
    /// Names of the addresses it is about, in lower case, for the filter.
    let words: String

    public var id: ID {
        switch what {
        case .transaction(let row, _, _): .transaction(row.at)
        case .note(let note): .event(note.id)
        case .record(let record): .event(record.id)
        case .journal(let event): .event(event.number)
        case .gap(let range): .gap(range.lowerBound)
        }
    }

    /// What moved, in base units: the greater of what came in and what went out. Nil where nothing is an amount.
    public var amount: UInt64? {
        if case .transaction(_, let received, let sent) = what { max(received, sent) } else { nil }
    }

    /// What it is called in the list: `received`, `sent`, `moved`, `note`, `finding`, ...
    public var kind: String {
        switch what {
        case .transaction(_, let received, let sent): sent == 0 ? "received" : received == 0 ? "sent" : "moved"
        case .note: "note"
        case .record(let record): record.content.kind
        case .journal(let event): event.kind
        case .gap: "gap"
        }
    }

    public static let sortKeys = ["amount", "what"]

    public func precedes(_ other: TimelineRow, by key: Int) -> Bool {
        key == 0 ? (amount ?? 0) > (other.amount ?? 0) : kind < other.kind
    }

    /// Words, `received`, `sent`, `moved`, `note`, `gap`, `amount>0.1`, `after:2024-02-14`, `by:MK`.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word("notes"): return kind == "note"
        case .word("received"): if case .transaction(_, let received, _) = what { return received > 0 } else { return false }
        case .word("sent"): if case .transaction(_, _, let sent) = what { return sent > 0 } else { return false }
        case .word("ledger"): if case .transaction = what { return true } else { return kind == "gap" }
        case .word(let word): return kind.hasPrefix(word) || TextSearch.contains(words, word)
        case .amount(let isMore, let bound): return amount.map { isMore ? $0 > bound : $0 < bound } ?? false
        case .time(let isAfter, let bound): return (time >= UTCTime(seconds: bound)) == isAfter
        case .pair("by", let name): return author?.lowercased().hasPrefix(name) ?? false
        case .pair(let key, let value): return TextSearch.contains(words, key + ":" + value)
        }
    }

    /// Who wrote it; nil for what the ledger says.
    public var author: String? {
        switch what {
        case .note(let note): note.author
        case .record(let record): record.author
        case .journal(let event): event.author
        case .transaction, .gap: nil
        }
    }

    public var subject: CaseSubject? {
        switch what {
        case .transaction(let row, _, _): .transaction(row.txid)
        case .note(let note): note.subject
        case .record(let record): .record(record.id)
        case .journal, .gap: nil
        }
    }

    /// In time; what the ledger says goes before what was written at the same moment, and in ledger order.
    static func isBefore(_ a: TimelineRow, _ b: TimelineRow) -> Bool {
        if a.time != b.time { return a.time < b.time }
        switch (a.id, b.id) {
        case (.transaction(let first), .transaction(let second)): return first < second
        case (.transaction, _): return true
        case (_, .transaction): return false
        case (.event(let first), .event(let second)): return first < second
        case (.gap(let first), .gap(let second)): return first < second
        case (.gap, _): return true
        case (_, .gap): return false
        }
    }
}
