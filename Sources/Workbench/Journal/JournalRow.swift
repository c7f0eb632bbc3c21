import Casework
import Encoding

import Glibc

/// One event as the journal view lists it. A class, because a filter goes through a hundred thousand of them and a copy of an
/// event counts each of its texts up and down.
public final class JournalRow: TableRow {
    public let event: JournalEvent
    private let words: JournalWords
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

/// What a filter looks for words in, of all events one after the other in one piece of memory, in lower case.
private final class JournalWords: Sendable {
    private let bytes: [UInt8]
    /// Where the words of each event end.
    private let ends: [Int]

    init(_ events: [JournalEvent]) {
        var (bytes, ends): ([UInt8], [Int]) = ([], [])
        ends.reserveCapacity(events.count)
        for event in events {
            // What stands between them is in no word.
            bytes += "\(event.title)\n\(event.kind)\n\(event.author)".lowercased().utf8
            ends.append(bytes.count)
        }
        (self.bytes, self.ends) = (bytes, ends)
    }

    func contain(_ word: String, at place: Int) -> Bool {
        let begin = place > 0 ? ends[place - 1] : 0
        var word = word
        return word.withUTF8 { word in
            bytes.withUnsafeBufferPointer { bytes in
                guard let initial = word.first, let wanted = word.baseAddress, var at = bytes.baseAddress.map({ $0 + begin }) else { return word.isEmpty }
                var left = ends[place] - begin
                while left >= word.count, let hit = memchr(at, Int32(initial), left - word.count + 1) {
                    if memcmp(hit, wanted, word.count) == 0 { return true }
                    let next = hit.assumingMemoryBound(to: UInt8.self) + 1
                    left -= next - UnsafeMutablePointer(mutating: at)
                    at = UnsafePointer(next)
                }
                return false
            }
        }
    }
}
