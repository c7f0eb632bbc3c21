import Ledger

/// A row of the stop sheet: what ended at one balance for one reason.
public struct AccountStop: Hashable, Sendable {
    public var reason: StopReason
    /// Whose balance; nil where the asset was destroyed.
    public var address: Address?
    /// The last transaction in the trace's direction that brought some of it: forward the latest, backward the earliest.
    public var transaction: TxRef
    public var txid: TxID
    /// Its block time, seconds since 1970.
    public var time: UInt32
    public var value: UInt256
    /// By start; for `poison` the whole value for each that reaches.
    public var byStart: [UInt256]
    /// Fewest transactions from a start.
    public var hops: UInt32
    /// What was decided by, as a sentence.
    public var cause: String
    /// The tag that decided; a claim, not a fact.
    public var tag: StopTag?
}

/// The stop sheet of one method.
public struct AccountMethodTrace: Sendable {
    public var method: TraceMethod
    /// What each start added, and what its transfers carried before.
    public var added: [UInt256]
    public var overlap: [UInt256]
    /// By hops, then by address.
    public var stops: [AccountStop]
    /// What ended by each reason; reasons without a stop are missing.
    public var totals: [StopReason: UInt256]
    /// Gas that took taint. Backward 0: fees are never traced back.
    public var fee: UInt256
    public var feeByStart: [UInt256]
    /// Transactions whose gas took some.
    public var feeTransactions: Int
    /// What set out, of all starts together.
    public var startTotal: UInt256
    /// What ended at stops. For `poison` no sum of parts, but the sum of whole positions.
    public var stopTotal: UInt256
    /// Whether stops and gas sum to the starts; nil for `poison`.
    public var reconciles: Bool?
}

public struct AccountAnswer: Sendable {
    public var question: AccountQuestion
    public var info: LedgerInfo
    public var asset: AssetRow
    public var methods: [AccountMethodTrace]
    /// By start, how many transfers it stands for.
    public var startTransfers: [Int]
    /// Balances that paid more than the ledger saw arrive: what they must have held before, clean and spent first by
    /// `fifo`. A trace through one of them rests on it.
    public var openings: [Address: UInt256]

    /// True when some value ended where the ledger does not know further, or went through a balance whose beginning it
    /// does not know.
    public var endsInGaps: Bool { !openings.isEmpty || methods.contains { $0.totals[.coverage] != nil } }
}
