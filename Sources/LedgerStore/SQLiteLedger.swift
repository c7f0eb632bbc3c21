import GRDB
import Ledger

/// A ledger in SQLite, read: a snapshot of one file that no import changes any more.
///
/// Every call reads synchronously on the caller's thread; call it off the main actor. Any number of tasks may read at
/// once. A ledger that is open goes on answering from its file while an import puts a newer one in its place.
public final class SQLiteLedger: UTXOReader {
    public let info: LedgerInfo
    /// The folder of the ledger, as it was opened.
    public let folder: String

    let pool: DatabasePool
    /// The greatest transaction that this snapshot holds.
    let last: TxRef
    /// From this height on every block up to the tip is at hand whole; nil when that is true of none.
    let coveredFrom: UInt32?
    /// False when a missing block or an input not resolved may hide a part of any address's history.
    let isEverythingKnown: Bool

    /// Opens the ledger in `folder`. An error says when there is none, when it is damaged, or when it was written by a
    /// newer Clew.
    public static func open(at folder: String) throws(LedgerError) -> SQLiteLedger {
        // An import that ends between the two steps takes the file away that MANIFEST named: ask again.
        for _ in 0..<3 {
            let place = LedgerFolder(path: folder)
            guard let manifest = try LedgerManifest(in: place) else {
                throw LedgerError("There is no ledger at \(folder). Make one with: clew ledger import PATH")
            }
            let file = place.file(manifest.file)
            if let ledger = try open(file, manifest.info, folder) { return ledger }
        }
        throw LedgerError(
            "The file that \(folder)/MANIFEST names is not there. Restore the ledger from a copy, or import again.")
    }

    /// Nil when the file is not there.
    private static func open(_ file: String, _ info: LedgerInfo, _ folder: String) throws(LedgerError) -> SQLiteLedger? {
        guard try LedgerFolder(path: folder).exists(file) else { return nil }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "clew.ledger"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -32768")
        }
        do {
            let pool = try DatabasePool(path: file, configuration: configuration)
            let version = try pool.read { try Int64.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            let chain = try pool.read { try LedgerFacts.text(.chain, in: $0) }
            guard version == LedgerSchema.version, chain == info.chain.name else {
                throw LedgerError(
                    "\(file) is not what MANIFEST beside it says (schema \(version), chain \(chain ?? "none")). "
                        + "Restore the ledger from a copy, or import the blocks again into an empty folder.")
            }
            return try SQLiteLedger(pool: pool, info: info, folder: folder)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            guard try LedgerFolder(path: folder).exists(file) else { return nil }
            throw StoreFailure.explain(error, at: file)
        } catch {
            throw StoreFailure.explain(error, at: file)
        }
    }

    private init(pool: DatabasePool, info: LedgerInfo, folder: String) throws {
        self.pool = pool
        self.info = info
        self.folder = folder
        let tip = info.tip ?? 0
        last = TxRef(height: tip, position: .max)
        let (lastInPart, isUnknownThere) = try pool.read { [last] db in
            let inPart = try PreparedStatement("SELECT max(height) FROM block WHERE whole = 0 AND height <= ?", in: db)
            inPart.bind(tip, at: 1)
            let lastInPart = try inPart.next() ? inPart.optional(0) : nil
            inPart.reset()
            // Where blocks are missing such inputs are many, and what they hide is said already.
            guard info.coverage.isComplete else { return (lastInPart, true) }
            let unknown = try PreparedStatement(
                "SELECT 1 FROM input WHERE previous_txid IS NOT NULL AND value IS NULL AND tx <= ? LIMIT 1", in: db)
            defer { unknown.reset() }
            unknown.bind(last, at: 1)
            return (lastInPart, try unknown.next())
        }
        isEverythingKnown = info.coverage.isComplete && !isUnknownThere
        let rangeStart = info.coverage.ranges.last?.lowerBound
        let wholeFrom = lastInPart.map { UInt32($0) + 1 } ?? 0
        coveredFrom = info.coverage.heightsKnown ? rangeStart.map { max($0, wholeFrom) } : nil
    }

