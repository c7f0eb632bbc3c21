import Ledger

/// Where a trace of one asset sets out on an account chain.
public enum AccountStart: Hashable, Sendable {
    /// One transfer, by its place in the transaction: `txid:n`.
    case transfer(TxID, ordinal: UInt32)
    /// All transfers of the asset in a transaction.
    case transaction(TxID)
    /// All transfers of the asset that an address received.
    case address(Address, TraceSpan?)
}

/// What a trace on an account chain is asked. Forward: balances have no inverse but for the methods that keep lots, and
/// backward is not offered here.
public struct AccountQuestion: Hashable, Sendable {
    public var starts: [AccountStart]
    /// What amounts count; a trace follows one asset.
    public var asset: UInt32
    public var methods: [TraceMethod]
    public var limits: TraceLimits
    public var stops: StopSet
    /// Addresses that the investigator does not follow, with the reason.
    public var cuts: [Address: String]

    public init(
        from starts: [AccountStart], asset: UInt32, methods: [TraceMethod], limits: TraceLimits = TraceLimits(),
        stops: StopSet = .standard, cuts: [Address: String] = [:]
    ) {
        self.starts = starts
        self.asset = asset
        self.methods = methods
        self.limits = limits
        self.stops = stops
        self.cuts = cuts
    }
}

/// A row of the stop sheet: what ended at one balance for one reason.
public struct AccountStop: Hashable, Sendable {
    public var reason: StopReason
    /// Nil where the asset was destroyed.
    public var address: Address?
    /// The last transaction that brought some of it.
    public var transaction: TxRef
    public var value: UInt256
    /// By start; for `poison` the whole value for each that reaches.
    public var byStart: [UInt256]
    public var hops: UInt32
}

/// The stop sheet of one method.
public struct AccountMethodTrace: Sendable {
    public var method: TraceMethod
    /// What each start added, and what its transfers carried before.
    public var added: [UInt256]
    public var overlap: [UInt256]
    /// By hops, then by address.
    public var stops: [AccountStop]
    /// Gas that took taint.
    public var fee: UInt256
    public var feeByStart: [UInt256]
    /// Whether stops and gas sum to the starts; nil for `poison`.
    public var reconciles: Bool?
}

public struct AccountAnswer: Sendable {
    public var question: AccountQuestion
    public var info: LedgerInfo
    public var methods: [AccountMethodTrace]
    /// Balances that paid more than the ledger saw arrive: what they must have held before, clean and spent first by
    /// `fifo`. A trace through one of them rests on it.
    public var openings: [Address: UInt256]
}
