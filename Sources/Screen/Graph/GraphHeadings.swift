import Ledger
import Workbench

/// The first row of the graph: what each column holds, and how many columns more there are beyond the edge.
struct GraphHeadings {
    let state: GraphState
    let style: GraphStyle
    let columns: GraphColumns

    func draw(on surface: inout Surface, width: Int) {
        let range = state.scene.range
        for column in columns.columns where column.hop != 0 || !columns.isBowTie {
            if columns.isBowTie {
                bowTie(column, on: &surface)
                continue
            }
            var text = column.hop == 0 ? "0  focus" : "\(style.hop(column.hop))  \(words(of: column.hop))"
            var more = ""
            if column.hop == columns.columns.first?.hop, range.lowerBound < column.hop {
                more = "  \(style.glyphs[.arrowLeft])\(column.hop - range.lowerBound)"
            }
            if column.hop == columns.columns.last?.hop, range.upperBound > column.hop {
                more = "  \(range.upperBound - column.hop)\(style.glyphs[.arrowRight])"
            }
            let room = column.width + (columns.gutters.isEmpty ? 0 : 2)
            text = TextFit.elide(text, cells: room - TextWidth.cells(of: more), glyphs: style.glyphs) + more
            surface.put(text, x: column.x + 1, y: 0, role: .muted)
        }
    }

    /// `OUT 2,000          2.44796898`: everything on that side, shown or folded.
    private func bowTie(_ column: GraphColumns.Column, on surface: inout Surface) {
        let isLeft = column.hop < 0
        let figures = GraphFigures(of: state, left: isLeft)
        var members = style.count(count(isLeft) ?? figures.members)
        if figures.notRead > 0 { members = figures.members > 0 ? style.glyphs[.atLeast] + members : "" }
        let start = column.x + 1
        var end = column.isMirrored ? column.x + column.width - 2 : start + column.label + 1 + column.amount
        let sum = figures.whole.map { style.amount($0, isAtLeast: figures.isAtLeast) } ?? "not known"
        // A sum may be wider than its parts; a count that touched it would be read as its first digits.
        let side = isLeft ? "IN" : "OUT"
        func needed(_ heading: String) -> Int { start + TextWidth.cells(of: heading) + 1 + TextWidth.cells(of: sum) }
        let whole = "\(side) \(members)"
        if !column.isMirrored { end = max(end, min(needed(whole), column.x + column.width, surface.width)) }
        surface.put([whole, side].first { needed($0) <= end } ?? "", x: start, y: 0, role: .muted)
        surface.put(sum, endingAt: end, y: 0, role: figures.whole == nil ? .unknown : .amount)
    }

    /// Inputs and outputs of a transaction are counted one by one, not by owner.
    private func count(_ isLeft: Bool) -> Int? {
        guard case .transaction(let tx) = state.focus, let row = state.transactions[tx]?.row else { return nil }
        return Int(isLeft ? row.inputCount : row.outputCount)
    }

    private func words(of hop: Int) -> String {
        var count = 0
        var unknown = 0
        for id in state.scene.columns[hop] ?? [] {
            guard let node = state.scene.nodes[id] else { continue }
            if case .fee = id.item { continue }
            if case .unknownInputs = id.item { unknown += 1; continue }
            count += node.group?.count ?? 1
        }
        let isAddress: Bool
        if case .address = state.focus { isAddress = hop % 2 == 0 } else { isAddress = hop % 2 != 0 }
        let gap = unknown > 0 ? "   \(style.glyphs[.unknown])\(unknown)" : ""
        let number = count > 0 || unknown == 0 ? " " + style.count(count) : ""
        return (isAddress ? "addresses" : "txs") + number + gap
    }
}
