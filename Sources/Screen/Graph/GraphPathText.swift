import Encoding
import Ledger
import Workbench

/// The selected path once more in words, below a hop graph that leaves room for it.
struct GraphPathText {
    let state: GraphState
    let style: GraphStyle

    /// `Collector ━ 02-21 b4f068…a1d6 ━ Peel head`; empty when the cursor is on the focus.
    var text: String {
        var path = state.path
        guard path.count > 1 else { return "" }
        // Value flows from left to right, and so do the words.
        if path.last.map({ $0.column < 0 }) == true { path.reverse() }
        let link = " " + style.glyphs.box(east: .heavy, west: .heavy) + " "
        return path.map(name).joined(separator: link)
    }

    func draw(on surface: inout Surface, from row: Int, width: Int, height: Int) {
        guard width >= 60, row + 2 <= height, !text.isEmpty else { return }
        let x = surface.put(" path  ", x: 0, y: row + 1, role: .muted)
        surface.put(TextFit.elide(text, cells: width - x, glyphs: style.glyphs), x: x, y: row + 1, role: .text)
    }

    private func name(_ id: GraphNodeID) -> String {
        guard let node = state.scene.nodes[id] else { return "" }
        if case .transaction = id.item {
            let date = node.time.map { state.day($0) + " " } ?? ""
            let sign = id.column == 0 ? style.glyphs[.focus] + " " : ""
            return sign + date + style.name(node.txid, state.names).text
        }
        if case .address(let address) = id.item {
            let sign = id.column == 0 ? style.glyphs[.focus] + " " : ""
            return sign + style.name(address, state.names, cells: 16).text
        }
        let label = GraphLabel(node, state, style, cells: 24)
        if case .elsewhere = id.item { return label.sign + " " + label.text }
        return label.text
    }
}
