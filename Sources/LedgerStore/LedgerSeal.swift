import GRDB
import Ledger

/// What is worked out once, when an import ends: the chain of digests and what MANIFEST says.
enum LedgerSeal {
    /// Extends the digests over every block whose own or whose predecessor's changed, and answers what the file holds.
    static func seal(chain: Chain, in db: Database) throws -> LedgerInfo {
        var info: LedgerInfo?
        try db.inTransaction(.immediate) {
            info = try sealed(chain: chain, in: db)
            return .commit
        }
        guard let info else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return info
    }

    private static func sealed(chain: Chain, in db: Database) throws -> LedgerInfo {
        let heightsKnown = try LedgerFacts.integer(.heightsKnown, in: db) != 0
        var coverage = Coverage(heightsKnown: heightsKnown)
        var digest = LedgerDigest(chain: chain)
        var isStale = false
        var tip: (hash: BlockHash, time: UInt32) = (.zero, 0)

        let blocks = try PreparedStatement(
            "SELECT height, hash, time, assumed, whole, rows_hash, digest FROM block ORDER BY height", in: db)
        defer { blocks.reset() }
        let update = try PreparedStatement("UPDATE block SET digest = ? WHERE height = ?", in: db)
        while try blocks.next() {
            let height = blocks.count(0)
            tip = (try blocks.hash(1), blocks.count(2))
            if blocks.integer(3) != 0 { extend(&coverage.assumed, by: height) }
            if blocks.integer(4) == 0 { coverage.wholeBlocks = false }
            extend(&coverage.ranges, by: height)
            if blocks.isNull(6) { isStale = true }
            if isStale {
                digest.append(tip.hash, rowsHash: blocks.bytes(5))
                try update.bind(digest.bytes, at: 1)
                update.bind(height, at: 2)
                try update.run()
            } else if let kept = LedgerDigest(resuming: blocks.bytes(6)) {
                digest = kept
            } else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a digest is not 32 bytes long")
            }
        }
        return LedgerInfo(
            chain: chain, coverage: coverage, tipHash: tip.hash == .zero ? nil : tip.hash, tipTime: tip.time,
            digest: digest.bytes)
    }

    private static func extend(_ ranges: inout [ClosedRange<UInt32>], by height: UInt32) {
        if let last = ranges.last, last.upperBound + 1 == height {
            ranges[ranges.count - 1] = last.lowerBound...height
        } else {
            ranges.append(height...height)
        }
    }
}
