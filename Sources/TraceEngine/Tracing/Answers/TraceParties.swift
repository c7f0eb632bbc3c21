/// What ended at one party: its stops together.
public struct TraceParty: Hashable, Sendable {
    public var reason: StopReason
    /// Of the tags that decided; empty where a detector did.
    public var category: String
    /// Whom the tags name, or the detector.
    public var name: String
    /// Base units.
    public var value: UInt64
    public var stops: Int

    public init(reason: StopReason, category: String, name: String, value: UInt64, stops: Int) {
        self.reason = reason
        self.category = category
        self.name = name
        self.value = value
        self.stops = stops
    }

    /// Whether a stop is one of these.
    public func holds(_ stop: TraceStop) -> Bool {
        guard stop.reason == reason else { return false }
        if let tag = stop.tag { return StopSet.plain(tag.category) == category && tag.name == name }
        return category.isEmpty && stop.claim?.detector == name
    }
}

extension MethodTrace {
    /// The stops that a tag or a detector decided, by reason, category and name; the greatest value first.
    public var parties: [TraceParty] {
        struct Key: Hashable {
            var reason: StopReason
            var category: String
            var name: String
        }
        var sums: [Key: TraceParty] = [:]
        for stop in stops {
            guard let key = stop.tag.map({ Key(reason: stop.reason, category: StopSet.plain($0.category), name: $0.name) })
                ?? stop.claim.map({ Key(reason: stop.reason, category: "", name: $0.detector) })
            else { continue }
            var party = sums[key] ?? TraceParty(
                reason: key.reason, category: key.category, name: key.name, value: 0, stops: 0)
            // Parts of what set out, which fits; for poison whole positions, of which no sum is meant beyond the ledger.
            party.value &+= stop.value
            party.stops += 1
            sums[key] = party
        }
        return sums.values.sorted { ($1.value, $0.category, $0.name) < ($0.value, $1.category, $1.name) }
    }
}
