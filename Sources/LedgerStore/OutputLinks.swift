import GRDB
import Ledger

/// One input, by its place.
struct InputPlace {
    var tx: TxRef
    var n: UInt32
}

/// Ties inputs to the outputs they spend, and keeps the entries of addresses in step.
final class OutputLinks {
    private let find: PreparedStatement
    private let spend: PreparedStatement
    private let resolve: PreparedStatement
    private let release: PreparedStatement
    private let spends: PreparedStatement
    private let insertEntry: PreparedStatement
    private let removeEntry: PreparedStatement
    private let owner: PreparedStatement
    private let names: PreparedStatement

    init(in db: Database) throws {
        find = try PreparedStatement("SELECT value, address, spender, spender_input FROM output WHERE tx = ? AND n = ?", in: db)
        spend = try PreparedStatement("UPDATE output SET spender = ?, spender_input = ? WHERE tx = ? AND n = ?", in: db)
        resolve = try PreparedStatement(
            "UPDATE input SET previous = ?, previous_txid = NULL, value = ?, address = ? WHERE tx = ? AND n = ?", in: db)
        release = try PreparedStatement(
            "UPDATE input SET previous = NULL, previous_txid = ?, value = NULL, address = NULL WHERE tx = ? AND n = ?",
            in: db)
        spends = try PreparedStatement(
            "SELECT spender, spender_input, n FROM output WHERE tx = ? AND spender IS NOT NULL", in: db)
        insertEntry = try PreparedStatement(
            "INSERT INTO entry (address, tx, side, n, value) VALUES (?, ?, ?, ?, ?)", in: db)
        removeEntry = try PreparedStatement(
            "DELETE FROM entry WHERE address = ? AND tx = ? AND side = ? AND n = ?", in: db)
        owner = try PreparedStatement("SELECT address FROM input WHERE tx = ? AND n = ?", in: db)
        names = try PreparedStatement("SELECT txid, outputs FROM tx WHERE ref = ?", in: db)
    }

    /// Says that the input spends the output, and answers what it takes. The row of the input is the caller's. An error
    /// when there is no such output or another input spends it.
    func take(_ output: OutputRef, for place: InputPlace) throws -> (value: Int64, address: Int64?) {
        let (value, address) = try unspent(output, for: place)
        spend.bind(place.tx, at: 1)
        spend.bind(place.n, at: 2)
        spend.bind(output.tx, at: 3)
        spend.bind(output.index, at: 4)
        try spend.run()
        if let address { try addEntry(address, place.tx, .spent, place.n, value: value) }
        return (value, address)
    }

    /// Ties an input that is there and waits to the output that came; what the source stated of it gives way.
    func link(_ place: InputPlace, to output: OutputRef) throws {
        if let stated = try owner(of: place) { try remove(stated, place, .stated) }
        let (value, address) = try take(output, for: place)
        resolve.bind(output.tx, at: 1)
        resolve.bind(value, at: 2)
        resolve.bind(address, at: 3)
        resolve.bind(place.tx, at: 4)
        resolve.bind(place.n, at: 5)
        try resolve.run()
    }

    /// Takes a link back: the input names `txid` again and waits.
    func unlink(_ place: InputPlace, from output: OutputRef, txid: TxID) throws {
        if let address = try owner(of: place) { try remove(address, place, .spent) }
        spend.bindNull(at: 1)
        spend.bindNull(at: 2)
        spend.bind(output.tx, at: 3)
        spend.bind(output.index, at: 4)
        try spend.run()
        try release.bind(txid, at: 1)
        release.bind(place.tx, at: 2)
        release.bind(place.n, at: 3)
        try release.run()
    }

    /// The inputs that spend a transaction's outputs, each with the output's index.
    func spends(of ref: TxRef) throws -> [(InputPlace, UInt32)] {
        defer { spends.reset() }
        spends.bind(ref, at: 1)
        var found: [(InputPlace, UInt32)] = []
        while try spends.next() {
            found.append((InputPlace(tx: spends.ref(0), n: spends.count(1)), spends.count(2)))
        }
        return found
    }

    func addEntry(_ address: Int64, _ tx: TxRef, _ side: EntrySide, _ n: UInt32, value: Int64) throws {
        insertEntry.bind(address, at: 1)
        insertEntry.bind(tx, at: 2)
        insertEntry.bind(side.rawValue, at: 3)
        insertEntry.bind(n, at: 4)
        insertEntry.bind(value, at: 5)
        try insertEntry.run()
    }

    // MARK: Parts

    private func unspent(_ output: OutputRef, for place: InputPlace) throws -> (value: Int64, address: Int64?) {
        defer { find.reset() }
        find.bind(output.tx, at: 1)
        find.bind(output.index, at: 2)
        guard try find.next() else {
            throw LedgerError(
                "\(try name(of: place)) spends output \(output.index) of \(try name(of: output.tx).id), which has only "
                    + "\(try name(of: output.tx).outputs) outputs: the data are damaged or of another chain.")
        }
        guard find.isNull(2) else {
            let other = InputPlace(tx: find.ref(2), n: find.count(3))
            throw LedgerError(
                "\(try name(of: place)) spends output \(output.index) of \(try name(of: output.tx).id), which "
                    + "\(try name(of: other)) spends already: both cannot be of one chain. Import them into folders of "
                    + "their own, with --ledger.")
        }
        return (find.integer(0), find.optional(1))
    }

    private func owner(of place: InputPlace) throws -> Int64? {
        defer { owner.reset() }
        owner.bind(place.tx, at: 1)
        owner.bind(place.n, at: 2)
        return try owner.next() ? owner.optional(0) : nil
    }

    private func remove(_ address: Int64, _ place: InputPlace, _ side: EntrySide) throws {
        removeEntry.bind(address, at: 1)
        removeEntry.bind(place.tx, at: 2)
        removeEntry.bind(side.rawValue, at: 3)
        removeEntry.bind(place.n, at: 4)
        try removeEntry.run()
    }

    private func name(of place: InputPlace) throws -> String {
        "Input \(place.n) of transaction \(try name(of: place.tx).id) at height \(place.tx.height)"
    }

    private func name(of ref: TxRef) throws -> (id: String, outputs: Int64) {
        defer { names.reset() }
        names.bind(ref, at: 1)
        guard try names.next() else { return ("an unknown transaction", 0) }
        return (try names.hash(0).description, names.integer(1))
    }
}
