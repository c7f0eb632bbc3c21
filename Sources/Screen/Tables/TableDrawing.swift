import Ledger
import Workbench

/// Draws a full-width table: title rule, headings, rows in sight, cursor.
struct TableDrawing {
    let context: ScreenContext
    let pane: Pane
    let picture: TablePicture

    private var glyphs: GlyphSet { context.glyphs }

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        let name = pane.number.map { "\($0) \(pane.title)" } ?? pane.title
        surface.titleRule(
            title, title: name, subject: picture.subject, figure: figure, isFocused: true, glyphs: glyphs)
        var y = body.y
        for line in picture.above {
            var x = body.x + 1
            for cell in line { x = surface.put(cell.text, x: x, y: y, role: cell.role, limit: body.endX - x) }
            y += 1
        }
        let places = Self.places(of: picture.columns, in: body.width)
        for (column, place) in zip(picture.columns, places) {
            guard let place else { continue }
            if column.alignment == .right {
                surface.put(column.title, endingAt: body.x + place.upperBound, y: y, role: .muted)
            } else {
                surface.put(column.title, x: body.x + place.lowerBound, y: y, role: .muted, limit: place.count)
            }
        }
        y += 1
        guard picture.count > 0 else {
            for (row, line) in TextFit.wrap(picture.empty, cells: body.width - 2).enumerated() where y + row < body.endY {
                surface.put(line, x: body.x + 1, y: y + row, role: .muted)
            }
            return
        }
        let room = body.endY - y
        let top = Scroll.top(keeping: picture.cursor, of: picture.count, in: room, from: picture.top)
        for place in top..<min(picture.count, top + room) {
            row(picture.cells(place), places, isSelected: place == picture.cursor, into: &surface, body, y)
            surface.spot(.row(place), x: body.x, y: y, width: body.width)
            y += 1
        }
        for (row, line) in picture.below.enumerated() where y + 1 + row < body.endY {
            surface.put(
                TextFit.elide(line.text, cells: body.width - 2, glyphs: glyphs), x: body.x + 1, y: y + 1 + row, role: line.role)
        }
    }

    /// `19 of 28 · filter …` as long as a filter is set.
    private var figure: String {
        guard let view = context.state.views[pane], !view.filterText.isEmpty else { return picture.figure }
        let text = TextFit.elide(context.outside(view.filterText), cells: 24, glyphs: glyphs)
        let seen = view.isExamining ? "the first \(AmountText.grouped(UInt64(view.examined)))" : AmountText.grouped(UInt64(view.total))
        return "\(AmountText.grouped(UInt64(view.count))) of \(seen) \(glyphs[.between]) filter \(text)"
    }

    private func row(
        _ cells: [TableCell], _ places: [Range<Int>?], isSelected: Bool, into surface: inout Surface, _ body: Rect, _ y: Int
    ) {
        for (k, cell) in cells.enumerated() where k < places.count {
            guard let place = places[k] else { continue }
            if picture.columns[k].alignment == .right {
                if cell.isAmount {
                    surface.amount(cell.text, endingAt: body.x + place.upperBound, y: y, role: cell.role)
                } else {
                    surface.put(cell.text, endingAt: body.x + place.upperBound, y: y, role: cell.role)
                }
            } else {
                surface.put(fitted(cell, place.count), x: body.x + place.lowerBound, y: y, role: cell.role)
            }
        }
        guard isSelected else { return }
        surface.put(glyphs[.cursor], x: body.x, y: y, role: .cursor)
        surface.mark(x: body.x + 1, y: y, width: body.width - 1, selected: true)
    }

    /// Text loses its end, an identifier its middle, in the one form that lists have.
    private func fitted(_ cell: TableCell, _ cells: Int) -> String {
        guard cell.role == .id, TextWidth.cells(of: cell.text) > cells else {
            return TextFit.elide(cell.text, cells: cells, glyphs: glyphs)
        }
        return cells >= 16 ? TextFit.address(cell.text, glyphs: glyphs) : TextFit.transaction(cell.text, glyphs: glyphs)
    }

    /// The cells each column takes, counted from the left edge; nil for one that is left out. A column and the next are
    /// two cells apart; the first begins after the cursor.
    static func places(of columns: [TableColumn], in width: Int) -> [Range<Int>?] {
        var isShown = Array(repeating: true, count: columns.count)
        func needed() -> Int {
            let shown = columns.indices.filter { isShown[$0] }
            return shown.reduce(2) { $0 + columns[$1].width } + 2 * max(0, shown.count - 1)
        }
        while needed() > width, let least = columns.indices.filter({ isShown[$0] && columns[$0].rank > 0 }).max(by: {
            columns[$0].rank < columns[$1].rank
        }) { isShown[least] = false }
        let spare = max(0, width - needed())
        var x = 1
        return columns.indices.map { k in
            guard isShown[k] else { return nil }
            let cells = columns[k].most.map { max(columns[k].width, min($0, columns[k].width + spare)) } ?? columns[k].width
            defer { x += cells + 2 }
            return x..<(x + cells)
        }
    }
}
