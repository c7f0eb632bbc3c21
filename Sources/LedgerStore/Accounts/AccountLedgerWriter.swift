import GRDB
import Ledger

/// Writes an account ledger in SQLite: an import works on a file of its own and puts it in place at the end.
///
/// The file starts as a copy of the ledger that is there. Until `finish` replaces MANIFEST readers see the old ledger; an
/// import that was interrupted, at whatever moment, leaves nothing but a file that the next one removes. To be used by
/// one task.
public final class AccountLedgerWriter: AccountWriter {
    public let chain: Chain
    private let folder: LedgerFolder
    private let current: AccountManifest?
    private let name: String
    private var queue: DatabaseQueue?
    private var inserter: AccountInserter?
    private var lock: LedgerLock?

    /// Opens the ledger at `folder` for one import, and makes it when it is not there.
    public static func open(folder: String, chain: Chain) throws(LedgerError) -> AccountLedgerWriter {
        let place = LedgerFolder(path: folder)
        try place.create()
        let lock = try LedgerLock(in: place)
        let current = try AccountManifest(in: place)
        if let current, current.info.chain != chain {
            throw LedgerError(
                "The ledger at \(folder) is of the chain \(current.info.chain), and these rows are of \(chain). Name "
                    + "another folder with --ledger.")
        }
        for name in try place.names() where LedgerFileName.number(of: name) != nil && name != current?.file {
            place.remove(name)
        }
        return try AccountLedgerWriter(place, chain, current, lock)
    }

    private init(
        _ folder: LedgerFolder, _ chain: Chain, _ current: AccountManifest?, _ lock: LedgerLock
    ) throws(LedgerError) {
        self.folder = folder
        self.chain = chain
        self.current = current
        self.lock = lock
        name = LedgerFileName.name((current.flatMap { LedgerFileName.number(of: $0.file) } ?? 0) + 1)
        let path = folder.file(name)
        if let current { try folder.copy(folder.file(current.file), to: path) } else { try folder.createEmpty(path) }
        do {
            let queue = try Self.open(path)
            let isNew = current == nil
            inserter = try queue.writeWithoutTransaction { db in
                if isNew {
                    try db.execute(
                        sql: "PRAGMA application_id = \(LedgerSchema.application); PRAGMA user_version = \(AccountSchema.version);")
                    try db.execute(sql: AccountSchema.statements)
                    try LedgerFacts.set(.chain, to: chain.name, in: db)
                }
                try db.beginTransaction(.immediate)
                return try AccountInserter(in: db, chain: chain)
            }
            self.queue = queue
        } catch {
            folder.remove(name)
            throw StoreFailure.explain(error, at: path)
        }
    }

    /// Nobody reads the file before it is whole, and one that is not is thrown away: no log is kept beside it.
    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "clew.accounts"
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
                    PRAGMA cache_size = -131072;
                    """)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    public func add(_ rows: [AccountSource]) throws(LedgerError) {
        try access { db in
            guard let inserter else { throw ended }
            for row in rows { try inserter.insert(row) }
        }
    }

    public func finish(progress: (UInt64, UInt64) -> Bool) throws(LedgerError) -> Bool {
        let info: LedgerInfo? = try access { db in
            inserter = nil
            try db.commit()
            return try AccountSeal.seal(chain: chain, in: db, progress: progress)
        }
        guard let info else {
            abandon()
            return false
        }
        queue = nil
        try folder.sync(folder.file(name))
        try folder.replace(folder.manifest, with: AccountManifest(file: name, info: info).bytes)
        if let current { folder.remove(current.file) }
        lock = nil
        return true
    }

    public func abandon() {
        guard queue != nil || lock != nil else { return }
        inserter = nil
        queue = nil
        folder.remove(name)
        lock = nil
    }

    private var ended: LedgerError { LedgerError("The import into \(folder.path) has ended: open it again to add rows.") }

    private func access<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        guard let queue else { throw ended }
        do { return try queue.writeWithoutTransaction(body) } catch {
            let failure = StoreFailure.explain(error, at: folder.file(name))
            abandon()
            throw failure
        }
    }
}
