import Encoding

/// From when until when a claim holds, and how that stands to a payment: the one wording that traces, exposures and
/// screening share. A payment made before a designation is no payment to a designated person, and is never called one.
public struct ClaimPeriod: Hashable, Sendable {
    /// From when on the claim holds; nil: the source sets no beginning.
    public var begins: UTCTime?
    /// From when on it no longer holds; nil: the source sets no end.
    public var ends: UTCTime?
    /// True for an entry of a sanctions list: it begins with the designation.
    public var isDesignation: Bool
    /// The day of the list's first edition that has an entry without a date; nil where the entry is dated.
    public var undated: UTCTime?

    public init(begins: UTCTime? = nil, ends: UTCTime? = nil, isDesignation: Bool = false, undated: UTCTime? = nil) {
        self.begins = begins
        self.ends = ends
        self.isDesignation = isDesignation
        self.undated = undated
    }

    /// How the claim stands to a payment; nil where its block time is not known.
    public func timing(at payment: UTCTime?) -> ClaimTiming {
        guard begins != nil || ends != nil || undated != nil else { return .held }
        guard let payment else { return .unknown }
        if let begins, payment < begins { return .later(begins: begins, days: Self.days(from: payment, to: begins)) }
        if let ends, payment >= ends { return .ended(ends, days: Self.days(from: ends, to: payment)) }
        if begins == nil, let undated, payment < undated { return .undated(undated) }
        return .held
    }

    /// `designated on 2022-08-08, 113 days after this payment`; nil for a claim that held, or of which nothing is dated.
    public func warning(at payment: UTCTime?, _ what: String = "this payment") -> String? {
        switch timing(at: payment) {
        case .held: nil
        case .later(let begins, let days):
            "\(beginning) \(begins.date), "
                + (days == 0 ? "later on the day of \(what)" : "\(Self.count(days)) after \(what)")
        case .ended(let end, let days):
            "\(isDesignation ? "delisted on" : "claimed until") \(end.date), "
                + (days == 0 ? "earlier on the day of \(what)" : "\(Self.count(days)) before \(what)")
        case .undated(let date):
            "in the list of \(date.date), which gives no dates: whether it was listed at \(what) is not known"
        case .unknown: "the time of \(what) is not known, and the claim has a beginning or an end"
        }
    }

    /// The same with what held: `designated on 2022-08-08, 1 day before this payment; delisted on …`. Nil where nothing is
    /// dated.
    public func sentence(at payment: UTCTime?, _ what: String = "this payment") -> String? {
        let warning = warning(at: payment, what)
        guard let payment, let begins, payment >= begins else {
            return warning ?? (isDesignation && undated != nil ? "in a list that gives no dates" : nil)
        }
        let days = Self.days(from: begins, to: payment)
        // Lists give days, not hours.
        let distance = days == 0 ? "the day of \(what); the list does not give the hour" : "\(Self.count(days)) before \(what)"
        return "\(beginning) \(begins.date), \(distance)" + (warning.map { "; \($0)" } ?? "")
    }

    private var beginning: String { isDesignation ? "designated on" : "claimed from" }

    private static func count(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }

    /// Days of the calendar in UTC.
    private static func days(from: UTCTime, to: UTCTime) -> Int {
        func day(_ time: UTCTime) -> Int64 { (time.milliseconds - (time.milliseconds < 0 ? 86_399_999 : 0)) / 86_400_000 }
        return Int(day(to) - day(from))
    }
}

/// How a claim stands to the moment of a payment.
public enum ClaimTiming: Hashable, Sendable {
    /// The claim held then, as far as its source says.
    case held
    /// It begins only `days` whole days of the calendar (UTC) after the payment.
    case later(begins: UTCTime, days: Int)
    /// It had ended `days` days before.
    case ended(UTCTime, days: Int)
    /// A list without dates, of a later day than the payment: it may or may not have held then.
    case undated(UTCTime)
    /// The claim has a beginning or an end, and the time of the payment is not known.
    case unknown

    /// The word of documents.
    public var word: String {
        switch self {
        case .held: "held"
        case .later: "before"
        case .ended: "after"
        case .undated, .unknown: "unknown"
        }
    }
}
