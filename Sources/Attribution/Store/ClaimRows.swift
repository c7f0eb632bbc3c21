import GRDB
import GRDBSQLite

/// A prepared question for claims, asked many times: values go straight to SQLite's own calls and back.
///
/// A look-up takes some microseconds so; through arrays of boxed arguments it took tens. To be used inside one access only.
struct ClaimRows {
    private let owner: Statement
    private let handle: OpaquePointer

    /// - Parameter sql: a question with one parameter.
    init(_ db: Database, _ sql: String) throws {
        owner = try db.cachedStatement(sql: sql)
        handle = owner.sqliteStatement
        sqlite3_reset(handle)
    }

    /// The row that the statement stands on; valid until the next.
    struct Row {
        fileprivate let handle: OpaquePointer

        func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

        func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

        func text(_ column: Int32) -> String {
            guard let start = sqlite3_column_text(handle, column) else { return "" }
            let count = Int(sqlite3_column_bytes(handle, column))
            return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }

        func bytes(_ column: Int32) -> [UInt8] {
            guard let start = sqlite3_column_blob(handle, column) else { return [] }
            return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
        }
    }

    /// Asks with a blob and shows each row to `body`.
    func each(_ blob: [UInt8], _ body: (Row) throws -> Void) throws {
        try blob.withUnsafeBytes { bytes in
            try check(sqlite3_bind_blob(handle, 1, bytes.baseAddress, Int32(bytes.count), nil))
            try run(body)
        }
    }

    /// Asks with a text and shows each row to `body`.
    func each(_ text: String, _ body: (Row) throws -> Void) throws {
        var text = text
        try text.withUTF8 { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { characters in
                try check(sqlite3_bind_text(handle, 1, characters.baseAddress, Int32(characters.count), nil))
                try run(body)
            }
        }
    }

    private func run(_ body: (Row) throws -> Void) throws {
        defer {
            sqlite3_reset(handle)
            // What was bound is not kept alive any longer.
            sqlite3_clear_bindings(handle)
        }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(Row(handle: handle))
            case SQLITE_DONE: return
            case let code: try check(code)
            }
        }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK || code == SQLITE_DONE else {
            let message = sqlite3_db_handle(handle).flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }
}
