import Attribution
import CSQLite
import Foundation
import Measuring

/// The same claims in plain SQLite as well tuned as we know how: one flat table clustered by address, so that its key is a
/// covering index, a prepared statement, a held read transaction, all pages in memory.
final class FlatPeer {
    private var db: OpaquePointer?
    private var lookup: OpaquePointer?
    private(set) var count = 0
    private(set) var addresses = 0

    init(copying path: String) throws {
        try check(sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil))
        try run("PRAGMA cache_size = -1048576")
        try run("ATTACH '\(path.replacingOccurrences(of: "'", with: "''"))' AS tags")
        try run(
            """
            CREATE TABLE flat (key BLOB, id INTEGER, network TEXT, text TEXT, label TEXT, confidence TEXT, level TEXT,
                source TEXT, added INTEGER, removed INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
            INSERT INTO flat SELECT key, claim.id, network, text, json_extract(body, '$.label'), json_extract(body, '$.confidence'),
                json_extract(body, '$.level'), source.name, added, removed
            FROM tags.claim JOIN tags.content ON content.id = content JOIN tags.source ON source.id = claim.source;
            DETACH tags; ANALYZE; BEGIN;
            """)
        count = Int(try number("SELECT count(*) FROM flat"))
        addresses = Int(try number("SELECT count(DISTINCT key) FROM flat"))
        let sql = "SELECT network, text, label, confidence, level, source, added, removed FROM flat WHERE key = ?"
        try check(sqlite3_prepare_v3(db, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &lookup, nil))
    }

    deinit {
        sqlite3_finalize(lookup)
        sqlite3_close(db)
    }

    /// Keys of tagged addresses spread over the set, as often as needed.
    func keys(_ wanted: Int) -> [TagKey] {
        var statement: OpaquePointer?
        sqlite3_prepare_v2(db, "SELECT DISTINCT key FROM flat ORDER BY substr(key, 9), key", -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        var keys: [TagKey] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, 0), count: Int(sqlite3_column_bytes(statement, 0)))
            guard let first = bytes.first, let form = TagKey.Form(rawValue: first) else { continue }
            keys.append(TagKey(form, Array(bytes.dropFirst())))
        }
        return (0..<wanted).map { keys[$0 % keys.count] }
    }

    /// The same sum as the store's look-ups, each row read into texts as they must be to be shown.
    func lookUp(_ keys: [TagKey]) throws -> UInt64 {
        var sum: UInt64 = 0
        for key in keys {
            let packed = key.packed
            // SQLite reads the key where it lies, as long as it steps.
            packed.withUnsafeBytes { key in
                sqlite3_bind_blob(lookup, 1, key.baseAddress, Int32(key.count), nil)
                while sqlite3_step(lookup) == SQLITE_ROW {
                    let texts = (0..<6).map { text(Int32($0)) }
                    sum &+= 1 + UInt64(texts[2].utf8.count) << 20 + UInt64(texts[5].utf8.count) << 40
                }
            }
            sqlite3_reset(lookup)
        }
        return sum
    }

    private func text(_ column: Int32) -> String {
        String(decoding: UnsafeBufferPointer(start: sqlite3_column_text(lookup, column), count: Int(sqlite3_column_bytes(lookup, column))), as: UTF8.self)
    }

    private func number(_ sql: String) throws -> Int64 {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(db, sql, -1, &statement, nil))
        defer { sqlite3_finalize(statement) }
        sqlite3_step(statement)
        return sqlite3_column_int64(statement, 0)
    }

    private func run(_ sql: String) throws { try check(sqlite3_exec(db, sql, nil, nil, nil)) }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw BenchmarkError("SQLite: \(String(cString: sqlite3_errmsg(db)))") }
    }
}