    /// The ledger as it stood after the greatest block at hand that is not above `height`; `info.tip` says which.
    public func snapshot(at height: UInt32) throws(LedgerError) -> SQLiteLedger {
        guard let first = info.coverage.ranges.first?.lowerBound, let tip = info.tip, height >= first else {
            throw LedgerError(
                "The ledger \(folder) holds no block at or below height \(height)"
                    + (info.coverage.ranges.first.map { ": it begins at \($0.lowerBound)." } ?? ": it is empty."))
        }
        if height >= tip { return self }
        var coverage = info.coverage.clipped(to: height)
        return try read { db in
            let block = try PreparedStatement(
                "SELECT height, hash, time, digest FROM block WHERE height <= ? ORDER BY height DESC LIMIT 1", in: db)
            defer { block.reset() }
            block.bind(height, at: 1)
            guard try block.next() else { throw LedgerError("Block \(height) is missing from \(self.folder).") }
            let whole = try PreparedStatement("SELECT 1 FROM block WHERE whole = 0 AND height <= ? LIMIT 1", in: db)
            defer { whole.reset() }
            whole.bind(height, at: 1)
            coverage.wholeBlocks = try !whole.next()
            let hash = try block.hash(1)
            return LedgerInfo(
                chain: self.info.chain, coverage: coverage, tipHash: hash == .zero ? nil : hash,
                tipTime: block.count(2), digest: block.bytes(3))
        } then: { info in
            try SQLiteLedger(pool: pool, info: info, folder: folder)
        }
    }

    /// What SQLite finds wrong with its file, a sentence each; none when it is whole.
    public func faults() throws(LedgerError) -> [String] {
        let found = try read { db in try String.fetchAll(db, sql: "PRAGMA integrity_check") }
        return found.filter { $0 != "ok" }.map { "\(pool.path) is damaged: \($0)." }
    }

    // MARK: Reading

    /// Runs `body` on one state of the file, and explains what goes wrong.
    func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        do { return try pool.read(body) } catch { throw StoreFailure.explain(error, at: pool.path) }
    }

    /// The same, with a second step outside of the first's access.
    private func read<Value, Result>(
        _ body: (Database) throws -> Value, then: (Value) throws -> Result
    ) throws(LedgerError) -> Result {
        do { return try then(try pool.read(body)) } catch { throw StoreFailure.explain(error, at: pool.path) }
    }

    /// One answer a key, in order.
    func each<Key, Value>(
        _ keys: [Key], _ sql: String, _ answer: (PreparedStatement, Key) throws -> Value
    ) throws(LedgerError) -> [Value] {
        if keys.isEmpty { return [] }
        return try read { db in
            let statement = try PreparedStatement(sql, in: db)
            return try keys.map { key in
                defer { statement.reset() }
                return try answer(statement, key)
            }
        }
    }

    /// Rows of many keys: `rows` appends those of one key.
    func fill<Key, Row>(
        _ batch: inout Batch<Row>, of keys: [Key], _ sql: String,
        _ rows: (PreparedStatement, Key, inout [Row]) throws -> Void
    ) throws(LedgerError) {
        batch.removeAll()
        if keys.isEmpty { return }
        var filled = Batch<Row>()
        swap(&filled, &batch)
        defer { swap(&filled, &batch) }
        try read { db in
            let statement = try PreparedStatement(sql, in: db)
            for key in keys {
                defer { statement.reset() }
                try rows(statement, key, &filled.rows)
                filled.endKey()
            }
        }
    }

    func unknown(_ ref: TxRef) -> LedgerError {
        LedgerError(
            "The ledger \(folder) holds no transaction at height \(ref.height), position \(ref.position), as of block "
                + "\(info.tip.map(String.init) ?? "none").")
    }

    func unknown(_ ref: AddressRef) -> LedgerError {
        LedgerError("The address handle \(ref.raw) is not of this snapshot of \(folder). Ask for the address again.")
    }
}

/// Access to the table `fact`.
enum LedgerFacts {
    static func text(_ name: FactName, in db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM fact WHERE name = ?", arguments: [name.rawValue])
    }

    static func integer(_ name: FactName, in db: Database) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT value FROM fact WHERE name = ?", arguments: [name.rawValue])
    }

    static func set(_ name: FactName, to value: (any DatabaseValueConvertible)?, in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", arguments: [name.rawValue, value])
    }
}
