import Crypto
import Encoding

/// Opens a case folder: takes the lock, replays the journal, compares `case.json`, repairs what a crash left.
struct CaseOpening {
    /// Bytes of a journal that are read.
    static let journalLimit = 1 << 30

    let folder: String
    let context: CaseContext
    let files: any FileIO
    private var isWhole = false

    init(folder: String, context: CaseContext, files: any FileIO) {
        self.folder = folder
        self.context = context
        self.files = files
    }

    /// `wholly`: the whole journal is verified, however large it is.
    func run(readOnly: Bool, wholly: Bool = false) throws(CaseError) -> CaseStoreState {
        var opening = self
        opening.isWhole = wholly
        return try opening.open(readOnly: readOnly)
    }

    private func open(readOnly: Bool) throws(CaseError) -> CaseStoreState {
        guard let status = try reading("The case could not be opened", { () throws(FileError) in try files.status(folder) })
        else { throw CaseError(.notFound, "No case is at \(shown(folder)).") }
        guard status.isFolder else { throw CaseError(.notFound, "\(shown(folder)) is a file; a case is a folder.") }
        if readOnly { return try load(lock: nil, "The case was opened for reading only.") }

        try Case.check(context.author, "The author's name", limit: Case.nameLimit, mayBeEmpty: false)
        guard status.mode & 0o002 == 0 else {
            return try load(
                lock: nil, "Everybody on this machine may write in \(shown(folder)). Run chmod 700 on it and open it again.")
        }
        guard try isCase() else {
            throw CaseError(.notFound, "\(shown(folder)) is no case: it has no \(CaseStoreState.journalName).")
        }
        let lock: CaseLock
        do {
            lock = try CaseLock.take(in: folder, context: context, files: files)
        } catch {
            switch error {
            case .held(let holder):
                let who = holder.map { "\($0.text) is writing this case" } ?? "Another process is writing this case"
                throw CaseError(.locked(holder), "\(who). Open it for reading only, or wait until it is closed there.")
            case .storage(let error):
                guard error.isNotPermitted else { throw CaseError(error, "The case could not be locked") }
                return try load(lock: nil, "The case cannot be written: \(error.sentence)")
            }
        }
        do {
            return try load(lock: lock, nil)
        } catch {
            lock.release(files)
            throw error
        }
    }

    private func isCase() throws(CaseError) -> Bool {
        try reading("The case could not be opened") { () throws(FileError) in
            try files.status("\(folder)/\(CaseStoreState.journalName)")
        } != nil
    }

    private func load(lock: CaseLock?, _ reason: String?) throws(CaseError) -> CaseStoreState {
        let path = "\(folder)/\(CaseStoreState.journalName)"
        guard try isCase() else {
            throw CaseError(.notFound, "\(shown(folder)) is no case: it has no \(CaseStoreState.journalName).")
        }
        let inode = try reading("The journal could not be looked at") { () throws(FileError) in try files.status(path) }?.inode ?? 0
        let snapshot = try readSnapshot()
        let bytes = try reading("The journal could not be read") { () throws(FileError) in
            try files.read(path, limit: Self.journalLimit)
        }
        if !isWhole, let snapshot, let tail = JournalTail(bytes, snapshot: snapshot),
            let state = try open(tail, bytes, lock, inode, path, reason)
        {
            return state
        }
        let snapshotHead = snapshot.flatMap(CaseDocument.head(of:))
        var matching: Case?
        let journal = try JournalReading(bytes, path: shown(path)) { value in
            if value.head == snapshotHead?.event, value.tips == snapshotHead?.tips { matching = value }
        }
        // What it says about the journal's bytes must be so too.
        let whole = journal.tailIsWhole ? bytes + [UInt8(ascii: "\n")] : bytes
        var expected = matching.map { value in
            let end = snapshotHead?.journal.map { min(max(0, $0.bytes), whole.count) }
            return CaseDocument.bytes(
                of: value,
                journal: end.map { JournalSeal(bytes: $0, sha256: JournalEvent.hex(SHA256.hash(data: whole[..<$0]))) })
        }
        if expected == nil, journal.history.isFolded, let head = snapshotHead {
            expected = Self.snapshot(of: journal, at: head, is: snapshot)
        }
        let isEarlierForm = snapshotHead?.isEarlierForm == true
        if isEarlierForm, journal.events.first?.isEarlierForm == true, let value = matching {
            expected = EarlierForm.document(of: value)
        }
        var state = CaseStoreState(folder: folder, context: context, files: files, reading: journal)
        state.lock = lock
        state.seenInode = inode
        // A file in the earlier form is made anew before anything is written.
        state.snapshotHead = isEarlierForm ? 0 : snapshotHead?.event ?? 0
        state.failure = flaw(in: journal) ?? disagreement(snapshot, snapshotHead, expected, journal)
        state.readOnlyReason = state.failure?.sentence ?? reason
        guard state.readOnlyReason == nil else {
            if !journal.tail.isEmpty, !journal.tailIsWhole {
                state.note(
                    "The journal's last line is unfinished (\(journal.tail.count) bytes): it is being written, or a "
                        + "crash tore it. Nothing was changed.")
            }
            state.lock?.release(files)
            state.lock = nil
            return state
        }
        state.isErasing = journal.history.isFolded
        state.seal = SHA256()
        state.seal?.update(data: bytes[..<min(journal.goodBytes, bytes.count)])
        do throws(FileError) {
            try CaseRecovery(path: path).run(&state, journal, snapshotIsMissing: snapshot == nil)
        } catch {
            if let file = state.journal { try? files.close(file) }
            guard error.isNotPermitted else { throw CaseError(error, "The case could not be opened for writing") }
            state.journal = nil
            state.lock?.release(files)
            state.lock = nil
            state.readOnlyReason = "The case cannot be written: \(error.sentence)"
            return state
        }
        try CaseRecovery.report(&state)
        if journal.history.isFolded { try state.completePurge() }
        return state
    }

