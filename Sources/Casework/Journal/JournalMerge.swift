import Encoding

/// Joins the journals of two copies of a case.
///
/// A journal is a set of events, each of which names those it follows; its file has one order for such a set, by sequence
/// number and then hash. Joining is the union of the sets, so it does not matter who joins whose copy, in which order, or
/// how often.
enum JournalMerge {
    /// The bytes of the joined journal. Throws `refused` when the two are not copies of one case, `damaged` when one of
    /// them does not hold.
    static func merge(_ a: [UInt8], _ b: [UInt8]) throws(CaseError) -> [UInt8] {
        let (left, right) = (try whole(a), try whole(b))
        guard left.first?.hash == right.first?.hash else {
            throw .refused("These are two cases, not two copies of one: they do not begin with the same event.")
        }
        var events: [String: JournalEvent] = [:]
        for event in left + right {
            // A copy that still has what the other was ordered to erase does not bring it back.
            if let known = events[event.hash], known.body == nil || event.body != nil { continue }
            events[event.hash] = event
        }
        var ordered = events.values.sorted {
            JournalChain.precedes(($0.sequence, $0.hash), ($1.sequence, $1.hash))
        }
        var numbers = EventNumbers()
        for index in ordered.indices {
            ordered[index].number = UInt64(index) + 1
            numbers.add(ordered[index].hash, ordered[index].number)
        }
        return JournalPurge.erased(ordered, numbers).flatMap(\.line)
    }

    /// The events of a journal that holds; a torn last line is no part of it.
    private static func whole(_ bytes: [UInt8]) throws(CaseError) -> [JournalEvent] {
        let reading = try JournalReading(bytes, path: "the journal")
        if let flaw = reading.flaw {
            throw CaseError(
                .damaged(event: flaw.event),
                "Event \(flaw.event) of the journal \(flaw.sentence) A journal that does not hold is not merged.")
        }
        return reading.events
    }
}

/// What a merge brought.
public struct MergeSummary: Hashable, Sendable {
    /// Events that were not in this copy.
    public var added: Int
    /// Events that were in this copy only.
    public var ownOnly: Int
    /// Exhibits that were copied.
    public var exhibits: Int
    /// What is to be settled now, old and new.
    public var conflicts: [CaseConflict]
}
