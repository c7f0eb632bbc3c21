import GRDB
import Ledger

extension SQLiteLedger {
    /// Reads every row of the snapshot: seconds on a ledger of millions.
    public func totals() throws(LedgerError) -> LedgerTotals {
        try read { db in
            var totals = LedgerTotals()
            totals.blocks = try count("SELECT count(*) FROM block WHERE height <= ?", info.tip.map(Int64.init) ?? -1, db)
            totals.transactions = try count("SELECT count(*) FROM tx WHERE ref <= ?", nil, db)
            totals.addresses = try count("SELECT count(DISTINCT address) FROM entry WHERE tx <= ?", nil, db)
            totals.unresolvedInputs = try count(
                "SELECT count(*) FROM input WHERE previous_txid IS NOT NULL AND value IS NULL AND tx <= ?", nil, db)
            totals.inputs = try count("SELECT count(*) FROM input WHERE tx <= ?", nil, db)

            let outputs = try PreparedStatement(
                """
                SELECT value, spender, unspendable, overwritten FROM output JOIN tx ON ref = tx WHERE tx <= ?
                """, in: db)
            defer { outputs.reset() }
            outputs.bind(last, at: 1)
            while try outputs.next() {
                totals.outputs += 1
                if !outputs.isNull(1), outputs.ref(1) <= last { continue }
                totals.unspentOutputs += 1
                totals.unspentValue = try Self.sum(totals.unspentValue, outputs.amount(0))
                if outputs.integer(2) != 0 || !outputs.isNull(3) && outputs.ref(3) <= last {
                    totals.unspendableOutputs += 1
                }
            }
            return totals
        }
    }

    /// What a counting statement answers for the bound; nil means the snapshot's last transaction.
    private func count(_ sql: String, _ bound: Int64?, _ db: Database) throws -> UInt64 {
        let statement = try PreparedStatement(sql, in: db)
        defer { statement.reset() }
        statement.bind(bound ?? Int64(bitPattern: last.raw), at: 1)
        return try statement.next() ? statement.amount(0) : 0
    }
}
