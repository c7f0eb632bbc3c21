import Encoding

/// How a payment and a designation stand to each other in time, in words that never call a payment before it one to a
/// designated person.
public enum DesignationDate {
    /// `designated on 2022-08-08, 12 days after this payment`. Days are those of UTC; lists give days, not hours.
    public static func phrase(listed: UTCTime, payment: UTCTime, _ what: String = "this payment") -> String {
        let days = day(listed) - day(payment)
        let distance = "\(abs(days)) \(abs(days) == 1 ? "day" : "days")"
        return switch days {
        case 1...: "designated on \(listed.date), \(distance) after \(what)"
        case 0: "designated on \(listed.date), the day of \(what); the list does not give the hour"
        default: "designated on \(listed.date), \(distance) before \(what)"
        }
    }

    /// What a listing says of a payment: with its end, where it had one before the payment, or without a date.
    public static func phrase(_ record: TagRecord, payment: UTCTime, _ what: String = "this payment") -> String {
        guard let listing = record.tag.listing else { return "" }
        if case .undated(let date) = record.standing(at: payment) {
            return "in \(listing.list) of \(date.date), which gives no dates: whether it was listed at \(what) is not known"
        }
        guard let listed = listing.listed else { return "in \(listing.list), which gives no dates" }
        let begin = phrase(listed: listed, payment: payment, what)
        guard let ends = record.ends, payment >= ends else { return begin }
        return begin + ", and no longer in the list from \(ends.date) on"
    }

    private static func day(_ time: UTCTime) -> Int64 {
        let day: Int64 = 86_400_000
        return time.milliseconds >= 0 ? time.milliseconds / day : (time.milliseconds - day + 1) / day
    }
}
