import Crypto
import Encoding

/// The two acts that write the journal anew: a merge and a purge.
extension CaseStoreState {
    /// Joins the copy in the folder `other` into this one.
    mutating func merge(_ other: String) throws(CaseError) -> MergeSummary {
        try checkWritable()
        try readWhole()
        let theirs = try copyToMerge(other)
        let before = events
        let merged = try JournalMerge.merge(before, theirs)
        let (own, foreign) = (Set(before.map(\.hash)), Set(theirs.map(\.hash)))
        let copied: Int
        if merged.count == before.count, zip(merged, before).allSatisfy({ ($0.body == nil) == ($1.body == nil) }) {
            // It has nothing that is not here.
            copied = try copyExhibits(of: before, history.numbers, from: other)
        } else {
            // Nobody else may have changed what was read and is now replaced.
            guard try bytes("\(folder)/\(Self.journalName)", "The journal could not be read") == before.flatMap(\.line) else {
                throw .refused("The journal was changed outside Clew while the case was open. Close the case and run clew case check.")
            }
            let bytes = merged.flatMap(\.line)
            let after = try JournalReading(bytes, path: "the merged journal")
            if let flaw = after.flaw {
                throw CaseError(.damaged(event: flaw.event), "Event \(flaw.event) of the merged journal \(flaw.sentence)")
            }
            // Exhibits first: the journal never names bytes that are not there.
            copied = try copyExhibits(of: after.events, after.history.numbers, from: other)
            try rewrite(bytes, after, "The copies were not merged")
        }
        // The other copy may bring an order to erase what lies here.
        try completePurge()
        return MergeSummary(
            added: merged.count { !own.contains($0.hash) }, ownOnly: merged.count { !foreign.contains($0.hash) },
            exhibits: copied, conflicts: history.current.conflicts)
    }

    /// The events of another copy, whose journal must hold; a torn last line is no part of it.
    private func copyToMerge(_ other: String) throws(CaseError) -> [JournalEvent] {
        let path = "\(other)/\(Self.journalName)"
        do {
            guard try files.status(path) != nil else {
                throw CaseError(.notFound, "No case is at \(VisibleText.escape(other)).")
            }
        } catch let error as CaseError { throw error } catch let error as FileError {
            throw CaseError(error, "The other copy could not be looked at")
        } catch { throw .refused("The other copy could not be looked at.") }
        let reading = try JournalReading(
            try bytes(path, "The other journal could not be read"), path: VisibleText.escape(path))
        if let flaw = reading.flaw {
            throw CaseError(
                .damaged(event: flaw.event),
                "Event \(flaw.event) of the journal in \(VisibleText.escape(other)) \(flaw.sentence) A journal that does not "
                    + "hold is not merged.")
        }
        return reading.events
    }

    /// Erases bodies and exhibits. The order is journalled first, so that a crash in between is made good on opening.
    mutating func purge(
        events wanted: [UInt64], exhibits: [String], authority: String
    ) throws(CaseError) -> PurgeSummary {
        try checkWritable()
        try readWhole()
        try Case.check(authority, "The authority", limit: 2_000, mayBeEmpty: false)
        var numbers = Set<UInt64>()
        for number in wanted {
            guard let event = events.first(where: { $0.number == number }) else {
                throw .refused("The journal has no event \(number).")
            }
            guard event.kind != "created" else {
                throw .refused(
                    "Event 1 created the case. Its name and its question cannot be erased: the journal begins with them. "
                        + "Write what has to stay into a new case, and delete this one with its copies and archives.")
            }
            guard event.kind != "purged" else {
                throw .refused("Event \(number) is an order to erase. The order and its text stay, to say why something is missing.")
            }
            guard CaseEvent.isUndoable(event.kind) else {
                throw .refused("Event \(number) is of kind \(event.kind), which holds nothing to erase and stays.")
            }
            guard event.body != nil else { throw .refused("Event \(number) is erased already.") }
            numbers.insert(number)
            numbers.formUnion(laterVersions(of: event))
        }
        for sha256 in exhibits where !events.contains(where: { $0.kind == "exhibit" && $0.body?["sha256"]?.stringValue == sha256 }) {
            throw .refused("The case has no exhibit \(VisibleText.escape(sha256)).")
        }
        guard !numbers.isEmpty || !exhibits.isEmpty else { throw .refused("Nothing was named that is to be erased.") }
        let erased = events.filter { numbers.contains($0.number) }
        isErasing = true
        try record(
            .purged(events: numbers.sorted(), exhibits: exhibits.sorted(), authority: authority),
            "Nothing was erased")
        let files = try completePurge()
        return PurgeSummary(
            events: numbers.sorted(), exhibits: exhibits.sorted(), files: files,
            leftovers: leftovers(of: erased))
    }

