import Ledger

/// Which way value is followed: never against time forward, never with it backward.
public enum TraceDirection: String, Hashable, Sendable {
    case forward
    case backward
}

/// Where a trace shall end beside what the ledger, tags and detectors say. Nothing limits by default.
public struct TraceLimits: Hashable, Sendable {
    /// Transactions that value may pass, counted as the fewest from a start: a position as many hops away is not
    /// followed further.
    public var hops: UInt32?
    /// A position whose taint, of all starts together, is less is not followed. Base units.
    public var minimumValue: UInt64?
    /// Transactions whose block time is later (forward) or earlier (backward) are not entered. Seconds since 1970.
    public var until: UInt32?
    /// A position of an address that is in more transactions of the snapshot is not followed.
    public var hub: UInt64?

    public init(hops: UInt32? = nil, minimumValue: UInt64? = nil, until: UInt32? = nil, hub: UInt64? = nil) {
        self.hops = hops
        self.minimumValue = minimumValue
        self.until = until
        self.hub = hub
    }
}

/// A branch that the investigator cut, with the reason.
public struct TraceCut: Hashable, Sendable {
    public enum Place: Hashable, Sendable {
        case address(Address)
        case output(Outpoint)
    }

    public var place: Place
    public var reason: String

    public init(_ place: Place, reason: String) {
        self.place = place
        self.reason = reason
    }
}

/// What a trace is asked: everything beside the ledger, the tags and the detectors that decides its answer.
public struct TraceQuestion: Hashable, Sendable {
    /// In order; the first is start 1.
    public var starts: [TraceStart]
    public var direction: TraceDirection
    /// One answer each, in this order.
    public var methods: [TraceMethod]
    public var limits: TraceLimits
    public var stops: StopSet
    public var cuts: [TraceCut]

    public init(
        from starts: [TraceStart], direction: TraceDirection = .forward, methods: [TraceMethod],
        limits: TraceLimits = TraceLimits(), stops: StopSet = .standard, cuts: [TraceCut] = []
    ) {
        self.starts = starts
        self.direction = direction
        self.methods = methods
        self.limits = limits
        self.stops = stops
        self.cuts = cuts
    }

    /// Throws what cannot be asked: no start, no method, a method twice, or one that is not defined in that direction.
    func check(methods allowed: [TraceMethod]) throws(TraceError) {
        guard !starts.isEmpty else { throw .question("A trace needs at least one start.") }
        guard starts.count < Int(UInt32.max) else { throw .question("A trace cannot have that many starts.") }
        guard !methods.isEmpty else { throw .question("A trace needs at least one method.") }
        guard Set(methods).count == methods.count else { throw .question("A method was named twice.") }
        for method in methods {
            guard allowed.contains(method) else {
                let kind = method == .libr ? "balances, and this chain's value rests in outputs" : "outputs"
                throw .question("\(method.rawValue) is defined for \(kind). Choose another method.")
            }
            guard direction == .forward || method.hasInverse else {
                throw .question(
                    "\(method.rawValue) has no inverse, so it cannot be traced backward; poison, haircut, fifo and lifo can.")
            }
        }
    }
}
