import Casework
import Encoding
import Workbench

/// A note being written, with what an `@` in it may be completed to.
struct NoteSheetView {
    let context: ScreenContext

    private var glyphs: GlyphSet { context.glyphs }

    func draw(_ sheet: NoteSheet, into surface: inout Surface) {
        let sheets = SheetViews(context: context)
        let area = sheets.area(surface, rows: max(13, surface.height / 3), keeping: 7)
        sheets.clear(area, into: &surface)
        let isNew = if case .new = sheet.target { true } else { false }
        surface.titleRule(
            Rect(x: 0, y: area.y, width: area.width, height: 1), title: "Note", subject: "on \(context.name(sheet.subject))",
            figure: isNew ? "new" : "changing", isFocused: true, glyphs: glyphs)
        let rows = TypedRows(sheet.editor, cells: NoteSheet.cells(area.width))
        let links = linkWords(sheet)
        let height = area.height - 2 - (links.isEmpty ? 0 : 1)
        let top = Scroll.top(keeping: rows.cursor.row, of: rows.texts.count, in: height, from: 0)
        for (row, line) in rows.texts.dropFirst(top).prefix(height).enumerated() {
            surface.put(line, x: 1, y: area.y + 2 + row, role: .text)
        }
        let x = 1 + rows.cursor.column
        let y = area.y + 2 + rows.cursor.row - top
        // A wide character is marked whole.
        let isWide = surface[x + 1, y].glyph.isEmpty
        surface.mark(x: x, y: y, width: isWide ? 2 : 1, role: .cursor, selected: true)
        surface.cursor = Surface.Position(column: x, row: y)
        if !links.isEmpty { surface.put(links, x: 1, y: area.endY - 1, role: .muted) }
        sheets.more(below: rows.texts.count - top - height, above: top, area, into: &surface)
        choices(sheet, into: &surface, below: y, area)
    }

    private func linkWords(_ sheet: NoteSheet) -> String {
        let count = NoteLink.count(in: sheet.editor.text, on: context.chain)
        guard count.all > 0 else { return "" }
        let words = "\(count.all) \(count.all == 1 ? "link" : "links")"
        return count.resolved == count.all ? "\(words), all resolve. A link keeps the full identifier." : "\(words), \(count.resolved) of them found."
    }

    /// The completions under the cursor's row, or above it where there is no room below.
    private func choices(_ sheet: NoteSheet, into surface: inout Surface, below y: Int, _ area: Rect) {
        let subjects = context.state.linkChoices(for: sheet)
        guard !subjects.isEmpty else { return }
        let first = y + subjects.count < area.endY ? y + 1 : y - subjects.count
        for (row, subject) in subjects.enumerated() {
            let y = first + row
            surface.fill(x: 8, y: y, width: area.width - 8, height: 1, role: .sheet)
            if row == sheet.choice { surface.put(glyphs[.cursor], x: 9, y: y, role: .cursor) }
            surface.put(TextFit.elide(context.name(subject), cells: 18, glyphs: glyphs), x: 11, y: y, role: .strong)
            surface.put(kind(subject), x: 31, y: y, role: .muted)
            surface.put(TextFit.elide(subject.text, cells: area.width - 44, glyphs: glyphs), x: 43, y: y, role: .id)
        }
    }

    private func kind(_ subject: CaseSubject) -> String {
        switch subject {
        case .address: "address"
        case .transaction: "tx"
        case .record(let id): context.theCase.record(id)?.content.kind ?? "record"
        case .wholeCase, .edge: ""
        }
    }
}
