import Encoding
import Ledger
import Synchronization

/// A case on disk, open for one writer or for reading.
///
/// A change is in the journal and synced before `apply` returns it; what `current` shows is never ahead of the disk.
/// All methods block on the disk and may be called from any thread, one at a time.
public final class CaseStore: Sendable {
    /// The folder of the case.
    public let folder: String

    let state: Mutex<CaseStoreState>

    private init(_ state: CaseStoreState) {
        folder = state.folder
        self.state = Mutex(state)
    }

    deinit { close() }

    /// Creates the folder of a new case and opens it for writing.
    ///
    /// The case appears under `path` whole or not at all. Throws `exists` when something is there, `refused` for an empty
    /// or overlong name or author, and `storage` when the disk does not take it.
    public static func create(
        at path: String, name: String, question: String, chain: Chain, context: CaseContext,
        files: any FileIO = PosixFiles()
    ) throws(CaseError) -> CaseStore {
        try CaseCreation(path: path, name: name, question: question, chain: chain, context: context, files: files).run()
        return try open(at: path, context: context, readOnly: false, files: files)
    }

    /// Opens the case in the folder `path`.
    ///
    /// As a writer it throws `locked` when another process writes; where writing is not permitted, and where the journal
    /// does not hold, it opens for reading only and `readOnlyReason` says why. A reader takes no lock and changes nothing.
    /// Throws `notFound` when there is no case, `damaged` when not even its first event holds.
    public static func open(
        at path: String, context: CaseContext, readOnly: Bool, files: any FileIO = PosixFiles()
    ) throws(CaseError) -> CaseStore {
        CaseStore(try CaseOpening(folder: path, context: context, files: files).run(readOnly: readOnly))
    }

    /// The case as it stands on disk.
    public var current: Case { state.withLock { $0.history.current } }

    /// Why nothing can be written; nil for a writer.
    public var readOnlyReason: String? { state.withLock { $0.readOnlyReason } }

    /// What happened to the case outside of anybody's changes, such as a torn line set aside; a sentence each.
    public var notices: [String] { state.withLock { $0.notices } }

    /// The journal, oldest event first. Of a large case this reads all of it; where that shows that the journal does not
    /// hold, `readOnlyReason` says so and what was read is answered.
    public func events() -> [JournalEvent] {
        state.withLock { state in
            try? state.readWhole()
            return state.events
        }
    }

    /// The last event that was written or read since the case was opened; nil when there is none.
    public var lastEvent: JournalEvent? { state.withLock { $0.events.last } }

    /// Records one change and answers the case with it.
    ///
    /// A change that would change nothing is not recorded. Throws `refused` when the case does not allow it, `readOnly`,
    /// and `storage` when it could not be made durable: the case then stands as before, here and on disk, and the same
    /// change may be tried again unless `readOnlyReason` says otherwise.
    @discardableResult
    public func apply(_ change: CaseChange) throws(CaseError) -> Case {
        try state.withLock { state throws(CaseError) in try state.apply(change) }
    }

    /// Keeps verbatim bytes with the case, named by their SHA-256, and records that.
    @discardableResult
    public func addExhibit(name: String, bytes: [UInt8]) throws(CaseError) -> CaseExhibit {
        try state.withLock { state throws(CaseError) in try state.addExhibit(name: name, bytes: bytes) }
    }

    /// Joins another copy of this case into it: afterwards it has the events and exhibits of both.
    ///
    /// It makes no difference which copy is joined into which, or how often. Throws `refused` when the folder holds another
    /// case, `damaged` when its journal does not hold.
    public func merge(from folder: String) throws(CaseError) -> MergeSummary {
        try state.withLock { state throws(CaseError) in try state.merge(folder) }
    }

    /// Erases the bodies of events and the bytes of exhibits because `authority` orders it; the chain still holds.
    ///
    /// Later texts of the same note or record go with it. Undo cannot bring anything back.
    public func purge(events: [UInt64], exhibits: [String], authority: String) throws(CaseError) -> PurgeSummary {
        try state.withLock { state throws(CaseError) in
            try state.purge(events: events, exhibits: exhibits, authority: authority)
        }
    }

    /// The case as it stood after an event. What was erased since is not in it.
    public func asOf(event: UInt64) throws(CaseError) -> Case {
        try state.withLock { state throws(CaseError) in try state.asOf(event: event) }
    }

    /// The case as it stood after the last event at that time or before, by the clocks of those who wrote.
    public func asOf(time: UTCTime) throws(CaseError) -> Case {
        try state.withLock { state throws(CaseError) in try state.asOf(time: time) }
    }

    /// Of a reader: reads what a writer added since; true when the case changed. A writer has nothing to read.
    @discardableResult
    public func refresh() throws(CaseError) -> Bool {
        try state.withLock { state throws(CaseError) in try state.refresh() }
    }

    /// The bytes of an exhibit, checked against its SHA-256.
    public func exhibit(_ sha256: String) throws(CaseError) -> [UInt8] {
        try state.withLock { state throws(CaseError) in try state.exhibit(sha256) }
    }

    /// Writes `case.json` where it is behind and lets go of the lock. The store reads on, and writes no more.
    public func close() { state.withLock { $0.close() } }
}
