import GRDB
import Ledger

/// The file an import writes to: the one it left when it was interrupted, else a fresh one.
struct StagingFile {
    let name: String
    let queue: DatabaseQueue

    /// - Parameter current: the file that MANIFEST names; the import adds to a copy of it.
    init(in folder: LedgerFolder, current: String?, chain: Chain, fingerprint: String) throws(LedgerError) {
        let names = try folder.names()
        for name in names where name.hasSuffix(".part") { folder.remove(name) }
        let others = names.filter { LedgerFileName.number(of: $0) != nil && $0 != current }

        var resumed: (name: String, queue: DatabaseQueue)?
        for name in others {
            if resumed == nil, let queue = try? Self.open(folder.file(name)),
                Self.isLeftBy(fingerprint, on: current, chain: chain, queue) {
                resumed = (name, queue)
            } else {
                folder.remove(name)
            }
        }
        if let resumed {
            (name, queue) = resumed
            return
        }

        name = LedgerFileName.name((current.flatMap { LedgerFileName.number(of: $0) } ?? 0) + 1)
        let path = folder.file(name)
        do {
            if let current {
                try folder.copy(folder.file(current), to: path)
                queue = try Self.open(path)
            } else {
                try folder.createEmpty(path)
                queue = try Self.open(path)
            }
            try queue.write { db in
                if current == nil {
                    try db.execute(
                        sql: """
                            PRAGMA application_id = \(LedgerSchema.application);
                            PRAGMA user_version = \(LedgerSchema.version);
                            """)
                    try db.execute(sql: LedgerSchema.statements)
                    try LedgerFacts.set(.chain, to: chain.name, in: db)
                    try LedgerFacts.set(.heightsKnown, to: 1, in: db)
                }
                try LedgerFacts.set(.fingerprint, to: fingerprint, in: db)
                try LedgerFacts.set(.base, to: current ?? "", in: db)
                try LedgerFacts.set(.resumeAfter, to: nil as Int64?, in: db)
            }
        } catch {
            folder.remove(name)
            throw StoreFailure.explain(error, at: path)
        }
    }

    /// Opens a file that only this process writes to, committing through a log that survives a crash.
    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "clew.import"
        // A batch is one transaction over many calls.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = NORMAL;
                    PRAGMA cache_size = -262144;
                    PRAGMA wal_autocheckpoint = 16384;
                    """)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func isLeftBy(
        _ fingerprint: String, on current: String?, chain: Chain, _ queue: DatabaseQueue
    ) -> Bool {
        let facts = try? queue.read { db in
            (
                version: try Int64.fetchOne(db, sql: "PRAGMA user_version"),
                chain: try LedgerFacts.text(.chain, in: db), base: try LedgerFacts.text(.base, in: db),
                fingerprint: try LedgerFacts.text(.fingerprint, in: db)
            )
        }
        guard let facts else { return false }
        return facts.version == LedgerSchema.version && facts.chain == chain.name && facts.base == current ?? ""
            && facts.fingerprint.map { $0.utf8.elementsEqual(fingerprint.utf8) } ?? false
    }
}
