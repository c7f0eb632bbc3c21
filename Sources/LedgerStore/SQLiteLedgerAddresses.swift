import GRDB
import Ledger

/// Addresses, their histories and their sums.
extension SQLiteLedger {
    public func find(_ addresses: [Address]) throws(LedgerError) -> [AddressRef?] {
        let sql = """
            SELECT id FROM address WHERE script = ? AND EXISTS (SELECT 1 FROM entry WHERE address = id AND tx <= ?)
            """
        return try each(addresses, sql) { statement, address in
            try statement.bind(address.script, at: 1)
            statement.bind(last, at: 2)
            return try statement.next() ? AddressRef(raw: statement.amount(0)) : nil
        }
    }

    public func addresses(of refs: [AddressRef]) throws(LedgerError) -> [Address] {
        let sql = """
            SELECT script FROM address WHERE id = ? AND EXISTS (SELECT 1 FROM entry WHERE address = id AND tx <= ?)
            """
        return try each(refs, sql) { statement, ref in
            bind(ref, to: statement)
            guard try statement.next() else { throw unknown(ref) }
            return Address(canonicalScript: statement.bytes(0))
        }
    }

    public func counts(of refs: [AddressRef]) throws(LedgerError) -> [UInt64] {
        try each(refs, "SELECT count(DISTINCT tx) FROM entry WHERE address = ? AND tx <= ?") { statement, ref in
            bind(ref, to: statement)
            guard try statement.next(), statement.integer(0) > 0 else { throw unknown(ref) }
            return statement.amount(0)
        }
    }

    public func history(
        of refs: [AddressRef], _ page: Ledger.Cursor, into batch: inout Batch<OutputRef>
    ) throws(LedgerError) {
        try check(refs)
        guard page.limit > 0 else { return batch.answerNothing(for: refs.count) }
        let sql = "SELECT tx, n FROM entry WHERE address = ? AND tx > ? AND tx <= ? AND side = 0 ORDER BY tx, n"
        try fill(&batch, of: refs, sql) { statement, ref, rows in
            bind(ref, after: page, to: statement)
            let start = rows.count
            while try statement.next() {
                let output = OutputRef(tx: statement.ref(0), index: statement.count(1))
                if rows.count - start >= page.limit {
                    if rows[rows.count - 1].tx != output.tx { return }
                    // A page never splits a transaction: this one is for the next page, unless it is all there is.
                    if rows[start].tx != output.tx { return rows.removeTransaction(output.tx) }
                }
                rows.append(output)
            }
        }
    }

    public func appearances(
        of refs: [AddressRef], _ page: Ledger.Cursor, into batch: inout Batch<TxRef>
    ) throws(LedgerError) {
        try check(refs)
        guard page.limit > 0 else { return batch.answerNothing(for: refs.count) }
        let sql = "SELECT DISTINCT tx FROM entry WHERE address = ? AND tx > ? AND tx <= ? ORDER BY tx LIMIT ?"
        try fill(&batch, of: refs, sql) { statement, ref, rows in
            bind(ref, after: page, to: statement)
            statement.bind(Int64(page.limit), at: 4)
            while try statement.next() { rows.append(statement.ref(0)) }
        }
    }

    public func summaries(of refs: [AddressRef]) throws(LedgerError) -> [AddressSummary] {
        let sql = "SELECT tx, side, value FROM entry WHERE address = ? AND tx <= ? ORDER BY tx, side, n"
        return try each(refs, sql) { statement, ref in
            bind(ref, to: statement)
            var summary = AddressSummary()
            var spent: UInt64 = 0
            while try statement.next() {
                let tx = statement.ref(0)
                if tx != summary.last {
                    summary.transactions += 1
                    if summary.first == .none { summary.first = tx }
                    summary.last = tx
                }
                if statement.integer(1) == EntrySide.received.rawValue {
                    summary.outputs += 1
                    summary.received = try Self.sum(summary.received, statement.amount(2))
                } else {
                    if statement.integer(1) == EntrySide.spent.rawValue { spent += 1 }
                    summary.sent = try Self.sum(summary.sent, statement.amount(2))
                }
            }
            guard summary.transactions > 0 else { throw unknown(ref) }
            summary.unspentOutputs = summary.outputs - min(spent, summary.outputs)
            summary.complete = isEverythingKnown
            return summary
        }
    }

    // MARK: Parts

    /// An error for the first handle that is not of this snapshot.
    private func check(_ refs: [AddressRef]) throws(LedgerError) {
        _ = try each(refs, "SELECT 1 FROM entry WHERE address = ? AND tx <= ? LIMIT 1") { statement, ref in
            bind(ref, to: statement)
            guard try statement.next() else { throw unknown(ref) }
        }
    }

    private func bind(_ ref: AddressRef, to statement: PreparedStatement) {
        statement.bind(Int64(bitPattern: ref.raw), at: 1)
        statement.bind(last, at: 2)
    }

    private func bind(_ ref: AddressRef, after page: Ledger.Cursor, to statement: PreparedStatement) {
        statement.bind(Int64(bitPattern: ref.raw), at: 1)
        statement.bind(page.after.map { Int64(clamping: $0.raw) } ?? -1, at: 2)
        statement.bind(last, at: 3)
    }

    static func sum(_ a: UInt64, _ b: UInt64) throws -> UInt64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { throw LedgerError("The values of this ledger exceed 64 bits: it cannot be of a real chain.") }
        return sum
    }
}

extension Batch {
    fileprivate mutating func answerNothing(for keys: Int) {
        removeAll()
        for _ in 0..<keys { endKey() }
    }
}

extension [OutputRef] {
    fileprivate mutating func removeTransaction(_ tx: TxRef) {
        while last?.tx == tx { removeLast() }
    }
}
