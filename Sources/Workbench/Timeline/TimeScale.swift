import Encoding

/// What one column of the timeline stands for: periods of the calendar in UTC, numbered without gaps.
public enum TimeScale: Int, CaseIterable, Sendable {
    case hour, day, week, month, year

    /// `1 column = a day`
    public var phrase: String {
        switch self {
        case .hour: "an hour"
        case .day: "a day"
        case .week: "a week"
        case .month: "a month"
        case .year: "a year"
        }
    }

    /// The number of the period a moment lies in, weeks from Monday.
    public func column(of time: UTCTime) -> Int {
        let seconds = Int(Self.floored(time.milliseconds, 1000))
        let day = Self.floored(seconds, 86_400)
        switch self {
        case .hour: return Self.floored(seconds, 3_600)
        case .day: return day
        // 1970-01-01 was a Thursday.
        case .week: return Self.floored(day + 3, 7)
        case .month:
            let (year, month) = Self.civil(day)
            return year * 12 + month - 1
        case .year: return Self.civil(day).year
        }
    }

    /// When a period begins.
    public func begin(of column: Int) -> UTCTime {
        let day =
            switch self {
            case .hour: Self.floored(column, 24)
            case .day: column
            case .week: column * 7 - 3
            case .month: Self.day(year: Self.floored(column, 12), month: column - Self.floored(column, 12) * 12 + 1)
            case .year: Self.day(year: column, month: 1)
            }
        let hour = self == .hour ? column - day * 24 : 0
        return UTCTime(milliseconds: (Int64(day) * 86_400 + Int64(hour) * 3_600) * 1000)
    }

    /// The finest scale by which two moments are less than `columns` apart.
    public static func fitting(_ first: UTCTime, _ last: UTCTime, columns: Int) -> TimeScale {
        allCases.first { $0.column(of: last) - $0.column(of: first) < columns } ?? .year
    }

    var finer: TimeScale? { TimeScale(rawValue: rawValue - 1) }
    var coarser: TimeScale? { TimeScale(rawValue: rawValue + 1) }

    private static func floored<Value: SignedInteger>(_ value: Value, _ by: Value) -> Value {
        value >= 0 ? value / by : -((-value + by - 1) / by)
    }

    /// Year and month of a day since 1970, in the proleptic Gregorian calendar; eras of 400 years from March on.
    private static func civil(_ day: Int) -> (year: Int, month: Int) {
        let shifted = day + 719_468
        let era = floored(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month)
    }

    private static func day(year: Int, month: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = floored(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
