import GRDB
import Ledger

extension AccountLedger {
    public func find(_ txids: [TxID]) throws(LedgerError) -> [[TxRef]] {
        try read { db in
            let statement = try PreparedStatement("SELECT ref FROM tx WHERE txid = ? AND ref <= ? ORDER BY ref", in: db)
            return try txids.map { txid in
                defer { statement.reset() }
                try statement.bind(txid, at: 1)
                statement.bind(last, at: 2)
                var refs: [TxRef] = []
                while try statement.next() { refs.append(statement.ref(0)) }
                return refs
            }
        }
    }

    public func find(_ addresses: [Address]) throws(LedgerError) -> [AddressRef?] {
        try read { db in
            let statement = try PreparedStatement(
                "SELECT id FROM account WHERE bytes = ? AND EXISTS (SELECT 1 FROM entry WHERE account = id AND tx <= ?)",
                in: db)
            return try addresses.map { address in
                defer { statement.reset() }
                try statement.bind(address.script, at: 1)
                statement.bind(last, at: 2)
                return try statement.next() ? AddressRef(raw: statement.amount(0)) : nil
            }
        }
    }

    public func addresses(of refs: [AddressRef]) throws(LedgerError) -> [Address] {
        try read { db in
            let statement = try PreparedStatement(
                "SELECT bytes FROM account WHERE id = ? AND EXISTS (SELECT 1 FROM entry WHERE account = id AND tx <= ?)",
                in: db)
            return try refs.map { ref in
                defer { statement.reset() }
                bind(ref, to: statement)
                guard try statement.next() else { throw unknown(ref) }
                return Address(canonicalScript: statement.bytes(0))
            }
        }
    }

    public func counts(of refs: [AddressRef]) throws(LedgerError) -> [UInt64] {
        try read { db in
            let statement = try PreparedStatement(
                "SELECT count(DISTINCT tx) FROM entry WHERE account = ? AND tx <= ?", in: db)
            return try refs.map { ref in
                defer { statement.reset() }
                bind(ref, to: statement)
                guard try statement.next(), statement.integer(0) > 0 else { throw unknown(ref) }
                return statement.amount(0)
            }
        }
    }

    public func assets() throws(LedgerError) -> [AssetRow] {
        let chain = info.chain
        return try read { db in
            var rows = [AssetRow(number: coin, contract: nil, symbol: chain.ticker, decimals: chain.decimals)]
            let tokens = try PreparedStatement(
                "SELECT number, bytes, symbol, decimals FROM token JOIN account ON id = contract ORDER BY number", in: db)
            defer { tokens.reset() }
            while try tokens.next() {
                rows.append(
                    AssetRow(
                        number: tokens.count(0), contract: Address(canonicalScript: tokens.bytes(1)),
                        symbol: tokens.isNull(2) ? "" : tokens.text(2), decimals: tokens.optional(3).map { Int($0) }))
            }
            return rows
        }
    }

    public func transactions(of refs: [TxRef]) throws(LedgerError) -> [TxRow] {
        try read { db in
            let statement = try PreparedStatement("SELECT txid, time FROM tx WHERE ref = ? AND ref <= ?", in: db)
            return try refs.map { ref in
                defer { statement.reset() }
                statement.bind(ref, at: 1)
                statement.bind(last, at: 2)
                guard ref <= last, try statement.next() else { throw unknown(ref) }
                return TxRow(
                    at: ref, txid: try statement.hash(0), time: statement.count(1), inputCount: 0, outputCount: 0,
                    isCoinbase: false)
            }
        }
    }

    public func transfers(in refs: [TxRef], into batch: inout Batch<TransferRow>) throws(LedgerError) {
        _ = try transactions(of: refs)
        batch.removeAll()
        var filled = batch
        try read { db in
            let statement = try PreparedStatement(
                "SELECT tx, ordinal, kind, asset, sender, receiver, value FROM transfer WHERE tx = ? ORDER BY ordinal", in: db)
            for ref in refs {
                statement.bind(ref, at: 1)
                while try statement.next() { filled.rows.append(try transfer(statement)) }
                statement.reset()
                filled.endKey()
            }
        }
        batch = filled
    }

