import Ledger

/// A place where value rests, named so that it can be found again.
public struct TracePlace: Hashable, Sendable {
    public var outpoint: Outpoint
    /// Its transaction; nil for a coin that an input spends and the ledger does not hold.
    public var at: TxRef?
    /// True when a later transaction has the same id (BIP 30), so that only the height tells them apart.
    public var needsHeight: Bool
    public var owner: Address?
    /// What the position is worth, tainted or not; nil where it is not known.
    public var value: UInt64?
    /// Block time of its transaction, seconds since 1970; nil where `at` is.
    public var time: UInt32?

    public init(
        outpoint: Outpoint, at: TxRef?, needsHeight: Bool = false, owner: Address?, value: UInt64?, time: UInt32?
    ) {
        self.outpoint = outpoint
        self.at = at
        self.needsHeight = needsHeight
        self.owner = owner
        self.value = value
        self.time = time
    }

    /// `txid:n`, or `txid@height:n` where two transactions share the id.
    public var name: String {
        guard needsHeight, let at else { return outpoint.description }
        return "\(outpoint.txid)@\(at.height):\(outpoint.index)"
    }
}

/// The end of a branch: one row of the stop sheet.
public struct TraceStop: Hashable, Sendable {
    public var reason: StopReason
    public var place: TracePlace
    /// The taint that ended here, of all starts together, in base units; for `poison` the whole position.
    public var value: UInt64
    /// Each start's part, in the order of the starts; for `poison` the whole value for each that reaches.
    public var byStart: [UInt64]
    /// Fewest transactions from a start.
    public var hops: UInt32
    /// Block time of the payment that leads here from the starts, seconds since 1970: forward of what pays the position,
    /// backward of what spends it; nil where it is not known.
    public var payment: UInt32?
    /// What was decided by, as a sentence.
    public var cause: String
    /// The transaction that would have been next, where it decided.
    public var next: TxID?
    /// The tag that decided; a claim, not a fact.
    public var tag: StopTag?
    /// What a detector concluded; an inference, not a fact.
    public var claim: MixerClaim?

    public init(
        reason: StopReason, place: TracePlace, value: UInt64, byStart: [UInt64], hops: UInt32, cause: String,
        payment: UInt32? = nil, next: TxID? = nil, tag: StopTag? = nil, claim: MixerClaim? = nil
    ) {
        self.payment = payment
        self.reason = reason
        self.place = place
        self.value = value
        self.byStart = byStart
        self.hops = hops
        self.cause = cause
        self.next = next
        self.tag = tag
        self.claim = claim
    }
}

/// What one start brought into a trace, by one method.
public struct StartAmount: Hashable, Sendable {
    /// What it added, in base units.
    public var value: UInt64
    /// What its positions carried of other starts, or of itself, before: not added again.
    public var overlap: UInt64

    public init(value: UInt64, overlap: UInt64) {
        self.value = value
        self.overlap = overlap
    }
}
