/// A block as its bytes say it: the header and the transactions, the coinbase first.
public struct Block: Hashable, Sendable {
    /// Bytes of the greatest block that the rules allow, with witnesses (BIP 141).
    public static let greatestSize = 4_000_000

    public let header: BlockHeader
    public let hash: BlockHash
    public let transactions: [Transaction]

    public init(header: BlockHeader, transactions: [Transaction]) {
        self.header = header
        self.hash = header.hash
        self.transactions = transactions
    }

    /// Reads one block and leaves the reader behind it. Throws when the bytes are none: see `Transaction`, and the
    /// first transaction, and no other, must be a coinbase. `check` looks at the rest.
    public init(parsing reader: inout ByteReader) throws(ParseError) {
        header = try BlockHeader(parsing: &reader)
        hash = header.hash
        let offset = reader.offset
        let count = try reader.count(ofAtLeast: BlockFacts.leastTransaction)
        guard count > 0 else { throw ParseError(.noTransactions, at: offset) }
        var transactions: [Transaction] = []
        transactions.reserveCapacity(count)
        for position in 0..<count {
            let offset = reader.offset
            let transaction = try Transaction(parsing: &reader)
            try BlockFacts.checkPlace(of: transaction.isCoinbase, at: position, offset)
            transactions.append(transaction)
        }
        self.transactions = transactions
    }

    /// Reads `bytes`, which must hold one block and nothing else.
    public init(_ bytes: [UInt8]) throws(ParseError) {
        self = try ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in
            let block = try Block(parsing: &reader)
            try reader.end()
            return block
        }
    }

    /// What is wrong between a header, its transactions and the rules of `chain`; nil when nothing is.
    public func fault(on chain: Chain) -> BlockFault? {
        BlockFault.of(header, hash, ids: transactions.map(\.txid), on: chain)
    }

    /// The height that the coinbase states, where BIP 34 makes it binding on `chain`; nil elsewhere.
    public func statedHeight(on chain: Chain) -> UInt32? {
        StatedHeight.binding(header: header, coinbaseScript: transactions.first?.inputs.first?.script ?? [], on: chain)
    }

    /// The facts that stores keep. `heightAssumed` says that the height was given and not read.
    public func rows(height: UInt32, heightAssumed: Bool = false) -> BlockRows {
        BlockRows(
            height: height, hash: hash, previous: header.previous, time: header.time, heightAssumed: heightAssumed,
            transactions: transactions.enumerated().map { $1.rows(position: UInt32($0)) })
    }
}

extension Transaction {
    /// The facts that stores keep.
    public func rows(position: UInt32) -> TransactionRows {
        TransactionRows(
            txid: txid, position: position, isCoinbase: isCoinbase,
            inputs: isCoinbase ? [] : inputs.map { TransactionRows.Input(previous: $0.previous) },
            outputs: outputs.map { TransactionRows.Output(value: $0.value, script: $0.script) })
    }
}
