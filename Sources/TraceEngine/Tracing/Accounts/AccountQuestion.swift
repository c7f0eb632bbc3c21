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

extension AccountStart {
    /// The same place as a start on a chain of outputs is written: `txid:n`, `txid`, `address`, `address@from..to`.
    public init(_ start: TraceStart) {
        self =
            switch start {
            case .output(let txid, _, let index): .transfer(txid, ordinal: index)
            case .transaction(let txid, _): .transaction(txid)
            case .address(let address, let span): .address(address, span)
            }
    }

    /// The form in which it is typed.
    public func text(on chain: Chain) -> String {
        switch self {
        case .transfer(let txid, let ordinal): "\(chain.text(of: txid)):\(ordinal)"
        case .transaction(let txid): chain.text(of: txid)
        case .address(let address, let span): address.text(on: chain) + (span.map { "@\($0)" } ?? "")
        }
    }
}

/// What a trace on an account chain is asked.
public struct AccountQuestion: Hashable, Sendable {
    public var starts: [AccountStart]
    public var direction: TraceDirection
    /// What amounts count; a trace follows one asset.
    public var asset: UInt32
    public var methods: [TraceMethod]
    /// `minimumValue` of these is not used: amounts here have 256 bits.
    public var limits: TraceLimits
    /// Value that arrives with less taint is not followed. Base units of the asset.
    public var minimum: UInt256?
    public var stops: StopSet
    /// Addresses that the investigator does not follow, with the reason.
    public var cuts: [Address: String]

    public init(
        from starts: [AccountStart], direction: TraceDirection = .forward, asset: UInt32, methods: [TraceMethod],
        limits: TraceLimits = TraceLimits(), minimum: UInt256? = nil, stops: StopSet = .standard,
        cuts: [Address: String] = [:]
    ) {
        self.starts = starts
        self.direction = direction
        self.asset = asset
        self.methods = methods
        self.limits = limits
        self.minimum = minimum ?? limits.minimumValue.map { UInt256($0) }
        self.stops = stops
        self.cuts = cuts
    }

    /// Throws what cannot be asked: no start, no method, a method twice, or one that is not defined in that direction.
    func check() throws(TraceError) {
        guard !starts.isEmpty else { throw .question("A trace needs at least one start.") }
        guard starts.count < Int(UInt32.max) else { throw .question("A trace cannot have that many starts.") }
        guard !methods.isEmpty else { throw .question("A trace needs at least one method.") }
        guard Set(methods).count == methods.count else { throw .question("A method was named twice.") }
        for method in methods {
            guard TraceMethod.forBalances.contains(method) else {
                throw .question("\(method.rawValue) is defined for outputs, and this chain's value rests in balances.")
            }
            guard direction == .forward || method.hasInverse else {
                throw .question(
                    "\(method.rawValue) has no inverse, so it cannot be traced backward; poison, haircut, fifo and lifo can.")
            }
        }
    }
}
