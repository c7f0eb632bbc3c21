import Ledger

/// How value, or its owners, lead from one place to another. Never against time: no edge is earlier than the arrival
/// before it.
public struct PathQuestion: Hashable, Sendable {
    /// What is best.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Fewest transactions; among these the earliest arrival.
        case fewest
        /// The greatest smallest edge; among these the fewest transactions, then the earliest arrival.
        case widest
    }

    public var from: TraceStart
    public var to: TraceStart
    /// Follows the value itself, from output to output. Otherwise an edge goes from address to address and spends any
    /// output of the address after arrival.
    public var followsOutputs: Bool
    public var kinds: [Kind]
    /// `minimumValue` is not used.
    public var limits: TraceLimits
    public var stops: StopSet

    public init(
        from: TraceStart, to: TraceStart, followsOutputs: Bool = false, kinds: [Kind] = Kind.allCases,
        limits: TraceLimits = TraceLimits(), stops: StopSet = .standard
    ) {
        self.from = from
        self.to = to
        self.followsOutputs = followsOutputs
        self.kinds = kinds
        self.limits = limits
        self.stops = stops
    }
}

/// One way.
public struct TracePath: Hashable, Sendable {
    /// One transaction of it.
    public struct Edge: Hashable, Sendable {
        public var transaction: TxRow
        public var from: End
        public var to: End
        /// The most that can have gone this way: the smaller of what the one end put into the transaction and what the
        /// other got out of it. Base units.
        public var value: UInt64
    }

    /// An end of an edge: an address, or an output.
    public struct End: Hashable, Sendable {
        public var address: Address?
        /// Nil where the end is an address as a whole.
        public var output: Outpoint?
    }

    public var kind: PathQuestion.Kind
    public var edges: [Edge]

    public var hops: Int { edges.count }
    /// The smallest value of an edge.
    public var bottleneck: UInt64 { edges.map(\.value).min() ?? 0 }
}

public struct PathAnswer: Sendable {
    public var question: PathQuestion
    public var info: LedgerInfo
    /// One of each kind asked for; none where there is no way.
    public var paths: [TracePath]
    /// Why there is no way, as a sentence; nil where there is one.
    public var reason: String?
    /// Addresses, or outputs, that were reached.
    public var reached: Int
}
