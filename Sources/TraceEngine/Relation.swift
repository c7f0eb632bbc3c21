import Ledger

/// What an address received from, or sent to, one counterparty, over its transactions (DESIGN section 4, relation mode).
public struct Relation: Hashable, Sendable {
    public enum Direction: String, Hashable, Sendable {
        /// The counterparty's inputs paid the address.
        case incoming = "in"
        /// The address's inputs paid the counterparty.
        case outgoing = "out"
    }

    /// Who is at the other end.
    public enum Party: Hashable, Sendable {
        case address(Address)
        /// Newly issued coin and fees: a coinbase.
        case issued
        /// Scripts without an address: bare multisig, non-standard, data.
        case noAddress
        /// An input's value or owner is not known, so that nothing can be said of shares.
        case notKnown
    }

    /// Fact and inference never mix: a counterparty with both has one relation of each.
    public enum Basis: String, Hashable, Sendable {
        /// All inputs of every transaction are the sender's, so what each output got came from the sender.
        case fact
        /// The inputs are of several owners: each is taken to have paid each output in proportion to its part.
        case inference
    }

    public var direction: Direction
    public var party: Party
    /// Base units; what came back to the address itself not counted.
    public var value: UInt64
    public var transactions: UInt64
    public var first: TxRef
    public var last: TxRef
    /// Block times of the first and last transaction, seconds since 1970.
    public var firstTime: UInt32
    public var lastTime: UInt32
    public var basis: Basis

    public init(
        direction: Direction, party: Party, value: UInt64, transactions: UInt64, first: TxRef, last: TxRef,
        firstTime: UInt32, lastTime: UInt32, basis: Basis
    ) {
        self.direction = direction
        self.party = party
        self.value = value
        self.transactions = transactions
        self.first = first
        self.last = last
        self.firstTime = firstTime
        self.lastTime = lastTime
        self.basis = basis
    }

    /// The other end's address; nil where it has none.
    public var counterparty: Address? { if case .address(let address) = party { address } else { nil } }
}

/// The relations of one address.
public struct RelationView: Hashable, Sendable {
    public var address: Address
    /// Incoming before outgoing; within each by descending value, then by the counterparty's script.
    public var relations: [Relation]
    /// Transactions that were looked at: the first ones in ledger order.
    public var transactions: UInt64
    /// False when the address has more transactions than the limit asked for.
    public var isComplete: Bool
    /// False when the ledger has never seen the address.
    public var isKnown: Bool

    public init(address: Address, relations: [Relation], transactions: UInt64, isComplete: Bool, isKnown: Bool) {
        self.address = address
        self.relations = relations
        self.transactions = transactions
        self.isComplete = isComplete
        self.isKnown = isKnown
    }
}
