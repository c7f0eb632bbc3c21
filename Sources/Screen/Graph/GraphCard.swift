import Encoding
import Ledger
import TraceEngine
import Workbench

/// The box around the focus, the only box of the graph.
enum GraphCard {
    /// Three lines: what it is, when or how much, what is marked; a narrow box does without seconds.
    static func lines(_ state: GraphState, _ style: GraphStyle, isNarrow: Bool) -> [String] {
        let sign = style.glyphs[.focus] + " "
        switch state.focus {
        case .address(let address):
            let mark = state.names.addresses[address]
            let name = sign + style.name(address, state.names, cells: 16).text
            guard let view = state.addresses[address] else {
                return [name, style.marks(mark), state.isLoading ? "reading" : "not at hand"]
            }
            guard view.isKnown else { return [name, style.marks(mark), "not seen"] }
            let marks = style.marks(mark)
            let balance = view.summary.balance
            let fate: GraphFate = !view.summary.complete ? .unknown : balance > 0 ? .unspent : .spent
            let count = view.summary.transactions
            let second = marks.isEmpty ? "\(AmountText.grouped(count)) \(count == 1 ? "tx" : "txs")" : marks
            // Where the coverage may hide something, a balance is no bound either way: the sign says so.
            return [name, second, style.sign(fate).glyph + style.amount(balance)]
        case .transaction(let tx):
            guard let view = state.transactions[tx] else {
                return [sign + "transaction", "", state.isLoading ? "reading" : "not at hand"]
            }
            let time = UTCTime(seconds: view.row.time)
            let hit = state.inferences[tx]?.hit.map { style.glyphs[.inference] + GraphClaim($0).mark }
            let marks = [hit, style.marks(state.names.transactions[view.row.txid])].compactMap { $0 }.filter { !$0.isEmpty }
                .joined(separator: " ")
            let height = style.knowsHeights ? AmountText.grouped(UInt64(tx.height)) : ""
            let clock = isNarrow ? String(time.clock.prefix(5)) : time.clock
            let room = max(isNarrow ? 13 : 14, height.utf8.count + 1 + TextWidth.cells(of: marks))
            let gap = String(repeating: " ", count: max(1, room - height.utf8.count - TextWidth.cells(of: marks)))
            return [
                sign + style.name(view.row.txid, state.names).text, "\(time.monthDay) \(clock)",
                marks.isEmpty ? height : height + gap + marks,
            ]
        }
    }

    /// Draws the box with its middle in row `middle`, rows outside `rows` left out.
    static func draw(
        _ lines: [String], on surface: inout Surface, x: Int, width: Int, middle: Int, rows: Range<Int>,
        left: BoxWeight, right: BoxWeight, _ style: GraphStyle, selected: Bool
    ) {
        let glyphs = style.glyphs
        let top = middle - GraphLayout.reach
        let bottom = middle + GraphLayout.reach
        for y in top...bottom where rows.contains(y) {
            let isEdge = y == top || y == bottom
            let corners = y == top
                ? (glyphs.box(east: .light, south: .light), glyphs.box(south: .light, west: .light))
                : (glyphs.box(north: .light, east: .light), glyphs.box(north: .light, west: .light))
            if isEdge {
                surface.horizontalRule(x: x + 1, y: y, length: width - 2, role: .edge, glyphs: glyphs)
                surface.put(corners.0, x: x, y: y, role: .edge)
                surface.put(corners.1, x: x + width - 1, y: y, role: .edge)
                continue
            }
            let west = y == middle ? left : .none
            let east = y == middle ? right : .none
            surface.put(glyphs.box(north: .light, south: .light, west: west), x: x, y: y,
                role: west == .heavy ? .edgePath : .edge)
            surface.put(glyphs.box(north: .light, east: east, south: .light), x: x + width - 1, y: y,
                role: east == .heavy ? .edgePath : .edge)
            let text = TextFit.pad(lines[y - top - 1], to: width - 2, glyphs: glyphs)
            surface.put(text, x: x + 1, y: y, role: y == top + 1 ? .strong : .text, selected: selected)
        }
    }
}
