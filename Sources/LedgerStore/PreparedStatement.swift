import GRDB
import GRDBSQLite
import Ledger

/// A compiled statement with the few typed ways in and out that the store needs.
///
/// The hot paths of an import run hundreds of thousands of rows a second through here, which is why values go straight
/// to SQLite's own calls instead of through arrays of boxed arguments. To be used inside a GRDB access only.
struct PreparedStatement {
    private let owner: Statement
    private let handle: OpaquePointer

    init(_ sql: String, in db: Database) throws {
        owner = try db.cachedStatement(sql: sql)
        handle = owner.sqliteStatement
        reset()
    }

    // MARK: Parameters, counted from 1

    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }
    func bind(_ value: TxRef, at index: Int32) { bind(Int64(bitPattern: value.raw), at: index) }
    func bind(_ value: UInt32, at index: Int32) { bind(Int64(value), at: index) }
    func bind(_ value: Bool, at index: Int32) { bind(value ? 1 : 0 as Int64, at: index) }

    func bindNull(at index: Int32) { sqlite3_bind_null(handle, index) }

    func bind(_ value: Int64?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    func bind(_ text: String, at index: Int32) throws {
        try check(sqlite3_bind_text(handle, index, text, -1, Self.copied))
    }

    /// A zero-length blob stays a blob: SQLite would take the null pointer of an empty array for NULL.
    func bind(_ bytes: [UInt8], at index: Int32) throws {
        if bytes.isEmpty {
            try check(sqlite3_bind_zeroblob(handle, index, 0))
        } else {
            try check(bytes.withUnsafeBytes { sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), Self.copied) })
        }
    }

    func bind(_ bytes: [UInt8]?, at index: Int32) throws {
        if let bytes { try bind(bytes, at: index) } else { bindNull(at: index) }
    }

    func bind(_ hash: Hash256, at index: Int32) throws {
        var words = (
            hash.words.0.littleEndian, hash.words.1.littleEndian, hash.words.2.littleEndian, hash.words.3.littleEndian
        )
        try check(withUnsafeBytes(of: &words) { sqlite3_bind_blob(handle, index, $0.baseAddress, 32, Self.copied) })
    }

    // MARK: Running

    /// Runs a statement that answers no rows, and makes it ready for the next run.
    func run() throws {
        defer { reset() }
        while try next() {}
    }

    /// Moves to the next row; false after the last. `reset` before other parameters are bound.
    func next() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    func reset() { sqlite3_reset(handle) }

    // MARK: Columns of the current row, counted from 0

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func optional(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
    func count(_ column: Int32) -> UInt32 { UInt32(truncatingIfNeeded: integer(column)) }
    func amount(_ column: Int32) -> UInt64 { UInt64(bitPattern: integer(column)) }
    func ref(_ column: Int32) -> TxRef { TxRef(raw: UInt64(bitPattern: integer(column))) }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func hash(_ column: Int32) throws -> Hash256 {
        guard let start = sqlite3_column_blob(handle, column), sqlite3_column_bytes(handle, column) == 32 else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a hash is not 32 bytes long")
        }
        let words = UnsafeRawBufferPointer(start: start, count: 32)
        func word(_ n: Int) -> UInt64 { UInt64(littleEndian: words.loadUnaligned(fromByteOffset: n * 8, as: UInt64.self)) }
        return Hash256(words: (word(0), word(1), word(2), word(3)))
    }

    // MARK: Errors

    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw failure(code) }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        let message = sqlite3_errmsg(sqlite3_db_handle(handle)).map { String(cString: $0) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: owner.sql)
    }
}
