import Encoding
import Ledger

/// What replaying the bytes of a journal gives, as far as it holds.
struct JournalReading: Sendable {
    var history: CaseHistory
    /// Every event that holds, with its title.
    var events: [JournalEvent]
    /// Bytes of the lines of `events`.
    var goodBytes: Int
    /// What follows them without a newline at its end: a line torn by a crash.
    var tail: [UInt8]
    /// True when the tail is a whole event that lacks nothing but its newline; it is then the last of `events`.
    var tailIsWhole = false
    /// Why the events after the good ones cannot be taken, and the number of the first of them.
    var flaw: (event: UInt64, sentence: String)?

    /// Replays `bytes`; throws when not even the first event holds. `atEvent` sees the case after each event.
    init(_ bytes: [UInt8], path: String, atEvent: (Case) -> Void = { _ in }) throws(CaseError) {
        var lines = Self.lines(of: bytes)
        tail = Array(bytes[lines.end...])
        if !tail.isEmpty, let whole = try? JournalEvent(line: tail[...]),
            (try? whole.verify(after: lines.ranges.last.flatMap { try? JournalEvent(line: bytes[$0]) })) != nil
        {
            lines.ranges.append(lines.end..<bytes.count)
            tailIsWhole = true
        }
        guard let first = lines.ranges.first else {
            throw CaseError(.damaged(event: 1), "\(path) holds no event: event 1 is missing.")
        }
        do {
            (history, events) = try Self.opening(bytes[first])
        } catch {
            throw CaseError(.damaged(event: 1), "Event 1 in \(path) \(error.sentence)")
        }
        goodBytes = first.upperBound + 1
        atEvent(history.current)
        for (index, range) in lines.ranges.enumerated().dropFirst() {
            do {
                try take(bytes[range])
            } catch {
                flaw = (UInt64(index) + 1, error.sentence)
                break
            }
            goodBytes = range.upperBound + 1
            atEvent(history.current)
        }
        if tailIsWhole, flaw == nil { goodBytes = bytes.count }
    }

    private static func opening(_ line: ArraySlice<UInt8>) throws(JournalFlaw) -> (CaseHistory, [JournalEvent]) {
        var event = try JournalEvent(line: line)
        guard event.schema <= JournalEvent.schema else { throw newer(event) }
        try event.verify(after: nil)
        guard let body = event.body, case .created(let name, let question, let chain)? = CaseEvent(
            kind: event.kind, body: body)
        else { throw JournalFlaw("does not create a case, or one on a chain this build does not know.") }
        event.title = "case created"
        return (CaseHistory(name: name, question: question, chain: chain, created: event.time, hash: event.hash), [event])
    }

    private mutating func take(_ line: ArraySlice<UInt8>) throws(JournalFlaw) {
        var event = try JournalEvent(line: line)
        guard event.schema <= JournalEvent.schema else { throw Self.newer(event) }
        try event.verify(after: events.last)
        guard let body = event.body, let what = CaseEvent(kind: event.kind, body: body) else {
            throw JournalFlaw("is of a kind or form that this build does not know.")
        }
        do {
            let prepared = try history.prepare(what, sequence: event.sequence, time: event.time, author: event.author)
            event.title = prepared.title
            history.commit(prepared, hash: event.hash)
        } catch {
            throw JournalFlaw("does not fit the case before it. \(error.sentence)")
        }
        events.append(event)
    }

    private static func newer(_ event: JournalEvent) -> JournalFlaw {
        JournalFlaw("was written by a newer Clew (schema \(event.schema); this build knows \(JournalEvent.schema)).")
    }

    /// The lines that end in a newline, without it, and where what follows them begins.
    private static func lines(of bytes: [UInt8]) -> (ranges: [Range<Int>], end: Int) {
        var ranges: [Range<Int>] = []
        var start = 0
        bytes.withUnsafeBufferPointer { pointer in
            for place in pointer.indices where pointer[place] == UInt8(ascii: "\n") {
                ranges.append(start..<place)
                start = place + 1
            }
        }
        return (ranges, start)
    }
}