    /// What `case.json` should be that stands for `head`, in a journal that was merged or purged.
    ///
    /// Before such a rewriting it stood for another case than replaying its events gives now; it is then taken for what it
    /// is, and made anew. Nil when the journal lacks an event that it stands for.
    private static func snapshot(of journal: JournalReading, at head: CaseHead, is snapshot: [UInt8]?) -> [UInt8]? {
        let numbers = journal.history.numbers
        guard head.tips.allSatisfy({ numbers.number(of: $0) != nil }) else { return nil }
        let current = journal.history.current
        return head.tips == current.tips ? CaseDocument.bytes(of: current, journal: nil) : snapshot
    }

    /// A large case, by its `case.json` and what follows it; nil where there is anything to put right first.
    private func open(
        _ tail: JournalTail, _ bytes: [UInt8], _ lock: CaseLock?, _ inode: UInt64, _ path: String, _ reason: String?
    ) throws(CaseError) -> CaseStoreState? {
        var state = CaseStoreState(folder: folder, context: context, files: files, tail: tail, bytes: bytes.count)
        state.lock = lock
        state.seenInode = inode
        state.snapshotHead = tail.history.current.head - UInt64(tail.events.count)
        state.readOnlyReason = reason
        guard lock != nil else { return state }
        do {
            guard try CaseRecovery.unfinished(in: folder, files).isEmpty,
                try !files.list(folder).contains(where: { $0.hasPrefix(CaseRecovery.tornPrefix) })
            else { return nil }
            let journal = try files.open(path, .append)
            state.journal = journal
            // A writer that was killed may have left events that are read here but are not durable yet.
            try files.sync(journal)
        } catch {
            if let file = state.journal { try? files.close(file) }
            return nil
        }
        state.seal = tail.seal
        return state
    }

    private func readSnapshot() throws(CaseError) -> [UInt8]? {
        let path = "\(folder)/\(CaseDocument.name)"
        return try reading("case.json could not be read") { () throws(FileError) in
            try files.status(path) == nil ? nil : try files.read(path, limit: Self.journalLimit)
        }
    }

    private func flaw(in journal: JournalReading) -> CaseCheck.Failure? {
        guard let flaw = journal.flaw else { return nil }
        return CaseCheck.Failure(
            event: flaw.event,
            sentence: "Event \(flaw.event) of the journal \(flaw.sentence) The case is shown as it stood at event "
                + "\(flaw.event - 1) and nothing can be written; compare it with a backup.")
    }

    /// Why `case.json` cannot come from this journal; nil when it can, or is missing.
    private func disagreement(
        _ snapshot: [UInt8]?, _ head: CaseHead?, _ expected: [UInt8]?, _ journal: JournalReading
    ) -> CaseCheck.Failure? {
        guard let snapshot else { return nil }
        let last = journal.history.current.head
        let remedy = "Compare with a backup; once case.json is moved away it is rebuilt from the journal."
        guard let head else {
            return CaseCheck.Failure(
                event: nil,
                sentence: "case.json is not readable, while the journal holds up to event \(last). \(remedy)")
        }
        guard head.event <= last else {
            return CaseCheck.Failure(
                event: last + 1,
                sentence: "case.json stands for event \(head.event), but the journal ends with event \(last): event "
                    + "\(last + 1) is missing from it. \(remedy)")
        }
        guard let expected else {
            return CaseCheck.Failure(
                event: head.event,
                sentence: "case.json stands for another event \(head.event) than the journal has. \(remedy)")
        }
        guard snapshot == expected else {
            return CaseCheck.Failure(
                event: head.event,
                sentence: "case.json differs from what the journal gives at event \(head.event): it was changed outside "
                    + "Clew. \(remedy)")
        }
        return nil
    }

    private func reading<Value>(_ what: String, _ body: () throws(FileError) -> Value) throws(CaseError) -> Value {
        do { return try body() } catch { throw CaseError(error, what) }
    }

    private func shown(_ path: String) -> String { VisibleText.escape(path) }
}
