import CLedgerKernel
import Ledger

/// Whether a block fits what the ledger and the import hold already, before it goes into the log.
extension IndexLedgerWriter {
    /// Heights above this do not fit a `TxRef` of 63 bits, which other stores keep.
    private static let greatestHeight = UInt32(Int32.max)

    private struct Held {
        var hash: BlockHash
        var previous: BlockHash
        var isWhole: Bool
        var time: UInt32
    }

    func admit(_ block: BlockRows) throws(LedgerError) -> AppendOutcome {
        try check(block)
        if let there = try held(block.height) {
            if there.hash != .zero, block.hash != .zero, there.hash != block.hash {
                throw LedgerError(
                    "At height \(block.height) the ledger holds block \(there.hash), and the block to add is "
                        + "\(block.hash): two different blocks cannot both be there. If the heights were given by hand, "
                        + "check them; to read another branch of the chain, name another folder with --ledger.")
            }
            return there.isWhole ? .alreadyThere : try merge(block, there)
        }
        try checkLinks(of: block)
        try log.append(block)
        return .added
    }

    private func held(_ height: UInt32) throws(LedgerError) -> Held? {
        let row: (hash: clew_hash, previous: clew_hash, flags: UInt32, time: UInt32)
        if let place = log.places[height] {
            row = (place.record.hash, place.record.previous, place.record.flags, place.record.time)
        } else if let stored = try stored(height)?.row {
            row = (stored.hash, stored.previous, stored.flags, stored.time)
        } else {
            return nil
        }
        return Held(
            hash: row.hash.hash, previous: row.previous.hash, isWhole: row.flags & BlockFlag.whole != 0, time: row.time)
    }

    private func stored(_ height: UInt32) throws(LedgerError) -> (segment: Int, place: UInt32, row: clew_block)? {
        if let dropped = log.droppedFrom, height >= dropped { return nil }
        return try view.block(at: height)
    }

    /// Adds the transactions that are not there yet to a block that an export held in part.
    private func merge(_ block: BlockRows, _ there: Held) throws(LedgerError) -> AppendOutcome {
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
                throw conflict(block, rows.position, rows.txid, other)
            }
            if block.isWhole, given[rows.position] == nil { throw conflict(block, rows.position, rows.txid, nil) }
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

    private func conflict(_ block: BlockRows, _ position: UInt32, _ held: TxID, _ given: TxID?) -> LedgerError {
        LedgerError(
            "At height \(block.height), position \(position), the ledger holds the transaction \(held), and the block to "
                + "add has \(given.map(\.description) ?? "none there"). One of the two sources gives wrong positions or "
                + "heights; import them into folders of their own, with --ledger.")
    }

    /// A block names the one before it; where a source gives no hashes there is nothing to compare.
    private func checkLinks(of block: BlockRows) throws(LedgerError) {
        if block.height > 0, block.previous != .zero, let before = try held(block.height - 1), before.hash != .zero,
            before.hash != block.previous {
            throw LedgerError(
                "Block \(block.hash) at height \(block.height) follows \(block.previous), and the ledger holds "
                    + "\(before.hash) at height \(block.height - 1): it does not link. If the heights were given by hand, "
                    + "check them; to read another branch of the chain, name another folder with --ledger.")
        }
        if block.hash != .zero, let after = try held(block.height + 1), after.previous != .zero,
            after.previous != block.hash {
            throw LedgerError(
                "The ledger's block \(after.hash) at height \(block.height + 1) follows \(after.previous), and the block "
                    + "to add at height \(block.height) is \(block.hash): it does not link. If the heights were given by "
                    + "hand, check them; to read another branch of the chain, name another folder with --ledger.")
        }
    }

    /// What no ledger can hold, whatever is in it.
    private func check(_ block: BlockRows) throws(LedgerError) {
        guard block.height < Self.greatestHeight else {
            throw LedgerError("The height \(block.height) of block \(block.hash) is beyond what a ledger can hold.")
        }
        var last: UInt32?
        for rows in block.transactions {
            if let last, rows.position <= last {
                throw LedgerError(
                    "The transactions of block \(block.hash) at height \(block.height) are not in ascending order of "
                        + "position: \(rows.txid) at \(rows.position) comes after \(last).")
            }
            last = rows.position
            for output in rows.outputs where output.value > UInt64(Int64.max) {
                throw LedgerError(
                    "An output of transaction \(rows.txid) at height \(block.height) is worth \(output.value), which is "
                        + "more than any chain has: the data are damaged.")
            }
            for (n, input) in rows.inputs.enumerated() {
                guard let stated = input.stated, stated.value > UInt64(Int64.max) else { continue }
                throw LedgerError(
                    "Input \(n) of transaction \(rows.txid) states the value \(stated.value), which is more than any "
                        + "chain has: the data are damaged.")
            }
        }
    }
}
