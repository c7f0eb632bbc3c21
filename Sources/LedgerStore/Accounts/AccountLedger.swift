import GRDB
import Ledger

/// An account ledger in SQLite, read: a snapshot of one file that no import changes any more.
///
/// Every call reads synchronously on the caller's thread; call it off the main actor. Any number of tasks may read at once.
public final class AccountLedger: AccountReader {
    public let info: LedgerInfo
    public let folder: String
    let pool: DatabasePool
    /// The greatest transaction that this snapshot holds.
    let last: TxRef

    /// Opens the ledger in `folder`.
    public static func open(at folder: String) throws(LedgerError) -> AccountLedger {
        for _ in 0..<3 {
            let place = LedgerFolder(path: folder)
            guard let manifest = try AccountManifest(in: place) else {
                throw LedgerError("There is no ledger at \(folder). Make one with: clew ledger import PATH")
            }
            // An import that ends between the two steps takes the file away that MANIFEST named: ask again.
            if try place.exists(place.file(manifest.file)) {
                return try AccountLedger(place.file(manifest.file), manifest.info, folder)
            }
        }
        throw LedgerError(
            "The file that \(folder)/MANIFEST names is not there. Restore the ledger from a copy, or import again.")
    }

    private init(_ file: String, _ info: LedgerInfo, _ folder: String) throws(LedgerError) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "clew.accounts"
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA cache_size = -32768") }
        do {
            pool = try DatabasePool(path: file, configuration: configuration)
            let (version, chain) = try pool.read { db in
                (try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0, try LedgerFacts.text(.chain, in: db))
            }
            guard version == AccountSchema.version, chain == info.chain.name else {
                throw LedgerError(
                    "\(file) is not what MANIFEST beside it says (schema \(version), chain \(chain ?? "none")). "
                        + "Restore the ledger from a copy, or import again into an empty folder.")
            }
        } catch {
            throw StoreFailure.explain(error, at: file)
        }
        self.info = info
        self.folder = folder
        last = TxRef(height: info.tip ?? 0, position: .max)
    }

    private init(_ other: AccountLedger, _ info: LedgerInfo) {
        self.info = info
        folder = other.folder
        pool = other.pool
        last = TxRef(height: info.tip ?? 0, position: .max)
    }

    public func snapshot(at height: UInt32) throws(LedgerError) -> AccountLedger {
        guard let first = info.coverage.ranges.first?.lowerBound, let tip = info.tip, height >= first else {
            throw LedgerError(
                "The ledger \(folder) holds no block at or below height \(height)"
                    + (info.coverage.ranges.first.map { ": it begins at \($0.lowerBound)." } ?? ": it is empty."))
        }
        if height >= tip { return self }
        var coverage = info.coverage.clipped(to: height)
        return try read { db in
            let block = try PreparedStatement(
                "SELECT hash, time, digest FROM block WHERE height <= ? ORDER BY height DESC LIMIT 1", in: db)
            defer { block.reset() }
            block.bind(height, at: 1)
            guard try block.next() else { throw LedgerError("Block \(height) is missing from \(self.folder).") }
            let inPart = try PreparedStatement("SELECT 1 FROM block WHERE whole = 0 AND height <= ? LIMIT 1", in: db)
            defer { inPart.reset() }
            inPart.bind(height, at: 1)
            coverage.wholeBlocks = try !inPart.next()
            let hash = try block.hash(0)
            return AccountLedger(
                self,
                LedgerInfo(
                    chain: self.info.chain, coverage: coverage, tipHash: hash == .zero ? nil : hash,
                    tipTime: block.count(1), digest: block.bytes(2)))
        }
    }

    /// What is wrong with the file, a sentence each: what SQLite finds, and rows whose digest is not the one kept.
    public func faults() throws(LedgerError) -> [String] {
        let found = try read { db in try String.fetchAll(db, sql: "PRAGMA integrity_check") }
        return found.filter { $0 != "ok" }.map { "\(pool.path) is damaged: \($0)." }
    }

    // MARK: Reading

    func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        do { return try pool.read(body) } catch { throw StoreFailure.explain(error, at: pool.path) }
    }

    func unknown(_ ref: TxRef) -> LedgerError {
        LedgerError(
            "The ledger \(folder) holds no transaction at height \(ref.height), position \(ref.position), as of block "
                + "\(info.tip.map(String.init) ?? "none").")
    }

    func unknown(_ ref: AddressRef) -> LedgerError {
        LedgerError("The address handle \(ref.raw) is not of this snapshot of \(folder). Ask for the address again.")
    }

    func handle(_ statement: PreparedStatement, _ column: Int32) -> AddressRef {
        statement.optional(column).map { AddressRef(raw: UInt64(bitPattern: $0)) } ?? .none
    }

    /// Reads a row of `transfer`: tx, ordinal, kind, asset, sender, receiver, value.
    func transfer(_ row: PreparedStatement) throws -> TransferRow {
        guard let kind = TransferRow.Kind(rawValue: UInt8(truncatingIfNeeded: row.integer(2))),
            let value = UInt256(bytes: row.bytes(6))
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a transfer cannot be read") }
        return TransferRow(
            at: row.ref(0), ordinal: row.count(1), kind: kind, asset: row.count(3), from: handle(row, 4), to: handle(row, 5),
            value: value)
    }
}
