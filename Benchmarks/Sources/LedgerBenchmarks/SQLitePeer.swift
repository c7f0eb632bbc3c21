import CSQLite
import Foundation
import Ledger
import Measuring

/// SQLite as well tuned as we know how: a held read transaction, prepared statements, covering indexes, histories
/// clustered in a table without rowids, a large cache and memory mapping.
final class SQLitePeer {
    private var db: OpaquePointer?
    private let path: String
    private var lookup: OpaquePointer?
    /// Histories from an address's script, and from its number: by covering indexes, and from a copy of the rows.
    private var covered: OpaquePointer?
    private var coveredByNumber: OpaquePointer?
    private var copied: OpaquePointer?
    private var copiedByNumber: OpaquePointer?
    private var spenders: OpaquePointer?

    init(_ path: String) throws {
        self.path = path
        try check(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil))
        try run("PRAGMA cache_size = -262144; PRAGMA mmap_size = 17179869184; PRAGMA temp_store = MEMORY;")
    }

    deinit {
        for statement in [lookup, covered, coveredByNumber, copied, copiedByNumber, spenders] { sqlite3_finalize(statement) }
        sqlite3_close(db)
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW else {
            throw BenchmarkError("SQLite: \(String(cString: sqlite3_errmsg(db)))")
        }
    }

    func run(_ sql: String) throws { try check(sqlite3_exec(db, sql, nil, nil, nil)) }

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(db, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        return statement
    }

    // MARK: Import

    /// Loads the chain with ids already resolved: `spenders` names the transaction that spends each output.
    func load(_ chain: SyntheticChain, spenders: [UInt32]) throws {
        try run(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE tx (id INTEGER PRIMARY KEY, txid BLOB NOT NULL, height INTEGER, time INTEGER);
            CREATE TABLE output (id INTEGER PRIMARY KEY, tx INTEGER, n INTEGER, value INTEGER, address INTEGER, spent_tx INTEGER);
            CREATE TABLE input (id INTEGER PRIMARY KEY, tx INTEGER, previous INTEGER);
            CREATE TABLE address (id INTEGER PRIMARY KEY, script BLOB NOT NULL);
            BEGIN;
            """)
        let tx = try prepare("INSERT INTO tx VALUES (?, ?, ?, ?)")
        let output = try prepare("INSERT INTO output VALUES (?, ?, ?, ?, ?, ?)")
        let input = try prepare("INSERT INTO input VALUES (?, ?, ?)")
        let address = try prepare("INSERT INTO address VALUES (?, ?)")
        defer { for statement in [tx, output, input, address] { sqlite3_finalize(statement) } }
        var chain = chain
        var txNumber: Int64 = 0, outputNumber: Int64 = 0, inputNumber: Int64 = 0
        var known: UInt32 = 0
        while let block = chain.next() {
            var spent = 0, owner = 0
            for rows in block.rows.transactions {
                sqlite3_bind_int64(tx, 1, txNumber)
                _ = rows.txid.wire.withUnsafeBytes { sqlite3_bind_blob(tx, 2, $0.baseAddress, 32, transient) }
                sqlite3_bind_int64(tx, 3, Int64(block.rows.height))
                sqlite3_bind_int64(tx, 4, Int64(block.rows.time))
                try step(tx)
                for _ in rows.inputs {
                    sqlite3_bind_int64(input, 1, inputNumber)
                    sqlite3_bind_int64(input, 2, txNumber)
                    sqlite3_bind_int64(input, 3, Int64(block.spent[spent].output))
                    try step(input)
                    inputNumber += 1
                    spent += 1
                }
                for (n, row) in rows.outputs.enumerated() {
                    let who = block.addresses[owner]
                    owner += 1
                    if who >= known {
                        sqlite3_bind_int64(address, 1, Int64(who))
                        _ = row.script.withUnsafeBytes {
                            sqlite3_bind_blob(address, 2, $0.baseAddress, Int32($0.count), transient)
                        }
                        try step(address)
                        known = who + 1
                    }
                    sqlite3_bind_int64(output, 1, outputNumber)
                    sqlite3_bind_int64(output, 2, txNumber)
                    sqlite3_bind_int64(output, 3, Int64(n))
                    sqlite3_bind_int64(output, 4, Int64(row.value))
                    sqlite3_bind_int64(output, 5, Int64(who))
                    if spenders[Int(outputNumber)] == .max {
                        sqlite3_bind_null(output, 6)
                    } else {
                        sqlite3_bind_int64(output, 6, Int64(spenders[Int(outputNumber)]))
                    }
                    try step(output)
                    outputNumber += 1
                }
                txNumber += 1
            }
        }
        try run(
            """
            COMMIT;
            CREATE UNIQUE INDEX tx_by_id ON tx(txid);
            CREATE UNIQUE INDEX address_by_script ON address(script, id);
            CREATE INDEX output_by_tx ON output(tx, spent_tx);
            CREATE INDEX input_by_tx ON input(tx, previous);
            CREATE INDEX output_by_address ON output(address, tx, n, value, spent_tx);
            ANALYZE;
            """)
    }

    /// The second copy of the rows, which is not counted when imports are compared.
    func copyHistories() throws {
        try run(
            """
            CREATE TABLE entry (address INTEGER, tx INTEGER, n INTEGER, value INTEGER, time INTEGER, spent_tx INTEGER,
                PRIMARY KEY (address, tx, n)) WITHOUT ROWID;
            BEGIN;
            INSERT INTO entry SELECT o.address, o.tx, o.n, o.value, t.time, o.spent_tx
                FROM output o INDEXED BY output_by_address CROSS JOIN tx t ON t.id = o.tx ORDER BY o.address, o.tx, o.n;
            COMMIT;
            ANALYZE entry;
            """)
    }

    private func step(_ statement: OpaquePointer?) throws {
        try check(sqlite3_step(statement))
        sqlite3_reset(statement)
    }

    private var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    // MARK: Questions

    /// Prepares the statements and begins the transaction that all questions are asked in.
    func begin() throws {
        lookup = try prepare("SELECT id FROM address WHERE script = ?")
        coveredByNumber = try prepare(
            "SELECT o.value, o.tx, t.time, o.spent_tx FROM output o JOIN tx t ON t.id = o.tx WHERE o.address = ?")
        covered = try prepare(
            """
            SELECT o.value, o.tx, t.time, o.spent_tx FROM address a CROSS JOIN output o ON o.address = a.id
                CROSS JOIN tx t ON t.id = o.tx WHERE a.script = ?
            """)
        copiedByNumber = try prepare("SELECT value, tx, time, spent_tx FROM entry WHERE address = ?")
        copied = try prepare(
            """
            SELECT e.value, e.tx, e.time, e.spent_tx FROM address a CROSS JOIN entry e ON e.address = a.id
                WHERE a.script = ?
            """)
        spenders = try prepare("SELECT spent_tx FROM output WHERE tx = ? AND spent_tx IS NOT NULL")
        try run("BEGIN")
    }

    @inline(__always)
    func find(_ script: [UInt8]) -> Int64 {
        _ = script.withUnsafeBytes { sqlite3_bind_blob(lookup, 1, $0.baseAddress, Int32($0.count), nil) }
        let id = sqlite3_step(lookup) == SQLITE_ROW ? sqlite3_column_int64(lookup, 0) : -1
        sqlite3_reset(lookup)
        return id
    }

    /// Sums an address's rows by covering indexes: of address, outputs, and the time from the transaction's row.
    @inline(__always)
    func history(_ script: [UInt8]) -> UInt64 { sum(covered, script) }

    /// The same from a second copy of the rows, clustered by address for this one question.
    @inline(__always)
    func copiedHistory(_ script: [UInt8]) -> UInt64 { sum(copied, script) }

    @inline(__always)
    func history(_ address: Int64) -> UInt64 {
        sqlite3_bind_int64(coveredByNumber, 1, address)
        return sum(coveredByNumber)
    }

    @inline(__always)
    func copiedHistory(_ address: Int64) -> UInt64 {
        sqlite3_bind_int64(copiedByNumber, 1, address)
        return sum(copiedByNumber)
    }

    @inline(__always)
    private func sum(_ history: OpaquePointer?, _ script: [UInt8]) -> UInt64 {
        script.withUnsafeBytes {
            sqlite3_bind_blob(history, 1, $0.baseAddress, Int32($0.count), nil)
            return sum(history)
        }
    }

    @inline(__always)
    private func sum(_ history: OpaquePointer?) -> UInt64 {
        var sum: UInt64 = 0
        while sqlite3_step(history) == SQLITE_ROW {
            sum &+= UInt64(bitPattern: sqlite3_column_int64(history, 0))
            sum &+= UInt64(bitPattern: sqlite3_column_int64(history, 1))
            sum &+= UInt64(bitPattern: sqlite3_column_int64(history, 2))
        }
        sqlite3_reset(history)
        return sum
    }

    @inline(__always)
    func eachSpender(of tx: UInt64, _ body: (UInt64) -> Void) {
        sqlite3_bind_int64(spenders, 1, Int64(tx))
        while sqlite3_step(spenders) == SQLITE_ROW { body(UInt64(sqlite3_column_int64(spenders, 0))) }
        sqlite3_reset(spenders)
    }

    /// Streams the ledger in order: for each transaction `input` with the output each input spends and its value, then
    /// `output` with each output's value, then `end`. The value of an input is joined where `joining`, else 0.
    func stream(
        joining: Bool, _ input: (Int, UInt64) -> Void, _ output: (UInt64) -> Void, _ end: () -> Void
    ) throws {
        let inputs = try prepare(
            joining
                ? "SELECT i.tx, i.previous, o.value FROM input i CROSS JOIN output o ON o.id = i.previous ORDER BY i.id"
                : "SELECT tx, previous, 0 FROM input ORDER BY id")
        let outputs = try prepare("SELECT tx, value FROM output ORDER BY id")
        defer { for statement in [inputs, outputs] { sqlite3_finalize(statement) } }
        var hasInput = sqlite3_step(inputs) == SQLITE_ROW
        var transaction: Int64 = 0
        var hasOutput = sqlite3_step(outputs) == SQLITE_ROW
        while hasOutput {
            while hasInput, sqlite3_column_int64(inputs, 0) == transaction {
                input(Int(sqlite3_column_int64(inputs, 1)), UInt64(bitPattern: sqlite3_column_int64(inputs, 2)))
                hasInput = sqlite3_step(inputs) == SQLITE_ROW
            }
            while hasOutput, sqlite3_column_int64(outputs, 0) == transaction {
                output(UInt64(bitPattern: sqlite3_column_int64(outputs, 1)))
                hasOutput = sqlite3_step(outputs) == SQLITE_ROW
            }
            end()
            transaction += 1
        }
    }

    /// Has the system forget the file, so that the next reads come from the disk.
    static func dropCaches(_ path: String) {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        close(descriptor)
    }
}
