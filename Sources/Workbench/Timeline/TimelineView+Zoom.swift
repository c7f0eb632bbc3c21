import Encoding

/// The chart over the timeline: what a column stands for, and where the chart begins.
extension TimelineView {
    /// What each column stands for on a chart of that many.
    public func scale(columns: Int) -> TimeScale {
        if let chosenScale { return chosenScale }
        guard let (first, last) = ledgerSpan ?? span else { return .day }
        return TimeScale.fitting(first, last, columns: columns)
    }

    /// The times of the first and the last transaction: notes are written long after, and would flatten the chart.
    private var ledgerSpan: (first: UTCTime, last: UTCTime)? {
        var span: (first: UTCTime, last: UTCTime)?
        for row in table.rows {
            guard case .transaction = row.what else { continue }
            span = (span?.first ?? row.time, row.time)
        }
        return span
    }

    /// The times of the first and the last row that is shown, whatever the order; nil where none is.
    public var span: (first: UTCTime, last: UTCTime)? {
        guard table.count > 0 else { return nil }
        if table.sortKey == nil {
            let (a, b) = (table[0].time, table[table.count - 1].time)
            return (min(a, b), max(a, b))
        }
        var (first, last) = (table[0].time, table[0].time)
        for place in 1..<max(1, table.count) {
            let time = table[place].time
            if time < first { first = time }
            if time > last { last = time }
        }
        return (first, last)
    }

    mutating func zoom(_ scale: TimeScale) { chosenScale = scale }

    /// The first column of the chart, so that the row under the cursor is on it and the chart moves no more than it must.
    public func start(columns: Int) -> Int {
        let scale = scale(columns: columns)
        guard let (first, last) = span else { return 0 }
        let (begin, end) = (scale.column(of: first), scale.column(of: last))
        guard end - begin >= columns, let row = table.selected else { return begin }
        return begin + Scroll.top(
            keeping: scale.column(of: row.time) - begin, of: end - begin + 1, in: columns, from: (chartStart ?? begin) - begin)
    }

    /// Keeps where the chart begins.
    mutating func settleChart(columns: Int) { chartStart = start(columns: columns) }

    /// Moves the cursor to the first row of the next or the last period that has any.
    mutating func movePeriod(by step: Int, columns: Int) {
        guard let row = table.selected else { return }
        let scale = scale(columns: columns)
        let now = scale.column(of: row.time)
        var place = cursor
        while true {
            place += step
            guard (0..<table.count).contains(place) else { return }
            if scale.column(of: table[place].time) != now { break }
        }
        // The first row of that period.
        let column = scale.column(of: table[place].time)
        while place > 0, scale.column(of: table[place - 1].time) == column { place -= 1 }
        table.select(place: place)
    }

    /// Cells of the chart on a screen of that many columns; the names of its lines stand before.
    public static func chartColumns(_ width: Int) -> Int { max(10, width - 14) }
}