    public func history(
        of refs: [AddressRef], asset: UInt32, _ page: Ledger.Cursor, into batch: inout Batch<TransferRow>
    ) throws(LedgerError) {
        _ = try addresses(of: refs)
        batch.removeAll()
        var filled = batch
        try read { db in
            let statement = try PreparedStatement(
                """
                SELECT t.tx, t.ordinal, kind, t.asset, sender, receiver, value FROM entry e
                JOIN transfer t ON t.tx = e.tx AND t.ordinal = e.ordinal
                WHERE e.account = ? AND e.asset = ? AND e.tx > ? AND e.tx <= ? ORDER BY e.tx, e.ordinal
                """, in: db)
            for ref in refs {
                statement.bind(Int64(bitPattern: ref.raw), at: 1)
                statement.bind(asset, at: 2)
                statement.bind(page.after.map { Int64(clamping: $0.raw) } ?? -1, at: 3)
                statement.bind(last, at: 4)
                let start = filled.rows.count
                while page.limit > 0, try statement.next() {
                    let row = try transfer(statement)
                    if filled.rows.count - start >= page.limit {
                        if filled.rows[filled.rows.count - 1].at != row.at { break }
                        // A page never splits a transaction: this one is for the next page, unless it is all there is.
                        if filled.rows[start].at != row.at {
                            while filled.rows.last?.at == row.at { filled.rows.removeLast() }
                            break
                        }
                    }
                    filled.rows.append(row)
                }
                statement.reset()
                filled.endKey()
            }
        }
        batch = filled
    }

    public func summaries(of refs: [AddressRef]) throws(LedgerError) -> [[AssetSummary]] {
        _ = try addresses(of: refs)
        return try read { db in
            let statement = try PreparedStatement(
                """
                SELECT t.tx, t.ordinal, kind, t.asset, sender, receiver, value FROM entry e
                JOIN transfer t ON t.tx = e.tx AND t.ordinal = e.ordinal
                WHERE e.account = ? AND e.tx <= ? ORDER BY e.asset, e.tx, e.ordinal
                """, in: db)
            return try refs.map { ref in
                defer { statement.reset() }
                bind(ref, to: statement)
                var sums: [AssetSummary] = []
                while try statement.next() {
                    let row = try transfer(statement)
                    if sums.last?.asset != row.asset { sums.append(AssetSummary(asset: row.asset)) }
                    try sums[sums.count - 1].add(row, of: ref)
                }
                return sums
            }
        }
    }

    public func totals() throws(LedgerError) -> AccountTotals {
        try read { db in
            func count(_ sql: String) throws -> UInt64 {
                let statement = try PreparedStatement(sql, in: db)
                defer { statement.reset() }
                statement.bind(last, at: 1)
                return try statement.next() ? statement.amount(0) : 0
            }
            var totals = AccountTotals()
            totals.blocks = try count("SELECT count(*) FROM block WHERE height <= (?1 >> 32)")
            totals.transactions = try count("SELECT count(*) FROM tx WHERE ref <= ?")
            totals.failed = try count("SELECT count(*) FROM tx WHERE ok = 0 AND ref <= ?")
            totals.transfers = try count("SELECT count(*) FROM transfer WHERE tx <= ?")
            totals.addresses = try count("SELECT count(DISTINCT account) FROM entry WHERE tx <= ?")
            totals.tokens = try count("SELECT count(DISTINCT asset) FROM transfer WHERE asset > 0 AND tx <= ?")
            return totals
        }
    }

    public func gaps() throws(LedgerError) -> AccountGaps {
        try read { db in
            func count(_ condition: String) throws -> UInt64 {
                let statement = try PreparedStatement("SELECT count(*) FROM tx WHERE \(condition) AND ref <= ?", in: db)
                defer { statement.reset() }
                statement.bind(last, at: 1)
                return try statement.next() ? statement.amount(0) : 0
            }
            var gaps = AccountGaps()
            gaps.gasUnknown = try count("gas = 0")
            gaps.statusUnknown = try count("ok IS NULL")
            gaps.hasCalls = try LedgerFacts.integer(.calls, in: db) == 1
            gaps.hasLogs = try LedgerFacts.integer(.logs, in: db) == 1
            return gaps
        }
    }

    private func bind(_ ref: AddressRef, to statement: PreparedStatement) {
        statement.bind(Int64(bitPattern: ref.raw), at: 1)
        statement.bind(last, at: 2)
    }
}
