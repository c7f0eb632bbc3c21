/// Where value rests in a trace: an output that was read, or what an input spends that is not in the ledger.
enum Position: Hashable, Sendable {
    /// An output, by its slot.
    case slot(Int)
    /// The coin that an input spends, by the input's seat. Backward only; nothing goes on from there.
    case outside(seat: Int)
}

/// What ends a branch at a position, as far as no amounts are needed to tell.
struct PositionFate: Hashable, Sendable {
    /// Cut by the investigator.
    var isChosen = false
    /// What a tag says: `service`, `mixer` or `bridge`.
    var tag: StopReason?
    /// What else ends it on arrival.
    var arrival: StopReason?
    /// What ends it at the next transaction, before `minimum-value`.
    var next: StopReason?
    /// Its address has more transactions than the limit: after `minimum-value`.
    var isHub = false

    /// The reason that ends it, for taint of `amount`; nil when it is followed.
    ///
    /// - Parameter ignoresTag: backward, a start stands where value came to rest, so its own tag does not end it.
    func reason(amount: UInt64, minimum: UInt64?, ignoresTag: Bool) -> StopReason? {
        if isChosen { return .chosen }
        if let tag, !ignoresTag { return tag }
        if let arrival { return arrival }
        if let next { return next }
        if let minimum, amount < minimum { return .minimumValue }
        return isHub ? .hub : nil
    }

    /// True when value may go on from here, whatever the amount.
    func mayFollow(ignoresTag: Bool) -> Bool { reason(amount: .max, minimum: nil, ignoresTag: ignoresTag) == nil }
}
