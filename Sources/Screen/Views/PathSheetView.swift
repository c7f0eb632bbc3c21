import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// How one address leads to another: a transaction a row between the addresses it goes through.
struct PathSheetView {
    let context: ScreenContext
    let isFocused: Bool

    private var glyphs: GlyphSet { context.glyphs }

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        guard let open = context.state.openPath else { return }
        surface.titleRule(
            title, title: "Path", subject: "\(context.outside(open.from)) \(glyphs[.rangeArrow]) \(context.outside(open.to))",
            figure: figure(open), isFocused: isFocused, glyphs: glyphs)
        guard let path = open.path else {
            let text = open.failure ?? open.answer?.reason ?? waiting(open)
            for (row, line) in TextFit.wrap(context.outside(text), cells: body.width - 2).prefix(body.height).enumerated() {
                surface.put(line, x: body.x + 1, y: body.y + row, role: open.isRunning ? .muted : .warning)
            }
            return
        }
        let note = TextFit.wrap(
            "Between addresses an edge spends any output of the address after value arrived there: a way that value may have "
                + "gone, not that it did.", cells: body.width - 2)
        let rows = 2 * path.edges.count + 1
        let height = max(3, body.height - note.count - 1)
        let top = min(max(0, 2 * open.cursor + 3 - height), max(0, rows - height))
        for row in top..<min(rows, top + height) {
            let y = body.y + row - top
            if row % 2 == 0 {
                let address = row == 0 ? path.edges.first?.from.address : path.edges[row / 2 - 1].to.address
                end(address, isEnd: row == 0 || row == rows - 1, into: &surface, body, y)
            } else {
                edge(path.edges[row / 2], isSelected: row / 2 == open.cursor, into: &surface, body, y)
                surface.spot(.row(row / 2), x: body.x, y: y, width: body.width)
            }
        }
        for (row, line) in note.enumerated() {
            surface.put(line, x: body.x + 1, y: body.endY - note.count + row, role: .muted)
        }
    }

    private func figure(_ open: OpenPath) -> String {
        guard let path = open.path else { return open.isRunning ? "under way \(glyphs[.between]) Esc stops it" : "no path" }
        return "\(path.kind.rawValue) \(glyphs[.between]) \(path.hops) hop\(path.hops == 1 ? "" : "s") \(glyphs[.between]) at least \(context.coin(path.bottleneck))"
    }

    private func waiting(_ open: OpenPath) -> String {
        guard let progress = open.progress else { return "Asking the ledger \(glyphs[.elided])" }
        return "hop \(progress.hop), \(AmountText.grouped(progress.done)) transactions \(glyphs[.elided])"
    }

    private func end(_ address: Address?, isEnd: Bool, into surface: inout Surface, _ body: Rect, _ y: Int) {
        surface.put(glyphs[isEnd ? .focus : .spent], x: body.x + 1, y: y, role: .strong)
        guard let address else {
            surface.put("no address", x: body.x + PartyRow.identifier, y: y, role: .muted)
            return
        }
        PartyRow(context: context, address: address).draw(into: &surface, body, y)
    }

    private func edge(_ edge: TracePath.Edge, isSelected: Bool, into surface: inout Surface, _ body: Rect, _ y: Int) {
        if isSelected {
            surface.put(glyphs[isFocused ? .cursor : .cursorOther], x: body.x, y: y, role: isFocused ? .cursor : .cursorOther)
        }
        surface.put(TextFit.transaction(edge.transaction.txid.description, glyphs: glyphs), x: body.x + 3, y: y, role: .id)
        surface.put(UTCTime(seconds: edge.transaction.time).minute + " UTC", x: body.x + 21, y: y, role: .text)
        surface.amount(context.coin(edge.value), endingAt: min(body.endX - 1, body.x + 120), y: y)
    }
}
