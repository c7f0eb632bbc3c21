import Encoding

/// How the list writes the day something was last seen: the year is always on the screen.
///
/// Where all are of one year the heading gives it and rows show month and day; else rows show year and month, or in
/// the narrow list the year alone. The whole time is in `Selected`.
struct ListDays {
    /// True when every day in the list is of one year.
    let isOneYear: Bool
    /// What stands above the days: the year, or `last`.
    let heading: String

    /// The column of the days in the wide list.
    var column: Int { isOneYear ? 69 : 68 }

    init(_ context: ScreenContext) {
        var first = UInt32.max, last = UInt32.min
        for item in context.theCase.items {
            guard let time = context.lastTime(item.subject) else { continue }
            (first, last) = (min(first, time), max(last, time))
        }
        let year = UTCTime(seconds: last).year
        isOneYear = first >= last || UTCTime(seconds: first).year == year
        heading = first > last || !isOneYear ? "last" : year
    }

    /// A time in seconds since 1970 as the list shows it: at most seven cells in the wide one, five in the narrow.
    func text(_ time: UInt32, isWide: Bool) -> String {
        let time = UTCTime(seconds: time)
        return isOneYear ? time.monthDay : isWide ? time.month : time.year
    }
}
