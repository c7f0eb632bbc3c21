import Encoding

/// The case as it stood.
extension CaseStoreState {
    /// The case after event `number`.
    mutating func asOf(event number: UInt64) throws(CaseError) -> Case {
        try readWhole()
        guard number >= 1, number <= UInt64(events.count) else {
            throw .refused("The journal has the events 1 to \(events.count); there is no event \(number).")
        }
        if number == UInt64(events.count) { return history.current }
        let orders = JournalPurge.orders(in: events, history.numbers)
        let erased = Set(events.filter { orders.events.contains($0.number) }.map(\.hash))
        let prefix = events.prefix(Int(number))
        let reading = try JournalReading(
            prefix.flatMap(\.line), path: "the journal", erased: erased)
        return reading.history.current
    }

    /// The case after the last event that the clock put at `time` or before.
    mutating func asOf(time: UTCTime) throws(CaseError) -> Case {
        try readWhole()
        guard let last = events.last(where: { $0.time <= time }) else {
            throw .refused("The case was created later than \(time.evidence), at \(history.current.created.evidence).")
        }
        return try asOf(event: last.number)
    }

    /// Reads the journal again; false when nothing was added.
    mutating func refresh() throws(CaseError) -> Bool {
        guard journal == nil else { return false }
        let status: FileStatus?
        do { status = try files.status("\(folder)/\(Self.journalName)") } catch {
            throw CaseError(error, "The journal could not be looked at")
        }
        guard let status, status.bytes != journalBytes || status.inode != seenInode else { return false }
        let fresh = try CaseOpening(folder: folder, context: context, files: files).run(readOnly: true)
        let isNew = fresh.history.current != history.current || fresh.readOnlyReason != readOnlyReason
        let known = notices
        self = fresh
        for notice in known { note(notice) }
        return isNew
    }
}
