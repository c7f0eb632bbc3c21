/// A row of an export of an account chain, as importers hand it to a store: in any order, from any number of files.
public enum AccountSource: Hashable, Sendable {
    case block(Block)
    case transaction(Transaction)
    case receipt(Receipt)
    case move(Move)
    /// A log that has the form of a transfer and names one token, not an amount (ERC-721: four topics).
    case notAnAmount(TxID, height: UInt32, log: UInt64)
    case token(Token)

    public struct Block: Hashable, Sendable {
        public var height: UInt32
        public var hash: BlockHash
        /// Seconds since 1970.
        public var time: UInt32
        /// How many transactions it has; nil where the source does not say.
        public var transactions: UInt32?

        public init(height: UInt32, hash: BlockHash, time: UInt32, transactions: UInt32?) {
            self.height = height
            self.hash = hash
            self.time = time
            self.transactions = transactions
        }
    }

    public struct Transaction: Hashable, Sendable {
        public var txid: TxID
        public var height: UInt32
        public var position: UInt32?
        public var time: UInt32?
        public var from: Address
        /// The contract that it made, where it made one.
        public var to: Address
        public var value: UInt256
        /// The price of a unit of gas that the sender offered.
        public var gasPrice: UInt256?
        public var receipt: Receipt

        public init(
            txid: TxID, height: UInt32, position: UInt32?, time: UInt32?, from: Address, to: Address, value: UInt256,
            gasPrice: UInt256?, receipt: Receipt
        ) {
            self.txid = txid
            self.height = height
            self.position = position
            self.time = time
            self.from = from
            self.to = to
            self.value = value
            self.gasPrice = gasPrice
            self.receipt = receipt
        }
    }

    /// What came of a transaction; each part is nil where the source does not say.
    public struct Receipt: Hashable, Sendable {
        public var txid: TxID
        public var height: UInt32
        public var gasUsed: UInt256?
        public var effectivePrice: UInt256?
        /// False for one that failed: it moved nothing but gas.
        public var succeeded: Bool?

        public init(txid: TxID, height: UInt32, gasUsed: UInt256?, effectivePrice: UInt256?, succeeded: Bool?) {
            self.txid = txid
            self.height = height
            self.gasUsed = gasUsed
            self.effectivePrice = effectivePrice
            self.succeeded = succeeded
        }
    }

    /// A transfer inside a transaction.
    public struct Move: Hashable, Sendable {
        public enum Place: Hashable, Sendable {
            /// Among the calls of a transaction: the number of each call on the way there; empty for the transaction's own.
            case trace([UInt32])
            case log(UInt64)
        }

        public var txid: TxID
        public var height: UInt32
        public var time: UInt32?
        public var position: UInt32?
        public var place: Place
        /// The token's contract; nil for the coin.
        public var token: Address?
        /// Nil where the asset is newly issued (from) or destroyed (to): the account 0.
        public var from: Address?
        public var to: Address?
        public var value: UInt256

        public init(
            txid: TxID, height: UInt32, time: UInt32?, position: UInt32?, place: Place, token: Address?, from: Address?,
            to: Address?, value: UInt256
        ) {
            self.txid = txid
            self.height = height
            self.time = time
            self.position = position
            self.place = place
            self.token = token
            self.from = from
            self.to = to
            self.value = value
        }
    }

    /// What is said of a token contract.
    public struct Token: Hashable, Sendable {
        public var contract: Address
        public var symbol: String?
        public var decimals: Int?
        /// False for a contract whose transfers are of single tokens (ERC-721).
        public var countsAmounts: Bool?

        public init(contract: Address, symbol: String?, decimals: Int?, countsAmounts: Bool?) {
            self.contract = contract
            self.symbol = symbol
            self.decimals = decimals
            self.countsAmounts = countsAmounts
        }
    }
}

/// An account ledger being written. Nothing is visible to readers before `finish`.
public protocol AccountWriter: AnyObject {
    var chain: Chain { get }
    /// Takes rows in any order. An error when one contradicts another; nothing of the import becomes visible then.
    func add(_ rows: [AccountSource]) throws(LedgerError)
    /// Puts everything in ledger order and makes it visible at once. `progress` is told blocks done and in all, and answers
    /// whether to go on; nothing becomes visible otherwise, and the answer is false.
    func finish(progress: (UInt64, UInt64) -> Bool) throws(LedgerError) -> Bool
    /// Ends the writing; nothing of it stays.
    func abandon()
}
