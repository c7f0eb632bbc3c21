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

    /// Replays `bytes`; throws when not even the first event holds. `atEvent` sees the case after each event of a journal
    /// that was neither merged nor purged. `erased` are hashes of events whose bodies a part of the journal that is not in
    /// `bytes` ordered erased.
    init(
        _ bytes: [UInt8], path: String, erased: Set<String> = [], atEvent: (Case) -> Void = { _ in }
    ) throws(CaseError) {
        let lines = Self.lines(of: bytes)
        tail = Array(bytes[lines.end...])
        goodBytes = 0
        events = []
        events.reserveCapacity(lines.ranges.count + 1)
        var chain = JournalChain()
        var ranges = lines.ranges
        for (index, range) in ranges.enumerated() {
            do {
                let event = try Self.event(bytes[range], number: index + 1)
                try chain.take(event)
                events.append(event)
            } catch {
                flaw = (UInt64(index) + 1, error.sentence)
                break
            }
            goodBytes = range.upperBound + 1
        }
        if flaw == nil, !tail.isEmpty, let last = try? Self.event(tail[...], number: events.count + 1),
            (try? chain.take(last)) != nil
        {
            events.append(last)
            ranges.append(lines.end..<bytes.count)
            goodBytes = bytes.count
            tailIsWhole = true
        }
        guard let first = events.first else {
            throw CaseError(
                .damaged(event: 1),
                flaw.map { "Event 1 in \(path) \($0.sentence)" } ?? "\(path) holds no event: event 1 is missing.")
        }
        var numbers = EventNumbers()
        numbers.reserve(events.count)
        for event in events { numbers.add(event.hash, event.number) }
        events = EarlierForm.lifted(events, numbers, isLinear: chain.isLinear)
        do {
            history = try Self.opening(first, numbers)
        } catch {
            throw CaseError(.damaged(event: 1), "Event 1 in \(path) \(error.sentence)")
        }
        events[0].title = "case created"
        var purges = JournalPurge.orders(in: events, numbers)
        purges.events.formUnion(erased.compactMap { numbers.number(of: $0) })
        // A body may be missing only where a later event says by whose order.
        if let bare = events.firstIndex(where: { $0.body == nil && !purges.events.contains($0.number) }) {
            cut(before: bare, "has lost its body or its salt.", ranges)
        }
        if chain.isLinear, purges.events.isEmpty {
            replay(ranges, atEvent)
        } else if let unreadable = events.dropFirst().firstIndex(where: { event in
            event.statement.map { CaseEvent(kind: event.kind, body: $0, numbers: numbers) == nil } ?? false
        }) {
            cut(before: unreadable, "is of a kind or form that this build does not know.", ranges)
            JournalFold(events, history).run(&history, &events)
        } else {
            JournalFold(events, history).run(&history, &events)
        }
    }

    private static func event(_ line: ArraySlice<UInt8>, number: Int) throws(JournalFlaw) -> JournalEvent {
        var event = try JournalEvent(line: line)
        guard event.schema <= JournalEvent.schema else {
            throw JournalFlaw(
                "was written by a newer Clew (schema \(event.schema); this build knows \(JournalEvent.schema)).")
        }
        event.number = UInt64(number)
        return event
    }

    private static func opening(_ event: JournalEvent, _ numbers: EventNumbers) throws(JournalFlaw) -> CaseHistory {
        guard let body = event.body,
            case .created(let name, let question, let chain)? = CaseEvent(
                kind: event.kind, body: body, numbers: numbers)
        else { throw JournalFlaw("does not create a case, or one on a chain this build does not know.") }
        return CaseHistory(
            name: name, question: question, chain: chain, created: event.time, hash: event.hash, numbers: numbers)
    }

    /// A journal of one line: every event must fit the case before it.
    private mutating func replay(_ ranges: [Range<Int>], _ atEvent: (Case) -> Void) {
        atEvent(history.current)
        for index in events.indices.dropFirst() {
            let event = events[index]
            guard let body = event.statement,
                let what = CaseEvent(kind: event.kind, body: body, numbers: history.numbers)
            else { return cut(before: index, "is of a kind or form that this build does not know.", ranges) }
            do {
                let prepared = try history.prepare(
                    what, sequence: event.number, time: event.time, author: event.author)
                events[index].title = prepared.title
                history.commit(prepared, hash: event.hash, previous: event.previous)
            } catch {
                return cut(before: index, "does not fit the case before it. \(error.sentence)", ranges)
            }
            atEvent(history.current)
        }
    }

    /// Leaves out the events from `index` on.
    private mutating func cut(before index: Int, _ sentence: String, _ ranges: [Range<Int>]) {
        flaw = (UInt64(index) + 1, sentence)
        events.removeSubrange(index...)
        goodBytes = index > 0 ? ranges[index - 1].upperBound + 1 : 0
        tailIsWhole = false
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
