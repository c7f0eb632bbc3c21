import GRDB
import GRDBSQLite
import Ledger

/// Turns locking scripts into rows of the table `address`, and remembers the scripts that come again.
final class ScriptOwners {
    struct Owner {
        /// The row of the address; nil when the script has none.
        var address: Int64?
        /// The script is the one its address stands for, and need not be kept beside it.
        var isCanonical: Bool
        var isUnspendable: Bool
    }

    private var recent = GenerationCache<[UInt8], Owner>(capacity: 400_000)
    /// Longer scripts are rare and seldom come again: they would only fill memory.
    private static let longestRemembered = 80
    private let insert: PreparedStatement
    private let find: PreparedStatement
    private let connection: OpaquePointer?

    init(in db: Database) throws {
        insert = try PreparedStatement("INSERT OR IGNORE INTO address (script) VALUES (?)", in: db)
        find = try PreparedStatement("SELECT id FROM address WHERE script = ?", in: db)
        connection = db.sqliteConnection
    }

    func owner(of script: [UInt8]) throws -> Owner {
        if let owner = recent.value(for: script) { return owner }
        let form = LockingScript(script)
        guard let address = form.address else {
            return Owner(address: nil, isCanonical: false, isUnspendable: form.isUnspendable)
        }
        let owner = Owner(
            address: try row(of: address), isCanonical: address.script == script, isUnspendable: form.isUnspendable)
        if script.count <= Self.longestRemembered { recent.insert(owner, for: script) }
        return owner
    }

    func forget() { recent.removeAll() }

    private func row(of address: Address) throws -> Int64 {
        // Most addresses are new: one probe of the index for those, two for the others.
        try insert.bind(address.script, at: 1)
        try insert.run()
        if sqlite3_changes(connection) == 1 { return sqlite3_last_insert_rowid(connection) }
        defer { find.reset() }
        try find.bind(address.script, at: 1)
        guard try find.next() else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an address is in the index and not in the table")
        }
        return find.integer(0)
    }
}
