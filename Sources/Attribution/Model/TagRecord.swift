import Encoding
import Ledger

/// A claim with its history in the store: which edition brought it, and which no longer has it.
public struct TagRecord: Hashable, Sendable {
    public var tag: Tag
    /// The edition that first had the claim in this form.
    public var added: TagEdition
    /// The first edition of the source without it; nil as long as the newest has it.
    public var removed: TagEdition?

    public init(tag: Tag, added: TagEdition, removed: TagEdition? = nil) {
        self.tag = tag
        self.added = added
        self.removed = removed
    }

    /// The source's short name: `ofac-sdn`.
    public var source: String { added.source }

    /// From when on the claim holds; nil: always, as far as the source says.
    public var begins: UTCTime? { tag.validFrom ?? tag.listing?.listed }

    /// From when on it no longer holds: its own end, or the date of the first edition without it.
    public var ends: UTCTime? {
        let ends = [tag.validUntil, tag.listing?.delisted, removed?.date].compactMap { $0 }
        return ends.min()
    }

    /// From when until when it holds, for saying how that stands to a payment.
    public var period: ClaimPeriod {
        ClaimPeriod(
            begins: begins, ends: ends, isDesignation: tag.listing != nil,
            undated: begins == nil && tag.listing != nil ? added.date : nil)
    }

    /// Whether the claim holds at `time`. A day counts from its first moment.
    public func standing(at time: UTCTime) -> TagStanding {
        if let begins, time < begins { return .notYet(begins) }
        if let ends, time >= ends { return .noLonger(ends) }
        if begins == nil, tag.listing != nil, time < added.date { return .undated(added.date) }
        return .holds
    }
}

/// How a claim stands at a moment.
public enum TagStanding: Hashable, Sendable {
    case holds
    /// It begins only then: what happened before was no payment to, say, a designated person.
    case notYet(UTCTime)
    /// It had ended then.
    case noLonger(UTCTime)
    /// A sanctions list that gives no dates, of a later day than the one asked for: it may or may not have held then.
    case undated(UTCTime)
}
