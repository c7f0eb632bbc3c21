import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// The list of the case's addresses and transactions.
struct AddressesView {
    let context: ScreenContext
    let isFocused: Bool
    private let days: ListDays

    init(context: ScreenContext, isFocused: Bool) {
        self.context = context
        self.isFocused = isFocused
        days = ListDays(context)
    }

    private var state: WorkbenchState { context.state }
    private var glyphs: GlyphSet { context.glyphs }

    /// What stands at the right of the title rule: rows shown, or how the filter narrows.
    func figure(rows: Int, of shown: ClosedRange<Int>?) -> String {
        let total = state.openCase.items.count
        if !state.list.filter.isEmpty {
            return "\(rows) of \(total) \(glyphs[.between]) filter \(TextFit.elide(context.outside(state.list.filter.text), cells: 24, glyphs: glyphs))"
        }
        guard let shown, rows > shown.count else { return rows == 0 ? "empty" : "\(rows)" }
        return "\(shown.lowerBound + 1)\(glyphs[.rangeDash])\(shown.upperBound + 1) of \(rows)"
    }

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        let items = state.listRows
        let selected = state.list.selected(in: items)?.subject
        let isWide = body.width >= 78
        let lines = ListLine.lines(of: items, isWide: isWide)
        var area = body
        if isWide {
            header(into: &surface, y: body.y)
            area = Rect(x: body.x, y: body.y + 1, width: body.width, height: body.height - 1)
        }
        let at = lines.firstIndex { $0.subject == selected } ?? 0
        let top = Scroll.top(keeping: at, of: lines.count, in: area.height, from: state.list.top)
        let shown = lines.isEmpty ? nil : top...min(top + area.height, lines.count) - 1
        surface.titleRule(
            title, title: "1 Addresses", figure: figure(rows: items.count, of: isWide ? shown : nil),
            isFocused: isFocused, glyphs: glyphs)
        guard let shown else {
            empty(into: &surface, area)
            return
        }
        for (row, index) in shown.enumerated() {
            let y = area.y + row
            switch lines[index] {
            case .blank: break
            case .heading(let text):
                surface.put(text, x: area.x + 1, y: y, role: .muted)
                if index == 0 { surface.put(days.heading, x: area.x + 32, y: y, role: .muted) }
            case .item(let item):
                let isSelected = item.subject == selected
                draw(item, into: &surface, Rect(x: area.x, y: y, width: area.width, height: 1), isWide: isWide)
                if state.marked.contains(item.subject) { surface.put(glyphs[.marked], x: area.x + 2, y: y, role: .marked) }
                if isSelected { bar(into: &surface, area, y) }
            }
        }
    }

    private func bar(into surface: inout Surface, _ area: Rect, _ y: Int) {
        surface.put(glyphs[isFocused ? .cursor : .cursorOther], x: area.x, y: y, role: isFocused ? .cursor : .cursorOther)
        if isFocused { surface.mark(x: area.x + 1, y: y, width: area.width - 1, selected: true) }
    }

    private func header(into surface: inout Surface, y: Int) {
        surface.put("name              address", x: 3, y: y, role: .muted)
        surface.put("received", endingAt: 53, y: y, role: .muted)
        surface.put("balance", endingAt: 67, y: y, role: .muted)
        surface.put(days.heading, x: days.column, y: y, role: .muted)
        surface.put("marks", endingAt: 80, y: y, role: .muted)
    }

    private func empty(into surface: inout Surface, _ area: Rect) {
        let text =
            state.openCase.items.isEmpty
            ? "No addresses yet. Press a and type or paste one." : "Nothing passes the filter. Esc shows all again."
        for (row, line) in TextFit.wrap(text, cells: area.width - 2).enumerated() {
            surface.put(line, x: area.x + 1, y: area.y + 1 + row, role: .muted)
        }
    }

    private func draw(_ item: CaseItem, into surface: inout Surface, _ row: Rect, isWide: Bool) {
        let marks = context.marks(item.subject)
        switch item.subject {
        case .wholeCase: break
        case .edge, .record:
            surface.put(
                TextFit.elide(context.name(item.subject), cells: row.width - 4, glyphs: glyphs), x: row.x + 3, y: row.y,
                role: context.role(item.role))
        case .address(let text):
            let view = context.figures(text)
            let sign = context.stateGlyph(view)
            surface.put(sign.text, x: row.x + 1, y: row.y, role: sign.role)
            let tag = item.label.isEmpty ? state.tags(of: text) : nil
            let name = tag.map { TagText.sign($0.kind, glyphs) + context.outside($0.name) } ?? context.outside(item.label)
            let nameRole = tag.map { TagText.role($0.kind) } ?? context.role(item.role)
            let elided = distinct(text)
            let known = view.map(\.isKnown) ?? false
            let complete = view?.summary.complete ?? false
            let last = view?.lastTime.map { days.text($0, isWide: isWide) } ?? ""
            if isWide {
                surface.put(
                    TextFit.elide(name, cells: 16, glyphs: glyphs), x: row.x + 3, y: row.y, role: nameRole)
                surface.put(elided, x: row.x + 21, y: row.y, role: .id)
                if let view, known {
                    surface.amount(context.amount(view.summary.received, complete: complete), endingAt: row.x + 53, y: row.y)
                    surface.amount(context.balance(view), endingAt: row.x + 67, y: row.y)
                } else {
                    surface.put(view == nil ? waiting : "not in this ledger", endingAt: row.x + 67, y: row.y, role: .muted)
                }
                surface.put(last, x: row.x + days.column, y: row.y, role: .text)
                surface.put(marks, x: row.x + min(days.isOneYear ? 75 : 76, 80 - TextWidth.cells(of: marks)), y: row.y, role: .flag)
            } else {
                let amount = known ? view.map { context.amount($0.summary.received, complete: complete) } : nil
                // A long amount takes room from the name, never its last digit or the blank between them.
                let room = min(16, 27 - TextWidth.cells(of: amount ?? ""))
                let identifier = room < 16 ? TextFit.elideMiddle(text, cells: room, tail: min(6, room / 3), glyphs: glyphs) : elided
                surface.put(
                    name.isEmpty ? identifier : TextFit.elide(name, cells: room, glyphs: glyphs), x: row.x + 3, y: row.y,
                    role: name.isEmpty ? .id : nameRole)
                if let amount { surface.amount(amount, endingAt: row.x + 31, y: row.y) }
                surface.put(last, x: row.x + 32, y: row.y, role: .text)
                surface.put(marks, endingAt: row.endX - 1, y: row.y, role: .flag)
            }
        case .transaction(let id):
            let view = context.transaction(id)
            surface.put("tx", x: row.x + 1, y: row.y, role: .muted)
            let name = context.outside(item.label)
            let elided = TextFit.transaction(id.description, glyphs: glyphs)
            let day = view.map { days.text($0.row.time, isWide: isWide) } ?? ""
            if isWide {
                surface.put(TextFit.elide(name, cells: 16, glyphs: glyphs), x: row.x + 4, y: row.y, role: .strong)
                surface.put(elided, x: row.x + 21, y: row.y, role: .id)
                if let value = view?.outputValue { surface.amount(context.coin(value), endingAt: row.x + 53, y: row.y) }
                surface.put(day, x: row.x + days.column, y: row.y, role: .text)
                surface.put(marks, x: row.x + min(days.isOneYear ? 75 : 76, 80 - TextWidth.cells(of: marks)), y: row.y, role: .flag)
            } else {
                let amount = view?.outputValue.map(context.coin)
                surface.put(
                    TextFit.elide(name.isEmpty ? elided : name, cells: min(15, 26 - TextWidth.cells(of: amount ?? "")), glyphs: glyphs),
                    x: row.x + 4, y: row.y, role: name.isEmpty ? .id : .strong)
                if let amount { surface.amount(amount, endingAt: row.x + 31, y: row.y) }
                surface.put(day, x: row.x + 32, y: row.y, role: .text)
                surface.put(marks, endingAt: row.endX - 1, y: row.y, role: .flag)
            }
        }
    }

    /// What stands where figures are still to come.
    private var waiting: String { state.ledgerInfo == nil ? "no ledger" : glyphs[.elided] }

    /// An address shortened; shown from the first differing character when another of the case shortens alike.
    private func distinct(_ text: String) -> String {
        let elided = TextFit.address(text, glyphs: glyphs)
        let rivals = state.index.rivals(of: text).filter { TextFit.address($0, glyphs: glyphs) == elided }
        guard !rivals.isEmpty else { return elided }
        let own = Array(text)
        let differs =
            rivals.map { rival in zip(own, Array(rival)).prefix { $0 == $1 }.count }.min() ?? 0
        let sign = glyphs[.elided]
        let head = String(own[min(differs, own.count)...].prefix(max(0, 16 - 6 - 2 * TextWidth.cells(of: sign))))
        return sign + head + sign + String(own.suffix(6))
    }
}
