import Casework
import Encoding

/// One event as the journal view lists it. A class, because a filter goes through a hundred thousand of them and a copy of an
/// event counts each of its texts up and down.
public final class JournalRow: TableRow {
    public let event: JournalEvent
    fileprivate let words: JournalWords
    private let place: Int

    fileprivate init(_ event: JournalEvent, _ words: JournalWords, _ place: Int) {
        self.event = event
        self.words = words
        self.place = place
    }

    public var id: UInt64 { event.number }
    public static let sortKeys = ["time", "by", "act"]

    public func precedes(_ other: JournalRow, by key: Int) -> Bool {
        switch key {
        case 0: event.time < other.event.time
        case 1: event.author < other.event.author
        default: event.kind < other.event.kind
        }
    }

    /// Words of what was done, of the act and of who did it, four or more digits that the hash begins with, the event's number,
    /// `by:MK`, `act:note`.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word(let word):
            words.contain(word, at: place) || Self.isHash(word) && event.hash.hasPrefix(word)
                || UInt64(word).map { $0 == event.number } ?? false
        case .pair("by", let name): event.author.lowercased().hasPrefix(name)
        case .pair("act", let kind): event.kind.hasPrefix(kind)
        case .pair(let key, let value): words.contain(key + ":" + value, at: place)
        case .time(let isAfter, let bound): (event.time >= UTCTime(seconds: bound)) == isAfter
        case .amount: false
        }
    }
}

extension JournalRow {
    public static var slice: Int { 250_000 }

    /// Words are looked for in all texts at once, and no row is touched for them.
    public static func look(
        at rows: [JournalRow], _ range: Range<Int>, in order: [Int]?, by filter: FilterQuery, for id: UInt64?, adding shown: inout [Int]
    ) -> Int? {
        guard let words = filter.plainWords, let texts = rows.first?.words, texts.count == rows.count,
            !words.contains(where: { isHash($0.word) })
        else { return lookAtEach(of: rows, range, in: order, by: filter, for: id, adding: &shown) }
        var admitted = [Bool](repeating: true, count: texts.count)
        for (word, isNegated) in words {
            let found = texts.places(of: word)
            for place in admitted.indices where found[place] == isNegated { admitted[place] = false }
        }
        var cursor: Int?
        for at in range {
            let row = order?[at] ?? at
            // Rows begin with the newest event, texts with the oldest.
            guard admitted[rows.count - 1 - row] else { continue }
            if cursor == nil, let id, rows[row].id == id { cursor = shown.count }
            shown.append(row)
        }
        return cursor
    }

    /// Whether a hash can begin with it and it is long enough to be meant so.
    private static func isHash(_ word: String) -> Bool {
        word.utf8.count >= 4 && word.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

/// The journal of a case as the views take it; made by a worker.
public struct JournalPage: Sendable {
    /// In the order of the journal.
    public let events: [JournalEvent]
    /// Newest first.
    public let rows: [JournalRow]

    public init(_ events: [JournalEvent]) {
        self.events = events
        let words = JournalWords(events)
        rows = events.indices.reversed().map { JournalRow(events[$0], words, $0) }
    }
}
