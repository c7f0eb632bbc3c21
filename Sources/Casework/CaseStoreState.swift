import Crypto
import Encoding
import Ledger

/// What an open case holds; `CaseStore` guards it.
struct CaseStoreState: Sendable {
    static let journalName = "journal.jsonl"
    static let exhibitsName = "exhibits"
    /// Bytes of one exhibit.
    static let exhibitLimit = 256 << 20
    /// Up to this many items, notes and exhibits `case.json` is written after every event; it costs two syncs more.
    static let smallCase = 200
    /// How many events `case.json` of a larger case may be behind, or a twentieth of the journal if that is more.
    static let snapshotEvery: UInt64 = 100

    let folder: String
    let context: CaseContext
    let files: any FileIO
    var history: CaseHistory
    var events: [JournalEvent]
    var notices: [String] = []
    var readOnlyReason: String?
    /// What of the case does not hold; nil when everything does that was looked at.
    var failure: CaseCheck.Failure?
    /// Nil for a reader.
    var lock: CaseLock?
    /// Open for appending; nil for a reader.
    var journal: OpenFile?
    /// Bytes of the journal that are acknowledged.
    var journalBytes: Int
    /// Which file the journal was when it was read; a merge or purge puts another in its place.
    var seenInode: UInt64 = 0
    /// True while the journal orders something erased that may still be there: `case.json` is not written until it is gone,
    /// so that it never stands for a journal that the erasure will replace.
    var isErasing = false
    /// SHA-256 of the journal so far, kept by a writer; nil after the journal was written anew.
    var seal: SHA256?
    /// The event that `case.json` stands for.
    var snapshotHead: UInt64 = 0

    init(folder: String, context: CaseContext, files: any FileIO, reading: JournalReading) {
        self.folder = folder
        self.context = context
        self.files = files
        history = reading.history
        events = reading.events
        journalBytes = reading.goodBytes
    }

    /// Of a large journal: what stands at its end, the rest sealed by `case.json`.
    init(folder: String, context: CaseContext, files: any FileIO, tail: JournalTail, bytes: Int) {
        self.folder = folder
        self.context = context
        self.files = files
        history = tail.history
        events = tail.events
        journalBytes = bytes
    }

    /// Replays the whole journal where only its end was read: for undo, and for whatever names events by number.
    mutating func readWhole() throws(CaseError) {
        guard history.isPartial else { return }
        let path = "\(folder)/\(Self.journalName)"
        let bytes: [UInt8]
        do { bytes = try files.read(path, limit: CaseOpening.journalLimit) } catch {
            throw CaseError(error, "The journal could not be read")
        }
        let reading = try JournalReading(Array(bytes.prefix(journalBytes)), path: VisibleText.escape(path))
        guard reading.flaw == nil, reading.history.current == history.current else {
            let event = reading.flaw?.event ?? history.current.head
            let sentence =
                reading.flaw.map { "Event \($0.event) of the journal \($0.sentence)" }
                ?? "case.json differs from what the journal gives at event \(event): it was changed outside Clew."
            readOnlyReason = sentence
            failure = CaseCheck.Failure(event: event, sentence: sentence)
            throw CaseError(.damaged(event: event), sentence)
        }
        history = reading.history
        events = reading.events
    }

    mutating func apply(_ change: CaseChange) throws(CaseError) -> Case {
        try checkWritable()
        switch change {
        case .undo, .redo, .retain: try readWhole()
        default: break
        }
        for subject in change.subjects { try subject.check(on: history.current.chain) }
        guard let event = try history.event(for: change) else { return history.current }
        try record(event, "The change was not saved")
        return history.current
    }

    mutating func addExhibit(name: String, bytes: [UInt8]) throws(CaseError) -> CaseExhibit {
        try checkWritable()
        try Case.check(name, "The exhibit's name", limit: Case.nameLimit, mayBeEmpty: false)
        guard bytes.count <= Self.exhibitLimit else {
            throw .refused("The exhibit has \(bytes.count) bytes; at most \(Self.exhibitLimit) are kept.")
        }
        let sha256 = JournalEvent.hex(SHA256.hash(data: bytes))
        let event = CaseEvent.exhibit(sha256: sha256, name: name, bytes: UInt64(bytes.count))
        // Refused before the bytes are written; recorded only after they are durable.
        _ = try history.prepare(event, sequence: history.current.head + 1, time: context.now(), author: context.author)
        do {
            let exhibits = "\(folder)/\(Self.exhibitsName)"
            if try files.status(exhibits) == nil {
                try files.makeFolder(exhibits)
                try files.syncFolder(folder)
            }
            if try files.status("\(exhibits)/\(sha256)") == nil {
                try files.replace(sha256, in: exhibits, with: bytes, readOnly: true)
            }
        } catch {
            throw CaseError(error, "The exhibit was not kept")
        }
        try record(event, "The exhibit was not recorded")
        guard let exhibit = history.current.exhibits.last else { throw .refused("The exhibit was not recorded.") }
        return exhibit
    }

