import Encoding

/// Joins the journals of two copies of a case.
///
/// A journal is a set of events, each of which names those it follows; its file has one order for such a set, by sequence
/// number and then hash. Joining is the union of the sets, so it does not matter who joins whose copy, in which order, or
/// how often.
enum JournalMerge {
    /// The events of the joined journal, in their order and numbered. Both must hold. Throws `refused` when they are not
    /// of copies of one case.
    static func merge(_ left: [JournalEvent], _ right: [JournalEvent]) throws(CaseError) -> [JournalEvent] {
        guard left.first?.hash == right.first?.hash else {
            throw .refused("These are two cases, not two copies of one: they do not begin with the same event.")
        }
        var events: [String: JournalEvent] = [:]
        events.reserveCapacity(left.count + right.count)
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
        return JournalPurge.erased(ordered, numbers)
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
