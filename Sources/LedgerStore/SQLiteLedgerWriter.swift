import GRDB
import Ledger

/// Writes a ledger in SQLite: an import works on a file of its own and puts it in place at the end.
///
/// The file starts as a copy of the ledger that is there, is committed every few thousand transactions together with
/// how far the import came, and becomes the ledger when `finish` replaces MANIFEST. Until then readers see the old
/// ledger, and an import that was interrupted, at whatever moment, goes on when it is run again with the same
/// fingerprint. The files of other imports that never ended are removed. To be used by one task.
public final class SQLiteLedgerWriter: LedgerWriter {
    public let chain: Chain
    public private(set) var resumeAfter: UInt32?
    /// The greatest height that is committed, where blocks came in ascending heights; what a later run goes on after.
    public private(set) var keptThrough: UInt32?
    /// Blocks this writer added, and blocks that were there already.
    public private(set) var added: UInt64 = 0
    public private(set) var skipped: UInt64 = 0

    private let folder: LedgerFolder
    private let current: LedgerManifest?
    /// True when an import of this ledger, this one or one before, could but assume the chain.
    private var isChainAssumed: Bool
    private let name: String
    private let batch: Int
    private var queue: DatabaseQueue?
    private var inserter: BlockInserter?
    private var lock: LedgerLock?
    /// Transactions since the last commit.
    private var pending = 0
    /// False once a block came below one that was added before it.
    private var isAscending = true
    private var lastHeight: UInt32?
    /// True when the heights handed in are ordinals.
    private var isOrdinal = false

    /// Opens the ledger at `folder` for one import, and makes it when it is not there.
    ///
    /// - Parameters:
    ///   - fingerprint: names the import: the same sources in the same order give the same text.
    ///   - batch: transactions between two commits.
    public static func open(
        folder: String, chain: Chain, fingerprint: String, batch: Int = 50_000
    ) throws(LedgerError) -> SQLiteLedgerWriter {
        let place = LedgerFolder(path: folder)
        try place.create()
        let lock = try LedgerLock(in: place)
        let current = try LedgerManifest(in: place)
        if let current, current.info.chain != chain {
            throw LedgerError(
                "The ledger at \(folder) is of the chain \(current.info.chain), and these blocks are of \(chain). Name "
                    + "another folder with --ledger.")
        }
        let staging = try StagingFile(in: place, current: current?.file, chain: chain, fingerprint: fingerprint)
        return try SQLiteLedgerWriter(
            folder: place, chain: chain, current: current, staging: staging, lock: lock, batch: max(1, batch))
    }

    private init(
        folder: LedgerFolder, chain: Chain, current: LedgerManifest?, staging: StagingFile, lock: LedgerLock, batch: Int
    ) throws(LedgerError) {
        self.folder = folder
        self.chain = chain
        self.current = current
        isChainAssumed = current?.info.coverage.isChainAssumed ?? false
        self.lock = lock
        self.batch = batch
        name = staging.name
        queue = staging.queue
        do {
            let (inserter, came) = try staging.queue.inDatabase { db in
                (try BlockInserter(in: db, chain: chain), try LedgerFacts.integer(.resumeAfter, in: db))
            }
            self.inserter = inserter
            isAscending = came.map { $0 >= 0 } ?? true
            resumeAfter = came.flatMap { UInt32(exactly: $0) }
            lastHeight = resumeAfter
            keptThrough = resumeAfter
        } catch {
            throw StoreFailure.explain(error, at: folder.file(staging.name))
        }
    }

    public func declareHeightsUnknown() throws(LedgerError) {
        try access { db in
            guard try LedgerFacts.integer(.heightsKnown, in: db) != 0 else { return }
            guard try Self.isNone("SELECT 1 FROM block", in: db) else {
                throw LedgerError(
                    "The ledger at \(folder.path) has blocks with heights, and these transactions have none. Import "
                        + "them into a folder of their own, with --ledger.")
            }
            try LedgerFacts.set(.heightsKnown, to: 0, in: db)
        }
        isOrdinal = true
    }

    public func assumeChain() throws(LedgerError) {
        try access { _ in }
        isChainAssumed = true
    }

    @discardableResult
    public func append(_ block: BlockRows) throws(LedgerError) -> AppendOutcome {
        let outcome = try access { db in
            if !db.isInsideTransaction { try db.beginTransaction(.immediate) }
            guard let inserter else { throw ended }
            return try inserter.insert(block, isOrdinal: isOrdinal)
        }
        switch outcome {
        case .added:
            added += 1
            if let lastHeight, block.height < lastHeight { isAscending = false }
            lastHeight = max(lastHeight ?? 0, block.height)
        case .alreadyThere:
            skipped += 1
            if isAscending { lastHeight = max(lastHeight ?? 0, block.height) }
        }
        pending += block.transactions.count + 1
        if pending >= batch { try commit() }
        return outcome
    }

    /// Puts what was appended on disk, so that the import goes on from here if it is interrupted.
    public func commit() throws(LedgerError) {
        let progress = isAscending ? lastHeight.map(Int64.init) : -1
        try access { db in
            guard db.isInsideTransaction else { return }
            try LedgerFacts.set(.resumeAfter, to: progress, in: db)
            try db.commit()
        }
        pending = 0
        keptThrough = isAscending ? lastHeight : nil
    }

    public func suspend() throws(LedgerError) {
        try commit()
        end()
    }

    public func finish() throws(LedgerError) {
        try commit()
        let isChanged = try access { db in
            try current == nil || !Self.isNone("SELECT 1 FROM block WHERE digest IS NULL", in: db)
        }
        guard isChanged else {
            end()
            folder.remove(name)
            return
        }
        var info = try access { db in try LedgerSeal.seal(chain: chain, in: db) }
        info.coverage.isChainAssumed = isChainAssumed
        try access { db in
            // One file, without a log beside it, that nobody needs to write to in order to read.
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
        }
        end(keepingLock: true)
        try folder.sync(folder.file(name))
        try folder.replace(folder.manifest, with: LedgerManifest(file: name, info: info).bytes)
        if let current { folder.remove(current.file) }
        lock = nil
    }

    // MARK: Parts

    private var ended: LedgerError { LedgerError("The import into \(folder.path) has ended: open it again to add blocks.") }

    private func end(keepingLock: Bool = false) {
        inserter = nil
        queue = nil
        if !keepingLock { lock = nil }
    }

    private static func isNone(_ query: String, in db: Database) throws -> Bool {
        try Int64.fetchOne(db, sql: query + " LIMIT 1") == nil
    }

    /// Runs `body` on the file; after an error of the disk the import stands at its last commit and is over.
    private func access<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        guard let queue else { throw ended }
        do {
            return try queue.writeWithoutTransaction(body)
        } catch let refusal as LedgerError {
            throw refusal
        } catch {
            try? queue.writeWithoutTransaction { db in
                if db.isInsideTransaction { try db.rollback() }
            }
            end()
            throw StoreFailure.explain(error, at: folder.file(name))
        }
    }
}
