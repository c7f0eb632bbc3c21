import CLedgerKernel
import Ledger

/// Whether a block fits what the ledger and the import hold already, before it goes into the log.
extension IndexLedgerWriter {
    func admit(_ block: BlockRows) throws(LedgerError) -> AppendOutcome {
        try block.check()
        if let there = try held(block.height) {
            try block.checkPlace(of: there)
            return there.isWhole ? .alreadyThere : try merge(block, there)
        }
        try checkLinks(of: block)
        try log.append(block)
        return .added
    }

    private func held(_ height: UInt32) throws(LedgerError) -> HeldBlock? {
        let row: (hash: clew_hash, previous: clew_hash, flags: UInt32, time: UInt32)
        if let place = log.places[height] {
            row = (place.record.hash, place.record.previous, place.record.flags, place.record.time)
        } else if let stored = try stored(height)?.row {
            row = (stored.hash, stored.previous, stored.flags, stored.time)
        } else {
            return nil
        }
        return HeldBlock(
            hash: row.hash.hash, previous: row.previous.hash, isWhole: row.flags & BlockFlag.whole != 0, time: row.time)
    }

    private func stored(_ height: UInt32) throws(LedgerError) -> (segment: Int, place: UInt32, row: clew_block)? {
        if let dropped = log.droppedFrom, height >= dropped { return nil }
        return try view.block(at: height)
    }

    /// Adds the transactions that are not there yet to a block that an export held in part.
    private func merge(_ block: BlockRows, _ there: HeldBlock) throws(LedgerError) -> AppendOutcome {
        var merged: BlockRows
        if let place = log.places[block.height] {
            merged = try log.rows(place)
        } else if let stored = try stored(block.height) {
            merged = try view.rows(ofBlock: stored.place, in: stored.segment)
        } else {
            return .alreadyThere
        }
        let given = Dictionary(block.transactions.map { ($0.position, $0.txid) }) { first, _ in first }
        var held: [UInt32: TxID] = [:]
        for rows in merged.transactions {
            held[rows.position] = rows.txid
            if let other = given[rows.position], other != rows.txid {
                throw block.conflict(at: rows.position, held: rows.txid, given: other)
            }
            if block.isWhole, given[rows.position] == nil { throw block.conflict(at: rows.position, held: rows.txid, given: nil) }
        }
        let fresh = block.transactions.filter { held[$0.position] == nil }
        guard block.isWhole || !fresh.isEmpty else { return .alreadyThere }
        merged.transactions = (merged.transactions + fresh).sorted { $0.position < $1.position }
        merged.hash = block.hash == .zero ? there.hash : block.hash
        merged.previous = block.previous == .zero ? there.previous : block.previous
        merged.isWhole = block.isWhole
        if block.isWhole { try checkLinks(of: merged) }
        try log.append(merged)
        return .added
    }

    private func checkLinks(of block: BlockRows) throws(LedgerError) {
        try block.checkLinks(before: block.height > 0 ? held(block.height - 1) : nil, after: held(block.height + 1))
    }
}
