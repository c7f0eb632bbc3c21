import Ledger
import TraceEngine

/// A path one hop a row: what goes on, what leaves, and what joins, in sums that add up to the base unit.
///
/// Backward it shows where value came from: what goes on leads to the coins that a transaction spent, what leaves is what
/// others put in, and what joins is what others got.
///
/// Of several ways the greatest output goes on that was spent, is no service's and was not made by a CoinJoin, unless
/// another was chosen. That is a way to read the ledger, not a claim about owners.
public struct PathTree: Hashable, Sendable {
    /// Why value left the path, or why the path ends.
    public enum End: Hashable, Sendable {
        case unspent
        /// Coverage lacks what came after.
        case coverage
        /// It can never be spent.
        case burn
        /// The case calls the owner a service.
        case service
        /// Somebody claims to know the owner.
        case tagged
        /// A detector recognises the transaction that made it or spent it: an inference.
        case coinJoin
        /// Spent by a transaction that is not on the path.
        case spent
        /// Backward: made by a transaction that is not on the path.
        case earlier
        /// Backward: issued by a block.
        case issued
        /// The path goes on, further than is shown.
        case further
        /// The ledger is being asked.
        case loading
        /// A folded group, or what is not read: its members end in different ways.
        case several
    }

    /// One row.
    public struct Row: Hashable, Sendable {
        /// Identity: it stays while rows around it come and go.
        public struct ID: Hashable, Sendable {
            public var hop: Int
            public var tx: TxRef
            /// What leaves, in rows that stand under their transaction.
            public var item: GraphItem?
        }

        public enum Kind: Hashable, Sendable {
            /// What sets out.
            case start
            /// A transaction.
            case step
            /// One more party of the transaction above.
            case party
            /// What stays at the owner.
            case rest
            /// Transactions that spend coins of this hop and are not shown.
            case more(Int)
            /// Blocks that the ledger lacks between two hops.
            case gap(ClosedRange<UInt32>)
            /// The end of what is shown.
            case tail
        }

        public var id: ID
        public var kind: Kind
        /// The transaction, in rows that are one; the owner in the first row.
        public var node: GraphNode?
        /// What goes on from here, in base units; nil where nothing does.
        public var goesOn: UInt64?
        /// Who gets what leaves here, or a folded group.
        public var party: GraphNode?
        public var end: End?
        /// What other coins the transaction spends, in base units; nil when an input is not known.
        public var joined: UInt64? = 0
        /// True where the transaction spends other coins of the owner than those that came.
        public var spendsOthers = false

        /// From the start.
        public var hop: Int { id.hop }
    }

    public let direction: TraceDirection
    public internal(set) var rows: [Row] = []
    /// What set out, in base units.
    public internal(set) var setOut: UInt64 = 0
    /// What came from outside the path.
    public internal(set) var joined: UInt64 = 0
    /// What left, and what rests at the end.
    public internal(set) var ends: UInt64 = 0
    public internal(set) var fees: UInt64 = 0
    /// False where an input is not known, so that the sums do not say all.
    public internal(set) var isExact = true
    /// False where earlier coins of the start are not covered, so that more may have set out.
    public internal(set) var isWhole = true
    /// Hops shown.
    public internal(set) var hops = 0
    /// Places where value left or rests, members of groups counted.
    public internal(set) var endCount = 0
    /// The owner that set out; nil where it is a transaction or has no address.
    public internal(set) var owner: Address?
    /// Transactions without which it cannot go on.
    public internal(set) var missing: [TxRef] = []
    /// Transactions that say how branches end.
    public internal(set) var wanted: [TxRef] = []

    public init(_ direction: TraceDirection = .forward) { self.direction = direction }

    /// False where nothing was read that sums could be made of.
    public var hasSums: Bool { setOut > 0 || joined > 0 || ends > 0 || fees > 0 }

    /// Whether what set out and what joined is what left and the fees; backward, with the fees, where it came from. Nil where
    /// not all is known.
    public var reconciles: Bool? {
        guard isExact else { return nil }
        return direction == .forward ? setOut &+ joined == ends &+ fees : setOut &+ joined &+ fees == ends
    }

    /// The earliest and the latest block time of the rows; nil when none is known.
    public var times: ClosedRange<UInt32>? {
        let known = rows.compactMap { $0.node?.time }
        guard let first = known.min(), let last = known.max() else { return nil }
        return first...last
    }

    /// The row of that identity; nil when it is not shown.
    public func place(of id: Row.ID) -> Int? { rows.firstIndex { $0.id == id } }
}
