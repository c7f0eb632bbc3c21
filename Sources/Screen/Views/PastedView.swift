import Casework
import Encoding
import Ledger
import Workbench

/// What a pasted page holds: what can be added, what is of other networks, and what only looks like an address.
struct PastedView {
    let context: ScreenContext

    private var glyphs: GlyphSet { context.glyphs }

    func draw(_ sheet: PastedSheet, into surface: inout Surface) {
        let sheets = SheetViews(context: context)
        let rows = sheet.found.rows
        let area = sheets.area(surface, rows: rows.count + 4, keeping: 2)
        sheets.clear(area, into: &surface)
        surface.titleRule(
            Rect(x: 0, y: area.y, width: area.width, height: 1), title: "Pasted", subject: "", figure: figure(sheet),
            isFocused: true, glyphs: glyphs)
        // Below the rows the one under the cursor is said in full.
        let height = max(1, area.height - 5)
        let top = Scroll.top(keeping: sheet.cursor, of: rows.count, in: height, from: 0)
        for (row, place) in (top..<min(rows.count, top + height)).enumerated() {
            let y = area.y + 1 + row
            if place == sheet.cursor { surface.put(glyphs[.cursor], x: 0, y: y, role: .cursor) }
            draw(rows[place], isChosen: sheet.chosen.contains(place), into: &surface, y)
            surface.spot(.choice(place), x: 0, y: y, width: area.width)
        }
        sheets.more(below: rows.count - top - height, above: top, Rect(x: area.x, y: area.y, width: area.width, height: height + 1), into: &surface)
        guard rows.indices.contains(sheet.cursor) else { return }
        let y = area.endY - 4
        surface.horizontalRule(x: 0, y: y, length: area.width, role: .separator, glyphs: glyphs)
        for (row, line) in facts(rows[sheet.cursor], area.width - 2).prefix(3).enumerated() {
            surface.put(line.text, x: 1, y: y + 1 + row, role: line.role, limit: area.width - 2)
        }
    }

    /// What the keys do, for the last row.
    static func keys(_ sheet: PastedSheet, _ glyphs: GlyphSet) -> String {
        let isForeign = sheet.found.rows.contains { if case .foreign = $0.what { true } else { false } }
        let isShortened = sheet.found.rows.indices.contains(sheet.cursor) && Self.isShortened(sheet.found.rows[sheet.cursor])
        return " \(glyphs[.enterKey]) add \(sheet.chosen.count)  Space choose  a all  \(isShortened ? "F look in the ledger  " : "")\(isForeign ? "n note the others  " : "")j k row  Esc back"
    }

    private static func isShortened(_ row: PastedText.Row) -> Bool { if case .shortened = row.what { true } else { false } }

    private func figure(_ sheet: PastedSheet) -> String {
        var (own, foreign, misses, shortened) = (0, 0, 0, 0)
        for row in sheet.found.rows {
            switch row.what {
            case .address, .transaction: own += 1
            case .foreign: foreign += 1
            case .nearMiss: misses += 1
            case .shortened: shortened += 1
            }
        }
        var parts = ["\(own) for this case"]
        if foreign > 0 { parts.append("\(foreign) of other networks") }
        if misses > 0 { parts.append("\(misses) near \(misses == 1 ? "miss" : "misses")") }
        if shortened > 0 { parts.append("\(shortened) shortened") }
        if sheet.found.isCut { parts.append("more was left out") }
        return parts.joined(separator: " \(glyphs[.between]) ")
    }

    private func draw(_ row: PastedText.Row, isChosen: Bool, into surface: inout Surface, _ y: Int) {
        let (kind, role) = kind(row)
        surface.put(isChosen ? glyphs[.marked] : " ", x: 1, y: y, role: .marked)
        surface.put(kind, x: 3, y: y, role: role)
        let end = surface.width - 1
        let more = context.outside(remark(row))
        let room = end - 18 - min(TextWidth.cells(of: more), 30) - 2
        let text = context.outside(row.text)
        surface.put(
            TextWidth.cells(of: text) <= room ? text : TextFit.address(text, glyphs: glyphs), x: 16, y: y, role: .id, limit: end - 16)
        surface.put(TextFit.elide(more, cells: 30, glyphs: glyphs), endingAt: end, y: y, role: .muted)
    }

    private func kind(_ row: PastedText.Row) -> (String, Role) {
        switch row.what {
        case .address: ("address", .text)
        case .transaction: ("transaction", .text)
        case .foreign: ("other", .muted)
        case .nearMiss: ("\(glyphs[.differs]) no address", .warning)
        case .shortened: ("shortened", .muted)
        }
    }

    private func remark(_ row: PastedText.Row) -> String {
        if let subject = PastedSheet.subject(row), let item = context.state.index.items[subject] {
            return item.label.isEmpty ? "in the case" : "in the case: \(item.label)"
        }
        return switch row.what {
        case .address, .transaction: row.count > 1 ? "\(row.count) times" : ""
        case .foreign(let networks, let isChecked): (networks.count > 3 ? networks.prefix(2).joined(separator: ", ") + " \(glyphs[.elided])" : networks.joined(separator: ", ")) + (isChecked ? "" : "?")
        case .nearMiss(let reason, _): reason
        case .shortened: "F looks in the ledger"
        }
    }

    /// The row in full: as it was written, what it is, and what was probably meant.
    private func facts(_ row: PastedText.Row, _ cells: Int) -> [(text: String, role: Role)] {
        var lines: [(text: String, role: Role)] = TextFit.parts(of: context.outside(row.text), cells: cells).map { ($0, .id) }
        let place = "line \(row.line)\(row.count > 1 ? ", \(row.count) times" : "")"
        switch row.what {
        case .address: lines.append(("\(place): an address of \(context.chain.name), checksum verified", .text))
        case .transaction: lines.append(("\(place): 64 hexadecimal digits, taken for a transaction id", .text))
        case .foreign(let networks, let isChecked):
            let how = isChecked ? "checksum verified" : "it has the form of one; that form has no checksum"
            lines.append(("\(place): an address of \(networks.joined(separator: ", ")), \(how). This case is on \(context.chain.name).", .text))
        case .shortened:
            lines.append(("\(place): only the ends of an address or id; F looks through the ledger for them", .text))
        case .nearMiss(let reason, let suggestion):
            lines.append((TextFit.elide(context.outside("\(place): \(reason)"), cells: cells, glyphs: glyphs), .warning))
            if let suggestion { lines.append(("Space takes instead: \(suggestion)", .id)) }
        }
        return lines
    }
}
