/// One block as every importer hands it to every store, in ledger order.
public struct BlockRows: Hashable, Sendable {
    public var height: UInt32
    /// Zero when the source does not name it.
    public var hash: BlockHash
    /// Zero when the source does not say, and in a genesis block.
    public var previous: BlockHash
    /// Seconds since 1970.
    public var time: UInt32
    /// True when the height was given by the user and not read from the data.
    public var heightAssumed: Bool
    /// True when `transactions` holds every transaction of the block.
    public var isWhole: Bool
    public var transactions: [TransactionRows]

    public init(
        height: UInt32, hash: BlockHash, previous: BlockHash, time: UInt32, heightAssumed: Bool = false,
        isWhole: Bool = true, transactions: [TransactionRows]
    ) {
        self.height = height
        self.hash = hash
        self.previous = previous
        self.time = time
        self.heightAssumed = heightAssumed
        self.isWhole = isWhole
        self.transactions = transactions
    }
}

/// A transaction's facts. Addresses are not among them: they follow from the scripts.
public struct TransactionRows: Hashable, Sendable {
    public struct Input: Hashable, Sendable {
        public var previous: Outpoint
        /// Value and script when the source states them.
        public var stated: Output?

        public init(previous: Outpoint, stated: Output? = nil) {
            self.previous = previous
            self.stated = stated
        }
    }

    public struct Output: Hashable, Sendable {
        /// Base units.
        public var value: UInt64
        public var script: [UInt8]

        public init(value: UInt64, script: [UInt8]) {
            self.value = value
            self.script = script
        }
    }

    public var txid: TxID
    /// Position in the block; ascending within a block.
    public var position: UInt32
    public var isCoinbase: Bool
    /// Empty for a coinbase.
    public var inputs: [Input]
    public var outputs: [Output]

    public init(txid: TxID, position: UInt32, isCoinbase: Bool, inputs: [Input], outputs: [Output]) {
        self.txid = txid
        self.position = position
        self.isCoinbase = isCoinbase
        self.inputs = inputs
        self.outputs = outputs
    }
}
