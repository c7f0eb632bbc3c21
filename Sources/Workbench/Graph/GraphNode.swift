import Ledger

/// One output that a row stands for.
public struct GraphCoin: Hashable, Sendable {
    /// The output by transaction id and index.
    public var outpoint: Outpoint
    /// Base units.
    public var value: UInt64
    /// Where the graph goes on: the spender on the right, the creator on the left; `.none` when it is not at hand.
    public var next: TxRef
    /// The id of `next`; nil when that is not at hand.
    public var nextID: TxID?
    /// What became of it; on the left it is always spent.
    public var fate: Fate
    /// Whether the creating transaction is in the ledger; on the right it always is.
    public var known: Known

    public init(outpoint: Outpoint, value: UInt64, next: TxRef, nextID: TxID?, fate: Fate, known: Known) {
        self.outpoint = outpoint
        self.value = value
        self.next = next
        self.nextID = nextID
        self.fate = fate
        self.known = known
    }
}

/// A line between a row and one a column nearer to the focus.
public struct GraphEdge: Hashable, Sendable {
    /// The row nearer to the focus.
    public var inner: GraphNodeID
    /// Base units that pass along it; nil when an amount is not known.
    public var value: UInt64?

    public init(inner: GraphNodeID, value: UInt64?) {
        self.inner = inner
        self.value = value
    }
}

/// Whether the coins of a row went on.
public enum GraphFate: Hashable, Sendable {
    /// All spent.
    case spent
    /// At least one is unspent at the tip.
    case unspent
    /// At least one is not known: coverage lacks what came before it or after it.
    case unknown
    /// No coin: a transaction, the fee, what can never be spent.
    case none
}

/// What a folded group holds, to the base unit.
public struct GraphGroup: Hashable, Sendable {
    /// What joins the members.
    public var kind: GraphGroupKind
    /// Members still folded.
    public var count: Int
    /// Base units of all members.
    public var sum: UInt64
    /// Base units of the least member.
    public var least: UInt64
    /// Base units of the greatest member.
    public var greatest: UInt64
    /// Members whose coins are all spent, and by how many transactions.
    public var spent: Int
    /// Transactions that spent coins of the members.
    public var spenders: Int
    /// True when the members are transactions, false when they are addresses or outputs.
    public var ofTransactions: Bool
}

/// A fact below a row, where there is room for it.
public struct GraphDetail: Hashable, Sendable {
    /// What the amount of a detail is.
    public enum What: Hashable, Sendable {
        case fee
        /// Coins from outside the rows shown that the same transaction spends.
        case coInputs(Int)
        /// Inputs of which the ledger knows no value.
        case unknownInputs(Int)
        /// An output or input of a transaction whose next column is not shown.
        case party(Address, fate: GraphFate, place: GraphPlace?)
        case more(Int)
        case unspent(Int)
        case notSeenSpent(Int)
    }
    /// What the amount is.
    public var what: What
    /// Base units; nil when not known.
    public var value: UInt64?

    public init(what: What, value: UInt64?) {
        self.what = what
        self.value = value
    }
}

/// One row of the graph with everything that is drawn of it.
public struct GraphNode: Hashable, Sendable {
    /// Identity and place.
    public var id: GraphNodeID
    /// The row of the next column inwards under which it is placed; nil for the focus.
    public var parent: GraphNodeID?
    /// Every row it is joined to in the next column inwards, the parent first.
    public var edges: [GraphEdge] = []
    /// Base units; nil when not known.
    public var value: UInt64?
    /// True when a part of the value is not known.
    public var isAtLeast = false
    /// The value of the whole fan this row is a part of; nil when not known.
    public var whole: UInt64?
    /// Whether its coins went on.
    public var fate: GraphFate = .none
    /// The outputs an address row stands for.
    public var coins: [GraphCoin] = []
    /// Set when the row is a folded group.
    public var group: GraphGroup?
    /// Inputs that an `.unknownInputs` row stands for.
    public var unknownInputs = 0
    /// Id and block time of a transaction, as far as known.
    public var txid: TxID?
    /// Seconds since 1970; nil when not loaded or not a transaction.
    public var time: UInt32?
    /// The place of what `.elsewhere` names.
    public var place: GraphPlace?
    /// The group this row was unfolded from.
    public var unfoldedFrom: GraphItem?
    /// Facts below the row, where there is room.
    public var details: [GraphDetail] = []
    /// Rows of the next column outwards that it would have.
    public var canExpand = false
    /// True when those rows are shown.
    public var isExpanded = false

    init(id: GraphNodeID) { self.id = id }

    /// Signed hops from the focus.
    public var column: Int { id.column }

    /// Share of the fan in thousandths, rounded down; nil when a value is not known.
    public var share: Int? {
        guard let value, let whole, whole > 0 else { return nil }
        let (high, low) = value.multipliedFullWidth(by: 1000)
        guard high < whole else { return nil }
        return Int(whole.dividingFullWidth((high, low)).quotient)
    }
}

extension Sequence<UInt64> {
    /// The sum, held at the greatest number: no valid ledger comes near it.
    func total() -> UInt64 {
        reduce(0) { sum, value in
            let (next, overflow) = sum.addingReportingOverflow(value)
            return overflow ? .max : next
        }
    }
}
