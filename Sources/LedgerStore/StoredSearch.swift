import GRDB
import Ledger

/// Looking through a ledger in SQLite for shortened identifiers: the plain way, row by row.
struct StoredSearch {
    /// Tables of addresses: their canonical scripts or accounts, and the column of `entry` that names them.
    let addresses: (table: String, column: String, owner: String)
    let last: TxRef

    /// Rows of addresses, and blocks, that one call looks at.
    private static let rows: UInt64 = 50_000
    private static let blocks: UInt64 = 64

    func addresses(
        fitting pattern: AddressPattern, from place: UInt64, in db: Database
    ) throws -> SearchedPart<Address> {
        let (table, column, owner) = addresses
        let end = try UInt64(Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM \(table)") ?? 1)
        let stop = min(end, place.addingReportingOverflow(Self.rows).partialValue)
        var part = SearchedPart<Address>(found: [], next: max(stop, place), end: end)
        let all = try PreparedStatement("SELECT id, \(column) FROM \(table) WHERE id >= ? AND id < ?", in: db)
        let known = try PreparedStatement("SELECT 1 FROM entry WHERE \(owner) = ? AND tx <= ? LIMIT 1", in: db)
        defer { all.reset() }
        all.bind(Int64(clamping: place), at: 1)
        all.bind(Int64(clamping: stop), at: 2)
        while try all.next() {
            let script = all.bytes(1)
            let address = Address(canonicalScript: script)
            guard script.withUnsafeBytes(pattern.mayFit), pattern.fits(address) else { continue }
            known.bind(all.integer(0), at: 1)
            known.bind(last, at: 2)
            if try known.next() { part.found.append(address) }
            known.reset()
        }
        return part
    }

    /// Places are heights here.
    func txids(fitting pattern: TxIDPattern, from place: UInt64, in db: Database) throws -> SearchedPart<TxID> {
        let end = UInt64(last.height) + 1
        let first = try PreparedStatement("SELECT ref FROM tx WHERE ref >= ? AND ref <= ? ORDER BY ref LIMIT 1", in: db)
        defer { first.reset() }
        first.bind(TxRef(height: UInt32(clamping: place), position: 0), at: 1)
        first.bind(last, at: 2)
        guard place < end, try first.next() else { return SearchedPart(found: [], next: max(place, end), end: end) }
        let start = first.ref(0)
        let stop = min(end, UInt64(start.height) + Self.blocks)
        var part = SearchedPart<TxID>(found: [], next: stop, end: end)
        let all = try PreparedStatement("SELECT txid FROM tx WHERE ref BETWEEN ? AND ?", in: db)
        defer { all.reset() }
        all.bind(start, at: 1)
        all.bind(min(last, TxRef(height: UInt32(stop - 1), position: .max)), at: 2)
        while try all.next() {
            let id = try all.hash(0)
            if pattern.fits(id) { part.found.append(id) }
        }
        return part
    }
}

extension SQLiteLedger: SearchableLedger {
    private var search: StoredSearch { StoredSearch(addresses: ("address", "script", "address"), last: last) }

    public func addresses(fitting pattern: AddressPattern, from place: UInt64) throws(LedgerError) -> SearchedPart<Address> {
        try read { try search.addresses(fitting: pattern, from: place, in: $0) }
    }

    public func txids(fitting pattern: TxIDPattern, from place: UInt64) throws(LedgerError) -> SearchedPart<TxID> {
        try read { try search.txids(fitting: pattern, from: place, in: $0) }
    }
}

extension AccountLedger: SearchableLedger {
    private var search: StoredSearch { StoredSearch(addresses: ("account", "bytes", "account"), last: last) }

    public func addresses(fitting pattern: AddressPattern, from place: UInt64) throws(LedgerError) -> SearchedPart<Address> {
        try read { try search.addresses(fitting: pattern, from: place, in: $0) }
    }

    public func txids(fitting pattern: TxIDPattern, from place: UInt64) throws(LedgerError) -> SearchedPart<TxID> {
        try read { try search.txids(fitting: pattern, from: place, in: $0) }
    }
}
