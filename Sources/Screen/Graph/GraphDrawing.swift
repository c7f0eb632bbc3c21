import Encoding
import Ledger
import TraceEngine
import Workbench

/// Draws the neighbourhood of a focus: a bow-tie where there is room for one hop, hop columns where there is more.
///
/// Pure and deterministic: the same state, size and style give the same cells. The title rule above and `Selected` below
/// belong to the pane; `GraphTitle` and `GraphSelected` have their words.
public struct GraphDrawing {
    let state: GraphState
    let style: GraphStyle
    let width: Int
    let height: Int
    private let columns: GraphColumns
    private let path: Set<GraphNodeID>
    private let trail: [GraphNodeID]
    /// Row of the surface in which row 0 of the layout would stand.
    private let offset: Int

    /// The graph in `width` by `height` cells, without its title rule.
    public static func surface(_ state: GraphState, width: Int, height: Int, style: GraphStyle) -> Surface {
        var surface = Surface(width: width, height: height)
        guard width >= 20, height >= 4 else { return surface }
        if let tree = state.tree {
            PathTreeDrawing(state, tree, width: width, height: height, style: style).draw(on: &surface)
            return surface
        }
        GraphDrawing(state, width: width, height: height, style: style).draw(on: &surface)
        return surface
    }

    /// Draws the graph with its top left cell at `x`, `y`.
    public static func draw(
        _ state: GraphState, on surface: inout Surface, x: Int, y: Int, width: Int, height: Int, style: GraphStyle
    ) {
        surface.put(Self.surface(state, width: width, height: height, style: style), x: x, y: y)
    }

    private init(_ state: GraphState, width: Int, height: Int, style: GraphStyle) {
        self.state = state
        self.style = style
        self.width = width
        self.height = height
        trail = state.path
        path = Set(state.path)
        let trail = state.path
        columns = GraphColumns(state, style, width: width) { hop in
            GraphRouter(Self.nets(rightOf: hop, state, trail), limit: 6).trackCount
        }
        let rows = height - 1
        let spare = rows - state.layout.height
        offset = 1 - state.scroll + (spare > 0 ? 1 : 0)
    }

    private var body: Range<Int> { 1..<height }

    private func draw(on surface: inout Surface) {
        GraphHeadings(state: state, style: style, columns: columns).draw(on: &surface, width: width)
        var leads: [Int: (left: BoxWeight, right: BoxWeight)] = [:]
        for k in columns.gutters.indices { drawGutter(k, on: &surface, &leads) }
        for column in columns.columns {
            if column.hop == 0 {
                let middle = offset + (state.layout.rows[state.scene.focus] ?? 0)
                GraphCard.draw(
                    columns.card, on: &surface, x: column.x, width: column.width, middle: middle, rows: body,
                    left: leads[0]?.left ?? .none, right: leads[0]?.right ?? .none, style,
                    selected: state.cursor.column == 0)
                if state.cursor.column == 0 { cursor(x: column.x, y: middle - 1, on: &surface) }
                surface.spot(
                    .node(state.scene.focus), x: column.x, y: middle - GraphLayout.reach, width: column.width,
                    height: 2 * GraphLayout.reach + 1)
            } else {
                drawRows(of: column, on: &surface)
            }
        }
        GraphPathText(state: state, style: style).draw(
            on: &surface, from: offset + state.layout.height, width: width, height: height)
    }

    // MARK: Edges

    /// The nets between `hop` and the column right of it.
    static func nets(rightOf hop: Int, _ state: GraphState, _ trail: [GraphNodeID]) -> [GraphRouter.Net] {
        let outer = hop < 0 ? hop : hop + 1
        let layout = state.layout
        var nets: [Int: GraphRouter.Net] = [:]
        for id in state.scene.columns[outer] ?? [] {
            guard let node = state.scene.nodes[id], let row = layout.rows[id] else { continue }
            for (n, edge) in node.edges.enumerated() {
                guard let source = layout.rows[edge.inner] else { continue }
                var net = nets[source] ?? GraphRouter.Net(source: source, targets: [])
                net.targets.append(row)
                let step = trail.firstIndex(of: id)
                if let step, step > 0, trail[step - 1] == edge.inner { net.heavy = row } else if n > 0 {
                    net.optional.insert(row)
                }
                nets[source] = net
            }
        }
        return nets.values.sorted { $0.source < $1.source }
    }

    private func drawGutter(
        _ k: Int, on surface: inout Surface, _ leads: inout [Int: (left: BoxWeight, right: BoxWeight)]
    ) {
        let left = columns.columns[k]
        let gutter = columns.gutters[k]
        let isLeft = left.hop < 0
        let router = GraphRouter(Self.nets(rightOf: left.hop, state, trail), limit: max(1, gutter.width - 2))
        let masks = router.masks(width: gutter.width)
        let focusRow = state.layout.rows[state.scene.focus] ?? 0
        if left.hop == 0 || left.hop == -1, let lead = masks[focusRow]?.first {
            let weight = lead.inner
            if isLeft { leads[0, default: (.none, .none)].left = weight } else {
                leads[0, default: (.none, .none)].right = weight
            }
        }
        for (row, cells) in masks {
            let y = offset + row
            guard body.contains(y) else { continue }
            for (u, mask) in cells.enumerated() where mask != GraphRouter.Mask() {
                let x = gutter.x + (isLeft ? gutter.width - 1 - u : u)
                let isArrow = isLeft ? u == 0 && left.hop < -1 : u == gutter.width - 1
                let glyph = isArrow && mask.north == .none && mask.south == .none
                    ? style.glyphs[.arrowRight]
                    : style.glyphs.box(
                        north: mask.north, east: isLeft ? mask.inner : mask.outer, south: mask.south,
                        west: isLeft ? mask.outer : mask.inner)
                surface.put(glyph, x: x, y: y, role: mask.isHeavy ? .edgePath : .edge)
            }
        }
    }

