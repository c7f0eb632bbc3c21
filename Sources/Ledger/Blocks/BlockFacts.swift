/// A block read for its facts alone: witnesses and unlocking scripts are passed over, not copied. What importers use.
public struct BlockFacts: Sendable {
    /// Bytes of the smallest transaction: version, counts, one input, one output, lock time.
    static let leastTransaction = 60

    public let header: BlockHeader
    public let hash: BlockHash
    /// The first bytes of the coinbase's unlocking script: enough for the height it states.
    public let coinbaseScript: [UInt8]
    public let transactions: [TransactionRows]

    /// Reads one block and leaves the reader behind it. Throws as `Block.init(parsing:)` does.
    public init(parsing reader: inout ByteReader) throws(ParseError) {
        header = try BlockHeader(parsing: &reader)
        hash = header.hash
        let offset = reader.offset
        let count = try reader.count(ofAtLeast: Self.leastTransaction)
        guard count > 0 else { throw ParseError(.noTransactions, at: offset) }
        var coinbaseScript: [UInt8] = []
        var transactions: [TransactionRows] = []
        transactions.reserveCapacity(count)
        for position in 0..<count {
            let offset = reader.offset
            let transaction = try Self.transaction(&reader, UInt32(truncatingIfNeeded: position), &coinbaseScript)
            try Self.checkPlace(of: transaction.isCoinbase, at: position, offset)
            transactions.append(transaction)
        }
        self.coinbaseScript = coinbaseScript
        self.transactions = transactions
    }

    /// What is wrong between the header, the transactions and the rules of `chain`; nil when nothing is.
    public func fault(on chain: Chain) -> BlockFault? {
        BlockFault.of(header, hash, ids: transactions.map(\.txid), on: chain)
    }

    /// The height that the coinbase states, where BIP 34 makes it binding on `chain`; nil elsewhere.
    public func statedHeight(on chain: Chain) -> UInt32? {
        StatedHeight.binding(header: header, coinbaseScript: coinbaseScript, on: chain)
    }

    public func rows(height: UInt32, heightAssumed: Bool = false) -> BlockRows {
        BlockRows(
            height: height, hash: hash, previous: header.previous, time: header.time, heightAssumed: heightAssumed,
            transactions: transactions)
    }

    /// The first transaction of a block is its coinbase, and no other is one.
    static func checkPlace(of isCoinbase: Bool, at position: Int, _ offset: Int) throws(ParseError) {
        if position == 0, !isCoinbase { throw ParseError(.firstIsNoCoinbase, at: offset) }
        if position > 0, isCoinbase { throw ParseError(.secondCoinbase(position: position), at: offset) }
    }

    private static func transaction(
        _ reader: inout ByteReader, _ position: UInt32, _ coinbaseScript: inout [UInt8]
    ) throws(ParseError) -> TransactionRows {
        var walk = try TransactionWalk(&reader)
        var inputs: [TransactionRows.Input] = []
        inputs.reserveCapacity(walk.inputCount)
        for _ in 0..<walk.inputCount {
            let previous = Outpoint(txid: try reader.hash(), index: try reader.u32())
            let script = try reader.variableSlice()
            try reader.skip(4)
            inputs.append(TransactionRows.Input(previous: previous))
            if position == 0 { coinbaseScript = [UInt8](script.prefix(8)) }
        }
        let isCoinbase = inputs.count == 1 && inputs[0].previous.isNull
        var outputs: [TransactionRows.Output] = []
        let outputCount = try walk.beginOutputs(&reader)
        outputs.reserveCapacity(outputCount)
        for _ in 0..<outputCount {
            outputs.append(
                TransactionRows.Output(value: try walk.value(&reader), script: try reader.variableBytes()))
        }
        walk.endOutputs(reader)
        try walk.skipWitnesses(&reader)
        try reader.skip(4)
        return TransactionRows(
            txid: walk.txid(reader), position: position, isCoinbase: isCoinbase, inputs: isCoinbase ? [] : inputs,
            outputs: outputs)
    }
}
