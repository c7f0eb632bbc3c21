import Crypto

/// The digest of a ledger: 32 bytes that stand for every block up to a height, the same in every store and by every way
/// in, so that a finding can name exactly what it was asked of (DESIGN section 5).
///
///     d₀ = SHA-256("clew-ledger-1" ‖ name of the chain)                 both in UTF-8, nothing between them
///     d  = SHA-256(d of the block before ‖ block hash ‖ rows hash)      96 bytes; blocks in ascending height
///
/// The block hash stands in wire order; it is 32 zero bytes where the source names none. The rows hash is SHA-256 over
/// the block's transactions at hand, in ascending position. All numbers are unsigned, the lowest byte first:
///
///     u32  count of transactions
///     for each transaction
///         u32       position in the block
///         32 bytes  txid in wire order
///         u8        1 for a coinbase, else 0
///         u32       count of inputs, 0 for a coinbase
///         for each input, in input order
///             32 bytes  txid of the output it spends, in wire order
///             u32       index of that output
///         u32       count of outputs
///         for each output, in output order
///             u64    value in base units
///             u32    length of the locking script in bytes
///             bytes  the locking script
///
/// Every part is of fixed length or behind its length, so two different blocks never give the same bytes. Addresses,
/// unlocking scripts, witnesses, stated values of inputs, heights and times are not in it: exports lack some of them,
/// and the txid and the block hash commit to those that matter.
public struct LedgerDigest: Hashable, Sendable {
    /// 32 bytes.
    public private(set) var bytes: [UInt8]

    /// d₀: the digest of a ledger of `chain` without blocks.
    public init(chain: Chain) {
        bytes = [UInt8](SHA256.hash(data: Array("clew-ledger-1".utf8) + Array(chain.name.utf8)))
    }

    /// Goes on from a digest that was kept; nil unless there are 32 bytes.
    public init?(resuming bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Takes in the next block.
    public mutating func append(_ block: BlockRows) {
        append(block.hash, rowsHash: Self.rowsHash(of: block.transactions))
    }

    /// Takes in the next block by its hash and rows hash.
    public mutating func append(_ hash: BlockHash, rowsHash: [UInt8]) {
        var step = bytes
        step.append(hash)
        step += rowsHash
        bytes = [UInt8](SHA256.hash(data: step))
    }

    /// The rows hash of one block's transactions, which must be in ascending position.
    public static func rowsHash(of transactions: [TransactionRows]) -> [UInt8] {
        var hasher = SHA256()
        var buffer: [UInt8] = []
        buffer.append(littleEndian: UInt32(truncatingIfNeeded: transactions.count))
        for transaction in transactions {
            append(transaction, to: &buffer)
            if buffer.count > 1 << 16 {
                hasher.update(data: buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        hasher.update(data: buffer)
        return [UInt8](hasher.finalize())
    }

    private static func append(_ transaction: TransactionRows, to buffer: inout [UInt8]) {
        buffer.append(littleEndian: transaction.position)
        buffer.append(transaction.txid)
        buffer.append(transaction.isCoinbase ? 1 : 0)
        buffer.append(littleEndian: UInt32(truncatingIfNeeded: transaction.inputs.count))
        for input in transaction.inputs {
            buffer.append(input.previous.txid)
            buffer.append(littleEndian: input.previous.index)
        }
        buffer.append(littleEndian: UInt32(truncatingIfNeeded: transaction.outputs.count))
        for output in transaction.outputs {
            buffer.append(littleEndian: output.value)
            buffer.append(littleEndian: UInt32(truncatingIfNeeded: output.script.count))
            buffer += output.script
        }
    }
}
