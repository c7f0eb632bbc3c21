import Casework
import Encoding
import Ledger
import Workbench

/// The lines over the timeline: what came in, what went out and what was written, a column a period.
struct TimelineChart {
    let scale: TimeScale
    /// Lines to draw, each a row of cells.
    private(set) var lines: [[TableCell]] = []

    private static let names = 13

    init(_ view: TimelineView, _ context: ScreenContext) {
        let columns = TimelineView.chartColumns(context.state.columns)
        scale = view.scale(columns: columns)
        guard view.span != nil else { return }
        let begin = view.start(columns: columns)
        var received = [UInt64](repeating: 0, count: columns)
        var sent = received
        var written = received
        var unknown = [Bool](repeating: false, count: columns)
        for place in 0..<view.count {
            let row = view.table[place]
            let at = scale.column(of: row.time) - begin
            if case .gap(let range) = row.what {
                let end = view.end(of: range).map { scale.column(of: $0) - begin } ?? at
                for column in max(0, at)...max(0, end, at) where column < columns && end >= 0 { unknown[column] = true }
            }
            guard (0..<columns).contains(at) else { continue }
            switch row.what {
            case .transaction(_, let cameIn, let wentOut):
                received[at] = received[at].addingReportingOverflow(cameIn).overflow ? .max : received[at] + cameIn
                sent[at] = sent[at].addingReportingOverflow(wentOut).overflow ? .max : sent[at] + wentOut
            case .note, .record, .journal: written[at] += 1
            case .gap: break
            }
        }
        let cursor = view.table.selected.map { scale.column(of: $0.time) - begin }
        let isTall = context.state.rows >= 30
        let most = max(received.max() ?? 0, sent.max() ?? 0)
        var all = [("received", received, most), ("sent", sent, most)]
        if isTall || (written.max() ?? 0) > 0 { all.append(("written", written, written.max() ?? 0)) }
        if isTall { lines.append([TableCell("")]) }
        for (name, values, most) in all {
            let signs = values.indices.map { column in
                unknown[column] && values[column] == 0 ? context.glyphs[.unknown] : context.glyphs.level(values[column], of: most)
            }
            lines.append(Self.line(name, signs, cursor))
        }
        lines.append(Self.line("", Self.axis(scale, begin, columns, cursor), cursor, isAxis: true))
        if isTall { lines.append([TableCell("")]) }
    }

    /// A line with its name before it; the column under the cursor has a role of its own.
    private static func line(_ name: String, _ signs: [String], _ cursor: Int?, isAxis: Bool = false) -> [TableCell] {
        let role: Role = isAxis ? .muted : .bar
        let head = TableCell(TextFit.pad(name, to: Self.names - 1), .muted)
        guard let cursor, signs.indices.contains(cursor) else { return [head, TableCell(signs.joined(), role)] }
        return [
            head, TableCell(signs[..<cursor].joined(), role), TableCell(signs[cursor], .cursor),
            TableCell(signs[(cursor + 1)...].joined(), role),
        ]
    }

    /// Dates under the columns in which they begin, and `^` under the cursor.
    private static func axis(_ scale: TimeScale, _ begin: Int, _ columns: Int, _ cursor: Int?) -> [String] {
        var signs = [String](repeating: " ", count: columns)
        var free = 0
        for column in 0..<columns {
            let time = scale.begin(of: begin + column)
            guard column >= free, let label = label(scale, time, isFirst: column == 0) else { continue }
            // The mark under the cursor stays in sight: the first date gives way, others are left out.
            let at = cursor == column && column == 0 ? 2 : column
            guard at + label.count <= columns, cursor.map({ !(at..<at + label.count).contains($0) }) ?? true else { continue }
            for (k, character) in label.enumerated() { signs[at + k] = String(character) }
            free = at + label.count + 2
        }
        if let cursor, signs.indices.contains(cursor) { signs[cursor] = "^" }
        return signs
    }

    /// What stands under a column; nil for most of them. The first, and each year's first, say the year.
    private static func label(_ scale: TimeScale, _ time: UTCTime, isFirst: Bool) -> String? {
        switch scale {
        case .hour: isFirst ? time.date : time.clock.hasPrefix("00") ? time.monthDay : nil
        case .day, .week: isFirst ? time.date : time.monthDay
        case .month: isFirst || time.monthDay.hasPrefix("01") ? time.year : String(time.month.suffix(2))
        case .year: time.year
        }
    }
}

extension GlyphSet {
    /// How high a value is in one cell, in eighths of the greatest; anything above nothing is seen.
    func level(_ value: UInt64, of most: UInt64) -> String {
        guard value > 0, most > 0 else { return " " }
        let eighths = most.dividingFullWidth(min(value, most).multipliedFullWidth(by: 8))
        let index = min(8, max(1, Int(eighths.quotient) + (eighths.remainder > 0 ? 1 : 0))) - 1
        return base == .unicode ? Self.levels[index] : Self.plainLevels[index]
    }

    private static let levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let plainLevels = [".", ".", ":", ":", "+", "+", "#", "#"]
}
