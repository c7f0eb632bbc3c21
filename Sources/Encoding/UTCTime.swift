/// A moment in milliseconds since 1970-01-01 UTC, written in the proleptic Gregorian calendar.
///
/// Clew knows no other zone: local times are a matter of documents, never of values.
public struct UTCTime: Hashable, Comparable, Sendable {
    /// Since 1970-01-01T00:00:00Z, without leap seconds; negative before.
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public init(seconds: UInt32) { milliseconds = Int64(seconds) * 1000 }

    public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

    /// `2024-02-21`
    public var date: String {
        let (year, month, day) = civil
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// `2024`
    public var year: String { String(date.dropLast(6)) }

    /// `2024-02`
    public var month: String { String(date.dropLast(3)) }

    /// `02-21`, where a title or heading carries the year.
    public var monthDay: String { String(date.dropFirst(date.count - 5)) }

    /// `10:45:46`
    public var clock: String {
        let second = Int(Self.floorMod(seconds, 86_400))
        return "\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2)):\(Self.padded(second % 60, 2))"
    }

    /// `2024-02-21 10:45`, in tables headed UTC.
    public var minute: String { "\(date) \(clock.prefix(5))" }

    /// `2024-02-21 10:45:46 UTC`, where the time is evidence.
    public var evidence: String { "\(date) \(clock) UTC" }

    /// `2024-02-21T10:45:46Z`, with three decimals when there are milliseconds (RFC 3339).
    public var rfc3339: String {
        let rest = Int(Self.floorMod(milliseconds, 1000))
        return rest == 0 ? "\(date)T\(clock)Z" : "\(date)T\(clock).\(Self.padded(rest, 3))Z"
    }

    /// Reads `2024-02-21T10:45:46Z`, with or without decimals; nil for any other form, zone or impossible date.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes.last == UInt8(ascii: "Z"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var thousandths = 0
        if bytes.count > 20 {
            let decimals = bytes[20..<(bytes.count - 1)]
            guard bytes[19] == UInt8(ascii: "."), (1...9).contains(decimals.count),
                Self.number(decimals) != nil, let first = Self.number(Array(decimals.prefix(3)) + Array(
                    repeating: UInt8(ascii: "0"), count: max(0, 3 - decimals.count)))
            else { return nil }
            thousandths = first
        }
        let days = Self.days(year: year, month: month, day: day)
        milliseconds = (Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)) * 1000 + Int64(thousandths)
        guard civil == (year, month, day) else { return nil }
    }

    private var seconds: Int64 { (milliseconds - Self.floorMod(milliseconds, 1000)) / 1000 }

    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    private var civil: (year: Int, month: Int, day: Int) {
        let shifted = (seconds - Self.floorMod(seconds, 86_400)) / 86_400 + 719_468
        let dayOfEra = Self.floorMod(shifted, 146_097)
        let era = (shifted - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month), Int(day))
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func floorMod(_ a: Int64, _ b: Int64) -> Int64 { ((a % b) + b) % b }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return digits.isEmpty ? nil : value
    }
}
