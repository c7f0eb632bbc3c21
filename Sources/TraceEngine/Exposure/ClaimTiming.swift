import Encoding

/// How a claim stands to the moment of a payment. A payment made before a designation is no payment to a designated person.
public enum ClaimTiming: Hashable, Sendable {
    /// The claim held then, as far as its source says.
    case held
    /// It begins only `days` whole days of the calendar (UTC) after the payment.
    case later(begins: UTCTime, days: Int)
    /// It had ended `days` days before.
    case ended(UTCTime, days: Int)
    /// The claim has a beginning or an end, and the time of the payment is not known.
    case unknown

    /// - Parameter payment: block time of the payment; nil where it is not known.
    public init(of tag: StopTag, at payment: UTCTime?) {
        guard tag.begins != nil || tag.ends != nil else {
            self = .held
            return
        }
        guard let payment else {
            self = .unknown
            return
        }
        if let begins = tag.begins, payment < begins {
            self = .later(begins: begins, days: Self.days(from: payment, to: begins))
        } else if let ends = tag.ends, payment >= ends {
            self = .ended(ends, days: Self.days(from: ends, to: payment))
        } else {
            self = .held
        }
    }

    /// `designated on 2022-08-08, 113 days after this payment`; nil for a claim that held.
    public func sentence(_ tag: StopTag) -> String? {
        switch self {
        case .held: nil
        case .later(let begins, let days):
            "\(tag.isDesignation ? "designated on" : "claimed from") \(begins.date), "
                + (days == 0 ? "later on the day of this payment" : "\(Self.count(days)) after this payment")
        case .ended(let end, let days):
            "\(tag.isDesignation ? "delisted on" : "claimed until") \(end.date), "
                + (days == 0 ? "earlier on the day of this payment" : "\(Self.count(days)) before this payment")
        case .unknown: "the time of this payment is not known, and the claim has a beginning or an end"
        }
    }

    private static func count(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }

    private static func days(from: UTCTime, to: UTCTime) -> Int {
        func day(_ time: UTCTime) -> Int64 { (time.milliseconds - (time.milliseconds < 0 ? 86_399_999 : 0)) / 86_400_000 }
        return Int(day(to) - day(from))
    }
}
