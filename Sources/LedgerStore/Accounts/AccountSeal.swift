import GRDB
import Ledger

/// What is worked out when an import ends: ledger order, the chain of digests, and what MANIFEST says.
enum AccountSeal {
    /// Nil when `progress` answered false.
    static func seal(
        chain: Chain, in db: Database, progress: (UInt64, UInt64) -> Bool
    ) throws -> LedgerInfo? {
        try db.execute(sql: AccountSchema.dropDerived + AccountSchema.derived)
        try db.beginTransaction(.immediate)
        let heights = "SELECT height FROM source_tx UNION SELECT height FROM source_block"
        let total = try UInt64.fetchOne(db, sql: "SELECT count(*) FROM (\(heights))") ?? 0
        let blocks = try PreparedStatement(
            """
            SELECT h.height, hash, time, transactions FROM (\(heights) ORDER BY 1) h
            LEFT JOIN source_block b ON b.height = h.height
            """, in: db)
        defer { blocks.reset() }
        var ordering = try AccountOrdering(in: db, chain: chain)
        var done: UInt64 = 0
        while try blocks.next() {
            let said = blocks.isNull(1) ? nil : (try blocks.hash(1), blocks.count(2), blocks.isNull(3) ? nil : blocks.count(3))
            try ordering.write(blocks.count(0), said)
            done += 1
            if done % 64 == 0 || done == total, !progress(done, total) { return nil }
        }
        guard done > 0 else { throw LedgerError("The files hold no transactions and no blocks.") }
        try LedgerFacts.set(.calls, to: ordering.hasCalls ? 1 : 0, in: db)
        try LedgerFacts.set(.logs, to: ordering.hasLogs ? 1 : 0, in: db)
        try db.execute(sql: "ANALYZE")
        try db.commit()
        return LedgerInfo(
            chain: chain, coverage: ordering.coverage, tipHash: ordering.tip.hash == .zero ? nil : ordering.tip.hash,
            tipTime: ordering.tip.time, digest: ordering.ledgerDigest)
    }
}
