import GRDB
import Ledger

/// Transactions with their inputs and outputs.
extension SQLiteLedger {
    public func find(_ txids: [TxID]) throws(LedgerError) -> [[TxRef]] {
        try each(txids, "SELECT ref FROM tx WHERE txid = ? AND ref <= ? ORDER BY ref") { statement, txid in
            try statement.bind(txid, at: 1)
            statement.bind(last, at: 2)
            var refs: [TxRef] = []
            while try statement.next() { refs.append(statement.ref(0)) }
            return refs
        }
    }

    private static let row = """
        SELECT ref, txid, time, inputs, outputs, coinbase FROM tx JOIN block ON height = ref >> 32
        """

    public func transactions(of refs: [TxRef]) throws(LedgerError) -> [TxRow] {
        try each(refs, Self.row + " WHERE ref = ? AND ref <= ?") { statement, ref in
            statement.bind(ref, at: 1)
            statement.bind(last, at: 2)
            guard try statement.next() else { throw unknown(ref) }
            return try Self.row(statement)
        }
    }

    public func transactions(in heights: ClosedRange<UInt32>, limit: Int) throws(LedgerError) -> [TxRow] {
        let range = TxRef(height: heights.lowerBound, position: 0)...TxRef(height: heights.upperBound, position: .max)
        guard limit > 0, range.lowerBound <= last else { return [] }
        return try read { db in
            let statement = try PreparedStatement(
                Self.row + " WHERE ref BETWEEN ? AND ? ORDER BY ref LIMIT ?", in: db)
            defer { statement.reset() }
            statement.bind(range.lowerBound, at: 1)
            statement.bind(min(range.upperBound, last), at: 2)
            statement.bind(Int64(limit), at: 3)
            var rows: [TxRow] = []
            while try statement.next() { rows.append(try Self.row(statement)) }
            return rows
        }
    }

    private static func row(_ statement: PreparedStatement) throws -> TxRow {
        TxRow(
            at: statement.ref(0), txid: try statement.hash(1), time: statement.count(2),
            inputCount: statement.count(3), outputCount: statement.count(4), isCoinbase: statement.integer(5) != 0)
    }

    // MARK: Inputs

    public func inputs(of refs: [TxRef], into batch: inout Batch<InputRow>) throws(LedgerError) {
        // The outer join tells a transaction without inputs (one row of nulls) from one that is not there (no row).
        let sql = """
            SELECT input.n, previous, previous_n, value, address, stated_value FROM tx LEFT JOIN input ON input.tx = ref
            WHERE ref = ? AND ref <= ? ORDER BY input.n
            """
        try fill(&batch, of: refs, sql) { statement, ref, rows in
            try eachRow(of: ref, statement) {
                let isResolved = !statement.isNull(1)
                rows.append(
                    InputRow(
                        previous: OutputRef(tx: isResolved ? statement.ref(1) : .none, index: statement.count(2)),
                        value: statement.amount(3), owner: Self.owner(statement, 4),
                        known: isResolved ? .resolved : statement.isNull(5) ? .unknown : .stated))
            }
        }
    }

    public func outpoints(of refs: [TxRef], into batch: inout Batch<Outpoint>) throws(LedgerError) {
        let sql = """
            SELECT input.n, coalesce(previous_txid, source.txid), previous_n FROM tx
            LEFT JOIN input ON input.tx = tx.ref LEFT JOIN tx AS source ON source.ref = previous
            WHERE tx.ref = ? AND tx.ref <= ? ORDER BY input.n
            """
        try fill(&batch, of: refs, sql) { statement, ref, rows in
            try eachRow(of: ref, statement) {
                rows.append(Outpoint(txid: try statement.hash(1), index: statement.count(2)))
            }
        }
    }

    // MARK: Outputs

    public func outputs(of refs: [TxRef], into batch: inout Batch<OutputRow>) throws(LedgerError) {
        let sql = """
            SELECT output.n, value, address, spender, spender_input, unspendable, overwritten
            FROM tx LEFT JOIN output ON output.tx = ref WHERE ref = ? AND ref <= ? ORDER BY output.n
            """
        try fill(&batch, of: refs, sql) { statement, ref, rows in
            try eachRow(of: ref, statement) {
                let isSpent = isHere(statement, 3)
                let isUnspendable = statement.integer(5) != 0 || isHere(statement, 6)
                rows.append(
                    OutputRow(
                        value: statement.amount(1), owner: Self.owner(statement, 2),
                        spender: isSpent ? statement.ref(3) : .none, spenderInput: isSpent ? statement.count(4) : 0,
                        fate: isSpent ? .spent : isUnspendable ? .unspendable : fate(unspentSince: ref)))
            }
        }
    }

    public func scripts(of refs: [OutputRef]) throws(LedgerError) -> [[UInt8]] {
        let sql = """
            SELECT coalesce(output.script, address.script) FROM output LEFT JOIN address ON address.id = address
            WHERE tx = ? AND n = ? AND tx <= ?
            """
        return try each(refs, sql) { statement, ref in
            statement.bind(ref.tx, at: 1)
            statement.bind(ref.index, at: 2)
            statement.bind(last, at: 3)
            guard try statement.next() else {
                throw LedgerError(
                    "The ledger \(folder) holds no output \(ref.index) of the transaction at height \(ref.tx.height), "
                        + "position \(ref.tx.position).")
            }
            return statement.bytes(0)
        }
    }

    // MARK: Parts

    /// Calls `body` for each row of the transaction; its first column is null when the transaction has none.
    private func eachRow(of ref: TxRef, _ statement: PreparedStatement, _ body: () throws -> Void) throws {
        statement.bind(ref, at: 1)
        statement.bind(last, at: 2)
        guard try statement.next() else { throw unknown(ref) }
        if statement.isNull(0) { return }
        repeat { try body() } while try statement.next()
    }

    /// Whether the column names a transaction, and one that this snapshot holds.
    private func isHere(_ statement: PreparedStatement, _ column: Int32) -> Bool {
        !statement.isNull(column) && statement.ref(column) <= last
    }

    /// Not seen spent is unspent only where no block is missing that might spend it.
    private func fate(unspentSince ref: TxRef) -> Fate {
        coveredFrom.map { ref.height >= $0 } ?? false ? .unspent : .notCovered
    }

    private static func owner(_ statement: PreparedStatement, _ column: Int32) -> AddressRef {
        statement.isNull(column) ? .none : AddressRef(raw: statement.amount(column))
    }
}