    /// Does what the journal's `purged` events order, as far as it is not done; answers the names of files it removed.
    @discardableResult
    mutating func completePurge() throws(CaseError) -> [String] {
        let orders = JournalPurge.orders(in: events, history.numbers)
        let bodies = events.filter { orders.events.contains($0.number) && $0.body != nil }
        var removed: [String] = []
        do {
            let folder = "\(folder)/\(Self.exhibitsName)"
            var wasRemoved = false
            for sha256 in orders.exhibits.sorted() where try files.status("\(folder)/\(sha256)") != nil {
                try files.remove("\(folder)/\(sha256)")
                removed.append("\(Self.exhibitsName)/\(sha256)")
                wasRemoved = true
            }
            if wasRemoved { try files.syncFolder(folder) }
            // A line that a crash tore may be an earlier attempt to write what is now erased.
            for name in try files.list(self.folder) where name.hasPrefix(CaseRecovery.tornPrefix) {
                let bytes = try files.read("\(self.folder)/\(name)", limit: CaseOpening.journalLimit)
                guard bodies.contains(where: { Self.mentions(bytes, $0) }) else { continue }
                try files.remove("\(self.folder)/\(name)")
                removed.append(name)
            }
        } catch {
            throw CaseError(error, "The erasure is ordered in the journal and not complete; open the case again")
        }
        if !bodies.isEmpty {
            let bytes = JournalPurge.erased(events, history.numbers).flatMap(\.line)
            try rewrite(
                bytes, try JournalReading(bytes, path: "the new journal"),
                "The erasure is ordered in the journal and not complete; open the case again")
        }
        isErasing = false
        if snapshotHead < history.current.head || !bodies.isEmpty { writeSnapshot() }
        return removed
    }

    /// Replaces the journal by `bytes`, which give `reading`, and everything that follows from it.
    private mutating func rewrite(_ bytes: [UInt8], _ reading: JournalReading, _ failure: String) throws(CaseError) {
        do {
            try files.replace(Self.journalName, in: folder, with: bytes)
            if let journal { try? files.close(journal) }
            journal = nil
            journal = try files.open("\(folder)/\(Self.journalName)", .append)
        } catch {
            if journal == nil { readOnlyReason = "The journal could not be opened again: \(error.sentence)" }
            throw CaseError(error, failure)
        }
        history = reading.history
        events = reading.events
        journalBytes = bytes.count
        seal = SHA256()
        seal?.update(data: bytes)
        writeSnapshot()
    }

    private func copyExhibits(
        of events: [JournalEvent], _ numbers: EventNumbers, from other: String
    ) throws(CaseError) -> Int {
        let orders = JournalPurge.orders(in: events, numbers)
        var count = 0
        let own = "\(folder)/\(Self.exhibitsName)"
        for event in events where event.kind == "exhibit" {
            guard let sha256 = event.body?["sha256"]?.stringValue, !orders.exhibits.contains(sha256) else { continue }
            do {
                guard try files.status("\(own)/\(sha256)") == nil,
                    try files.status("\(other)/\(Self.exhibitsName)/\(sha256)") != nil
                else { continue }
                let bytes = try files.read("\(other)/\(Self.exhibitsName)/\(sha256)", limit: Self.exhibitLimit)
                guard JournalEvent.hex(SHA256.hash(data: bytes)) == sha256 else {
                    throw CaseError(.damaged(event: event.number), "The other copy's exhibit \(sha256) was changed.")
                }
                if try files.status(own) == nil {
                    try files.makeFolder(own)
                    try files.syncFolder(folder)
                }
                try files.replace(sha256, in: own, with: bytes, readOnly: true)
                count += 1
            } catch let error as CaseError {
                throw error
            } catch let error as FileError {
                throw CaseError(error, "An exhibit of the other copy could not be kept")
            } catch { throw .refused("An exhibit of the other copy could not be kept.") }
        }
        return count
    }