    // MARK: Rows

    private func drawRows(of column: GraphColumns.Column, on surface: inout Surface) {
        let ids = state.scene.columns[column.hop] ?? []
        var above = 0
        var below = 0
        for id in ids {
            guard let row = state.layout.rows[id], let node = state.scene.nodes[id] else { continue }
            let y = offset + row
            // The first and the last row say how much is hidden there.
            if y < body.lowerBound || (state.scroll > 0 && y == body.lowerBound) { above += 1; continue }
            let isMoreBelow = state.layout.height - state.scroll > body.count
            if y >= body.upperBound || (isMoreBelow && y == body.upperBound - 1) { below += 1; continue }
            draw(node, in: column, y: y, on: &surface)
            surface.spot(.node(id), x: column.x, y: y, width: column.width)
            guard state.layout.showsDetails else { continue }
            for (n, detail) in node.details.enumerated() where body.contains(y + 1 + n) {
                draw(detail, in: column, y: y + 1 + n, on: &surface)
                surface.spot(.node(id), x: column.x, y: y + 1 + n, width: column.width)
            }
        }
        let x = column.x + 1
        if above > 0 {
            surface.put("\(style.glyphs[.above]) \(style.count(above)) above", x: x, y: body.lowerBound, role: .muted,
                limit: column.width - 1)
        }
        if below > 0 {
            surface.put(
                "\(style.glyphs[.below]) \(style.count(below)) below", x: x, y: body.upperBound - 1, role: .muted,
                limit: column.width - 1)
        }
    }

    private func draw(_ node: GraphNode, in column: GraphColumns.Column, y: Int, on surface: inout Surface) {
        let selected = node.id == state.cursor && !style.isDocument
        let onPath = path.contains(node.id)
        var label = GraphLabel(node, state, style, cells: column.label - signCells(column, node))
        if onPath, label.role == .text || label.role == .id { label.role = .strong }
        let amount = style.amount(node.value, isAtLeast: node.isAtLeast)
        var x = column.x + 1
        if selected { surface.fill(x: x, y: y, width: column.width - 1, height: 1, selected: true) }
        if column.isMirrored {
            surface.put(label.text, x: x, y: y, role: label.role, limit: column.label - 2, selected: selected)
            put(amount, endingAt: column.x + column.width - 2, y: y, known: node.value != nil, on: &surface, selected)
            surface.put(label.sign, x: column.x + column.width - 1, y: y, role: label.signRole, selected: selected)
        } else {
            if signCells(column, node) > 0 {
                surface.put(label.sign, x: x, y: y, role: label.signRole, selected: selected)
                x += 2
            }
            surface.put(label.text, x: x, y: y, role: label.role, selected: selected)
            let end = column.x + 1 + column.label + 1 + column.amount
            put(amount, endingAt: end, y: y, known: node.value != nil, on: &surface, selected)
            if column.bar > 0, let value = node.value, let whole = node.whole {
                surface.put(style.glyphs.shareBar(value, of: whole, cells: column.bar), x: end + 1, y: y, role: .bar,
                    selected: selected)
            }
        }
        if selected { cursor(x: column.x, y: y, on: &surface) }
    }

    private func draw(_ detail: GraphDetail, in column: GraphColumns.Column, y: Int, on surface: inout Surface) {
        guard !column.isMirrored else { return }
        let line = GraphDetailText(detail, state, style, cells: column.label - 2)
        let x = column.x + 1
        surface.put(line.sign, x: x, y: y, role: line.signRole)
        surface.put(line.text, x: x + 2, y: y, role: line.role, limit: column.label - 2)
        put(line.amount, endingAt: x + column.label + 1 + column.amount, y: y, known: true, on: &surface, false)
    }

    /// Transactions stand without a sign where no row beside them has one.
    private func signCells(_ column: GraphColumns.Column, _ node: GraphNode) -> Int {
        guard column.hasSigns else { return 0 }
        if case .transaction = node.id.item, !column.isMirrored, node.fate == .none { return 0 }
        return 2
    }

    private func cursor(x: Int, y: Int, on surface: inout Surface) {
        guard body.contains(y), !style.isDocument else { return }
        let sign: Glyph = style.hasFocus ? .cursor : .cursorOther
        surface.put(style.glyphs[sign], x: x, y: y, role: style.hasFocus ? .cursor : .cursorOther)
    }

    /// An amount with its trailing zeros held back, so that the figures stand out.
    private func put(
        _ text: String, endingAt end: Int, y: Int, known: Bool, on surface: inout Surface, _ selected: Bool
    ) {
        let start = surface.put(text, endingAt: end, y: y, role: known ? .amount : .unknown, selected: selected)
        guard known, text.contains(".") else { return }
        let zeros = text.reversed().prefix { $0 == "0" }.count
        if zeros > 0, start >= 0 { surface.mark(x: end - zeros, y: y, width: zeros, role: .amountZeros) }
    }
}
