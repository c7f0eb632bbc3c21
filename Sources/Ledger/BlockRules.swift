/// A block that a ledger holds, as far as others must fit it.
public struct HeldBlock: Hashable, Sendable {
    /// `.zero` where the source gave none.
    public var hash: BlockHash
    public var previous: BlockHash
    /// False where an export held only some of its transactions.
    public var isWhole: Bool
    /// Seconds since 1970.
    public var time: UInt32

    public init(hash: BlockHash, previous: BlockHash, isWhole: Bool, time: UInt32) {
        self.hash = hash
        self.previous = previous
        self.isWhole = isWhole
        self.time = time
    }
}

/// What every ledger asks of a block before it takes it in.
extension BlockRows {
    /// Heights from here on are refused: a `TxRef` of them does not fit the 63 bits that SQLite has for names.
    public static let greatestHeight = UInt32(Int32.max)

    /// Two different blocks cannot both be at one height.
    public func checkPlace(of there: HeldBlock) throws(LedgerError) {
        guard there.hash != .zero, hash != .zero, there.hash != hash else { return }
        throw LedgerError(
            "At height \(height) the ledger holds block \(there.hash), and the block to add is "
                + "\(hash): two different blocks cannot both be there. If the heights were given by hand, "
                + "check them; to read another branch of the chain, name another folder with --ledger.")
    }

    /// The refusal of a block whose transaction at a position is another one than the ledger holds, or is missing.
    public func conflict(at position: UInt32, held: TxID, given: TxID?) -> LedgerError {
        LedgerError(
            "At height \(height), position \(position), the ledger holds the transaction \(held), and the block to "
                + "add has \(given.map(\.description) ?? "none there"). One of the two sources gives wrong positions or "
                + "heights; import them into folders of their own, with --ledger.")
    }

    /// A block names the one before it; where a source gives no hashes there is nothing to compare.
    public func checkLinks(before: HeldBlock?, after: HeldBlock?) throws(LedgerError) {
        if height > 0, previous != .zero, let before, before.hash != .zero,
            before.hash != previous {
            throw LedgerError(
                "Block \(hash) at height \(height) follows \(previous), and the ledger holds "
                    + "\(before.hash) at height \(height - 1): it does not link. If the heights were given by hand, "
                    + "check them; to read another branch of the chain, name another folder with --ledger.")
        }
        if hash != .zero, let after, after.previous != .zero,
            after.previous != hash {
            throw LedgerError(
                "The ledger's block \(after.hash) at height \(height + 1) follows \(after.previous), and the block "
                    + "to add at height \(height) is \(hash): it does not link. If the heights were given by "
                    + "hand, check them; to read another branch of the chain, name another folder with --ledger.")
        }
    }

    /// What no ledger can hold, whatever is in it.
    public func check() throws(LedgerError) {
        guard height < Self.greatestHeight else {
            throw LedgerError("The height \(height) of block \(hash) is beyond what a ledger can hold.")
        }
        var last: UInt32?
        for rows in transactions {
            if let last, rows.position <= last {
                throw LedgerError(
                    "The transactions of block \(hash) at height \(height) are not in ascending order of "
                        + "position: \(rows.txid) at \(rows.position) comes after \(last).")
            }
            last = rows.position
            for output in rows.outputs where output.value > UInt64(Int64.max) {
                throw LedgerError(
                    "An output of transaction \(rows.txid) at height \(height) is worth \(output.value), which is "
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