    /// Later texts of the same note or record, which say what the first said.
    private func laterVersions(of event: JournalEvent) -> [UInt64] {
        events.filter { later in
            guard later.kind == "note-edit" || later.kind == "record-change" else { return false }
            let target = later.statement?["note"] ?? later.statement?["record"]
            return target?["event"]?.stringValue == event.hash && later.body != nil
        }.map(\.number)
    }

    /// Events and exhibits in which a text of the erased bodies still stands, a sentence each.
    private func leftovers(of erased: [JournalEvent]) -> [String] {
        var texts = Set<String>()
        for event in erased { Self.collect(event.body, into: &texts) }
        var found: [String] = []
        for event in events {
            guard let body = event.body else { continue }
            let bytes = body.canonical()
            if texts.contains(where: { Self.holds(bytes, JSONValue.string($0).canonical().dropFirst().dropLast()) }) {
                found.append("Event \(event.number) (\(event.title)) holds a text that was erased elsewhere.")
            }
        }
        for exhibit in history.current.exhibits where !exhibit.isErased {
            // One that cannot be read is a matter of `clew case check`.
            let path = "\(folder)/\(Self.exhibitsName)/\(exhibit.sha256)"
            guard let bytes = try? files.read(path, limit: Self.exhibitLimit),
                texts.contains(where: { Self.holds(bytes, Array($0.utf8)[...]) })
            else { continue }
            found.append(
                "Exhibit \(exhibit.sha256) (\(VisibleText.escape(exhibit.name))) holds a text that was erased elsewhere.")
        }
        return found
    }

    /// True when a torn line has the salt or a text of the event.
    private static func mentions(_ bytes: [UInt8], _ event: JournalEvent) -> Bool {
        var texts = Set<String>()
        collect(event.body, into: &texts)
        if let salt = event.salt { texts.insert(salt) }
        return texts.contains { holds(bytes, JSONValue.string($0).canonical().dropFirst().dropLast()) }
    }

    /// The texts of a body that people wrote: what is long enough to be found again by chance only rarely.
    private static func collect(_ value: JSONValue?, into texts: inout Set<String>) {
        switch value {
        case .string(let text) where text.utf8.count >= 8: texts.insert(text)
        case .array(let values): for value in values { collect(value, into: &texts) }
        case .object(let members):
            for (key, value) in members where !["subject", "event", "address", "transaction", "edge"].contains(key) {
                collect(value, into: &texts)
            }
        default: break
        }
    }

    private static func holds(_ bytes: [UInt8], _ part: ArraySlice<UInt8>) -> Bool {
        guard let first = part.first, bytes.count >= part.count else { return false }
        for place in 0...(bytes.count - part.count) where bytes[place] == first {
            if bytes[place..<(place + part.count)].elementsEqual(part) { return true }
        }
        return false
    }

    private func bytes(_ path: String, _ failure: String) throws(CaseError) -> [UInt8] {
        do { return try files.read(path, limit: CaseOpening.journalLimit) } catch { throw CaseError(error, failure) }
    }
}

/// What a purge erased.
public struct PurgeSummary: Hashable, Sendable {
    /// The events whose bodies are gone, later versions of the same text included.
    public var events: [UInt64]
    /// The exhibits whose bytes are gone, by SHA-256.
    public var exhibits: [String]
    /// Files that were removed from the case folder.
    public var files: [String]
    /// Where the erased texts still stand, a sentence each: events that somebody has to look at.
    public var leftovers: [String]
}
