import Encoding

/// Erasing what the law orders erased: bodies and salts go, hashes stay, and the chain still holds.
enum JournalPurge {
    /// The events and exhibits that `purged` events of a journal name.
    static func orders(in events: [JournalEvent], _ numbers: EventNumbers) -> (events: Set<UInt64>, exhibits: Set<String>) {
        var named: (events: Set<UInt64>, exhibits: Set<String>) = ([], [])
        for event in events where event.kind == "purged" {
            guard let body = event.body,
                case .purged(let events, let exhibits, _)? = CaseEvent(kind: event.kind, body: body, numbers: numbers)
            else { continue }
            named.events.formUnion(events)
            named.exhibits.formUnion(exhibits)
        }
        return named
    }

    /// The same events without the bodies and salts of those that are ordered erased.
    static func erased(_ events: [JournalEvent], _ numbers: EventNumbers) -> [JournalEvent] {
        let orders = orders(in: events, numbers).events
        return events.map { event in
            guard orders.contains(event.number) else { return event }
            var event = event
            event.body = nil
            event.salt = nil
            return event
        }
    }
}
