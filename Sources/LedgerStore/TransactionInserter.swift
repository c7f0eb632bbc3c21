import GRDB
import Ledger

/// Puts transactions into the tables and links what they spend, in whatever order blocks come.
///
/// An input means the latest transaction of the id it names that comes before it in ledger order (BIP 30). While the
/// ledger has none, the input waits under that id; each transaction that comes takes the inputs that wait for it.
final class TransactionInserter {
    let links: OutputLinks
    private let scripts: ScriptOwners
    /// Transactions whose id is carried once, by id.
    private var recent = GenerationCache<TxID, TxRef>(capacity: 400_000)
    /// False while no input waits, as in an import from genesis on: then nobody need be asked.
    private var isAnyWaiting: Bool

    private let carriers: PreparedStatement
    private let insertTx: PreparedStatement
    private let insertOutput: PreparedStatement
    private let insertInput: PreparedStatement
    private let waiting: PreparedStatement
    private let overwrite: PreparedStatement
    private let stored: StoredRows

    init(in db: Database) throws {
        links = try OutputLinks(in: db)
        scripts = try ScriptOwners(in: db)
        stored = try StoredRows(in: db)
        isAnyWaiting = try Int64.fetchOne(db, sql: "SELECT tx FROM input WHERE previous_txid IS NOT NULL LIMIT 1") != nil
        carriers = try PreparedStatement("SELECT ref FROM tx WHERE txid = ? ORDER BY ref", in: db)
        insertTx = try PreparedStatement(
            "INSERT INTO tx (ref, txid, coinbase, inputs, outputs) VALUES (?, ?, ?, ?, ?)", in: db)
        insertOutput = try PreparedStatement(
            "INSERT INTO output (tx, n, value, address, script, unspendable) VALUES (?, ?, ?, ?, ?, ?)", in: db)
        insertInput = try PreparedStatement(
            """
            INSERT INTO input (tx, n, previous, previous_n, previous_txid, value, address, stated_value, stated_script)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: db)
        waiting = try PreparedStatement(
            "SELECT tx, n, previous_n FROM input WHERE previous_txid = ? AND tx > ? ORDER BY tx, n", in: db)
        overwrite = try PreparedStatement("UPDATE tx SET overwritten = ? WHERE ref = ?", in: db)
    }

    func insert(_ rows: TransactionRows, at ref: TxRef, isGenesis: Bool) throws {
        let others = try all(carrying: rows.txid)
        try insertTransaction(rows, ref)
        for (n, output) in rows.outputs.enumerated() {
            try insertOutput(output, OutputRef(tx: ref, index: UInt32(n)), isGenesis: isGenesis)
        }
        if others.isEmpty {
            recent.insert(ref, for: rows.txid)
        } else {
            recent.remove(rows.txid)
            try takePlace(of: others, rows.txid, ref)
        }
        for (n, input) in rows.inputs.enumerated() {
            try insertInput(input, InputPlace(tx: ref, n: UInt32(n)), txid: rows.txid)
        }
        if isAnyWaiting { try takeWaiting(rows.txid, ref) }
    }

    /// Transactions and their ids in a block, in order.
    func ids(at height: UInt32) throws -> [(ref: TxRef, txid: TxID)] { try stored.ids(at: height) }

    /// The block's transactions as their sources stated them.
    func storedRows(at height: UInt32) throws -> [TransactionRows] { try stored.rows(at: height) }

    /// Forgets what may not be in the tables any more.
    func forget() {
        recent.removeAll()
        scripts.forget()
        isAnyWaiting = true
    }

    // MARK: Rows

    private func insertTransaction(_ rows: TransactionRows, _ ref: TxRef) throws {
        insertTx.bind(ref, at: 1)
        try insertTx.bind(rows.txid, at: 2)
        insertTx.bind(rows.isCoinbase, at: 3)
        insertTx.bind(Int64(rows.inputs.count), at: 4)
        insertTx.bind(Int64(rows.outputs.count), at: 5)
        try insertTx.run()
    }

    private func insertOutput(_ output: TransactionRows.Output, _ ref: OutputRef, isGenesis: Bool) throws {
        let owner = try scripts.owner(of: output.script)
        insertOutput.bind(ref.tx, at: 1)
        insertOutput.bind(ref.index, at: 2)
        insertOutput.bind(Int64(output.value), at: 3)
        insertOutput.bind(owner.address, at: 4)
        try insertOutput.bind(owner.isCanonical ? nil : output.script, at: 5)
        insertOutput.bind(owner.isUnspendable || isGenesis, at: 6)
        try insertOutput.run()
        if let address = owner.address {
            try links.addEntry(address, ref.tx, .received, ref.index, value: Int64(output.value))
        }
    }

    private func insertInput(_ input: TransactionRows.Input, _ place: InputPlace, txid: TxID) throws {
        if let stated = input.stated, stated.value > UInt64(Int64.max) {
            throw LedgerError(
                "Input \(place.n) of transaction \(txid) states the value \(stated.value), which is more than any chain "
                    + "has: the data are damaged.")
        }
        let stated = input.stated.map { Int64($0.value) }
        let source = try source(of: input.previous.txid, before: place.tx)
        let value: Int64?
        let address: Int64?
        if let source {
            let taken = try links.take(OutputRef(tx: source, index: input.previous.index), for: place)
            (value, address) = (taken.value, taken.address)
        } else {
            value = stated
            address = try input.stated.flatMap { try scripts.owner(of: $0.script).address }
            isAnyWaiting = true
            if let address, let value { try links.addEntry(address, place.tx, .stated, place.n, value: value) }
        }
        insertInput.bind(place.tx, at: 1)
        insertInput.bind(place.n, at: 2)
        if let source { insertInput.bind(source, at: 3) } else { insertInput.bindNull(at: 3) }
        insertInput.bind(input.previous.index, at: 4)
        if source == nil { try insertInput.bind(input.previous.txid, at: 5) } else { insertInput.bindNull(at: 5) }
        insertInput.bind(value, at: 6)
        insertInput.bind(address, at: 7)
        insertInput.bind(stated, at: 8)
        try insertInput.bind(input.stated?.script, at: 9)
        try insertInput.run()
    }

    // MARK: Which transaction an id means

    private func all(carrying txid: TxID) throws -> [TxRef] {
        defer { carriers.reset() }
        try carriers.bind(txid, at: 1)
        var refs: [TxRef] = []
        while try carriers.next() { refs.append(carriers.ref(0)) }
        return refs
    }

    private func source(of txid: TxID, before spender: TxRef) throws -> TxRef? {
        if let ref = recent.value(for: txid) { return ref < spender ? ref : nil }
        return try all(carrying: txid).last { $0 < spender }
    }

    private func takeWaiting(_ txid: TxID, _ ref: TxRef) throws {
        defer { waiting.reset() }
        try waiting.bind(txid, at: 1)
        waiting.bind(ref, at: 2)
        var found: [(InputPlace, UInt32)] = []
        while try waiting.next() {
            found.append((InputPlace(tx: waiting.ref(0), n: waiting.count(1)), waiting.count(2)))
        }
        for (place, index) in found {
            try links.link(place, to: OutputRef(tx: ref, index: index))
        }
    }

    /// BIP 30: another transaction has the same id. From here up to the next one, inputs mean this one; outputs of the
    /// one before that are not spent by then can never be.
    private func takePlace(of others: [TxRef], _ txid: TxID, _ ref: TxRef) throws {
        if let before = others.last(where: { $0 < ref }) {
            try overwrite(before, by: ref)
            for (place, index) in try links.spends(of: before) where place.tx > ref {
                try links.unlink(place, from: OutputRef(tx: before, index: index), txid: txid)
                try links.link(place, to: OutputRef(tx: ref, index: index))
            }
        }
        if let after = others.first(where: { $0 > ref }) { try overwrite(ref, by: after) }
    }

    private func overwrite(_ ref: TxRef, by next: TxRef) throws {
        overwrite.bind(next, at: 1)
        overwrite.bind(ref, at: 2)
        try overwrite.run()
    }
}
