/// What is wrong with bytes that should be a block, a transaction or a part of one, and where.
public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong; the associated numbers are for the sentence.
    public enum Reason: Hashable, Sendable {
        /// The bytes end before the field does.
        case truncated(needed: UInt64, remaining: Int)
        /// A count that the remaining bytes cannot hold.
        case count(UInt64, remaining: Int)
        /// A CompactSize that is longer than its value needs.
        case longCount(UInt64)
        /// An output, or the outputs of a transaction together, above 21 million coins.
        case value(UInt64)
        case noInputs
        case noOutputs
        case noTransactions
        /// A witness flag other than 1.
        case witnessFlag(UInt8)
        /// A witness marker, and then no witness.
        case emptyWitness
        /// Bytes after the end.
        case trailing(Int)
        /// The first transaction of a block is not a coinbase.
        case firstIsNoCoinbase
        /// A transaction after the first is a coinbase.
        case secondCoinbase(position: Int)
    }

    public let reason: Reason
    /// Offset of the field, counted from the start of the file or of the bytes given.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// What was wrong and where, without the file's name.
    public var sentence: String { "at byte \(offset): \(cause)" }
    public var description: String { sentence }

    private var cause: String {
        switch reason {
        case .truncated(let needed, let remaining): "the data ends: \(needed) bytes are needed and \(remaining) are left"
        case .count(let count, let remaining): "a count of \(count) cannot be held by the \(remaining) bytes that are left"
        case .longCount(let value): "the count \(value) is written with more bytes than it needs"
        case .value(let value): "a value of \(value) satoshi is more than can exist"
        case .noInputs: "a transaction has no inputs"
        case .noOutputs: "a transaction has no outputs"
        case .noTransactions: "the block has no transactions"
        case .witnessFlag(let flag): "the witness flag is \(flag), only 1 is known"
        case .emptyWitness: "a transaction is marked as having a witness and has none"
        case .trailing(let count): "\(count) bytes follow the end"
        case .firstIsNoCoinbase: "the block's first transaction is not a coinbase"
        case .secondCoinbase(let position): "transaction \(position) of the block is a second coinbase"
        }
    }
}