    func exhibit(_ sha256: String) throws(CaseError) -> [UInt8] {
        guard let known = history.current.exhibitList[sha256] else {
            throw .refused("The case has no exhibit \(VisibleText.escape(sha256)).")
        }
        guard !known.isErased else {
            throw .refused("The bytes of exhibit \(VisibleText.escape(known.name)) were erased by order.")
        }
        let bytes: [UInt8]
        do {
            bytes = try files.read("\(folder)/\(Self.exhibitsName)/\(sha256)", limit: Self.exhibitLimit)
        } catch {
            throw CaseError(error, "Exhibit \(VisibleText.escape(known.name)) could not be read")
        }
        guard JournalEvent.hex(SHA256.hash(data: bytes)) == sha256 else {
            throw CaseError(
                .damaged(event: history.current.head),
                "Exhibit \(VisibleText.escape(known.name)) was changed: its bytes do not have the SHA-256 \(sha256).")
        }
        return bytes
    }

    /// Appends one event, syncs it, and only then makes it part of the case.
    mutating func record(_ event: CaseEvent, _ failure: String) throws(CaseError) {
        try checkWritable()
        let time = context.now()
        let prepared = try history.prepare(
            event, sequence: history.current.head + 1, time: time, author: context.author)
        guard let body = history.numbers.stored(event.body) else {
            throw .refused("The change names an event that this journal does not have.")
        }
        var record = JournalEvent(
            sequence: (history.isFolded ? events.last?.sequence ?? 0 : history.current.head) + 1, time: time, author: context.author, kind: event.kind,
            previous: history.current.tips, body: body, salt: context.salt())
        record.title = prepared.title
        record.number = prepared.sequence
        try append(record.line, failure)
        events.append(record)
        if history.isFolded {
            // Undo in a merged journal may take out an event from the middle, and any event may settle a conflict.
            refold()
        } else {
            history.commit(prepared, hash: record.hash, previous: record.previous)
        }
        seal?.update(data: record.line)
        let size = history.current.items.count + history.current.notes.count + history.current.exhibits.count
            + history.current.records.count
        let patience = max(Self.snapshotEvery, history.current.head / 20)
        if size <= Self.smallCase || history.current.head >= snapshotHead + patience { writeSnapshot() }
    }

    /// Replays the events at hand.
    private mutating func refold() {
        guard let first = events.first, let body = first.body,
            case .created(let name, let question, let chain)? = CaseEvent(kind: first.kind, body: body)
        else { return }
        var numbers = EventNumbers()
        for event in events { numbers.add(event.hash, event.number) }
        let opening = CaseHistory(
            name: name, question: question, chain: chain, created: first.time, hash: first.hash, numbers: numbers)
        JournalFold(events, opening).run(&history, &events)
    }

    private mutating func append(_ line: [UInt8], _ failure: String) throws(CaseError) {
        guard let journal else { throw CaseError(.readOnly, "The journal is not open for writing.") }
        try checkInPlace(journal, failure)
        do {
            try files.writeAll(line, to: journal)
            try files.syncData(journal)
        } catch {
            takeBack(journal, error)
            throw CaseError(error, failure)
        }
        journalBytes += line.count
    }

    /// Refuses to write where nobody would find it: a journal that was removed still takes bytes through its descriptor.
    private func checkInPlace(_ journal: OpenFile, _ failure: String) throws(CaseError) {
        do {
            guard try !files.isInPlace(journal) else { return }
        } catch {
            throw CaseError(error, failure)
        }
        throw CaseError(
            .storage(FileError(call: "stat", path: journal.path, code: FileError.goneCode)),
            "\(failure): \(VisibleText.escape(journal.path)) was moved, removed or replaced while the case was open. Put it "
                + "back and repeat, or close the case and open it where it is now.")
    }

    /// Cuts off what a failed append may have left, so that the next one does not follow half a line.
    ///
    /// The descriptor is opened anew: after a failed fsync Linux may count lost pages as clean.
    private mutating func takeBack(_ file: OpenFile, _ cause: FileError) {
        do {
            try files.truncate(file, to: journalBytes)
            try? files.close(file)
            journal = nil
            journal = try files.open(file.path, .append)
        } catch {
            readOnlyReason =
                "Writing failed and could not be taken back, so nothing more is written: \(cause.sentence) "
                + "Everything up to event \(history.current.head) is saved. Open the case again once that is solved."
        }
    }

    /// Writes `case.json`. When that fails nothing is lost: the journal has every event.
    mutating func writeSnapshot() {
        guard !isErasing else { return }
        do {
            try files.replace(
                CaseDocument.name, in: folder, with: CaseDocument.bytes(of: history.current, journal: journalSeal))
            snapshotHead = history.current.head
        } catch {
            note("case.json is behind at event \(snapshotHead); the journal has everything: \(error.sentence)")
        }
    }

    /// What `case.json` says about the journal's bytes; nil for a journal that is replayed on every opening anyway.
    private var journalSeal: JournalSeal? {
        guard !history.isFolded, let seal else { return nil }
        return JournalSeal(bytes: journalBytes, sha256: JournalEvent.hex(seal.finalize()))
    }

    mutating func note(_ sentence: String) {
        if !notices.contains(sentence) { notices.append(sentence) }
    }

    mutating func close() {
        if readOnlyReason == nil, snapshotHead < history.current.head { writeSnapshot() }
        if let journal { try? files.close(journal) }
        journal = nil
        lock?.release(files)
        lock = nil
        if readOnlyReason == nil { readOnlyReason = "The case was closed." }
    }

    func checkWritable() throws(CaseError) {
        if let readOnlyReason { throw CaseError(.readOnly, readOnlyReason) }
    }
}
