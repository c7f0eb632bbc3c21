/// The row of every node: subtrees pack as close as their outlines allow, and a row stands at the middle of what it
/// opens, so that the edges of one gutter seldom overlap.
public struct GraphLayout: Hashable, Sendable {
    /// First row of a node, from 0 at the top of the picture.
    public private(set) var rows: [GraphNodeID: Int] = [:]
    /// Rows of the whole picture.
    public private(set) var height = 0
    /// Whether the details stand below their rows.
    public private(set) var showsDetails = false

    /// Half of the box around the focus: rows above and below its middle.
    public static let reach = 2

    init(scene: GraphScene, rows room: Int) {
        var best: (left: Outline, right: Outline)?
        search: for details in [true, false] {
            for right in [1, 0] {
                for left in [1, 0] {
                    let sides = (
                        left: Outline(scene, left: true, gap: left, details: details),
                        right: Outline(scene, left: false, gap: right, details: details))
                    best = sides
                    showsDetails = details
                    if Self.height(sides.left, sides.right) <= room { break search }
                }
            }
        }
        guard let best else { return }
        let middle = max(best.left.above, best.right.above, Self.reach)
        height = Self.height(best.left, best.right)
        for (id, row) in best.left.rows { rows[id] = middle + row }
        for (id, row) in best.right.rows { rows[id] = middle + row }
        rows[scene.focus] = middle
    }

    private static func height(_ left: Outline, _ right: Outline) -> Int {
        max(left.above, right.above, reach) + max(left.below, right.below, reach) + 1
    }
}

/// One side of the picture with rows relative to the focus.
private struct Outline {
    var rows: [(GraphNodeID, Int)] = []
    var above = 0
    var below = 0

    /// First and last row in each column outwards, relative to the row of a subtree's root.
    private struct Subtree {
        var rows: [(id: GraphNodeID, row: Int)]
        var top: [Int]
        var bottom: [Int]
    }

    init(_ scene: GraphScene, left: Bool, gap: Int, details: Bool) {
        let root = Self.subtree(scene.focus, scene, left: left, gap: gap, details: details)
        rows = root.rows
        above = -(root.top.min() ?? 0)
        below = root.bottom.max() ?? 0
    }

    private static func subtree(
        _ id: GraphNodeID, _ scene: GraphScene, left: Bool, gap: Int, details: Bool
    ) -> Subtree {
        let isFocus = id.column == 0
        let height = isFocus ? 1 : 1 + (details ? scene.nodes[id]?.details.count ?? 0 : 0)
        let children = (scene.children[id] ?? []).filter { !isFocus || ($0.column < 0) == left }
        var whole = Subtree(rows: [], top: [], bottom: [])
        var first = 0
        var last = 0
        for (n, child) in children.enumerated() {
            var part = subtree(child, scene, left: left, gap: gap, details: details)
            var shift = 0
            for depth in part.top.indices where depth < whole.bottom.count {
                shift = max(shift, whole.bottom[depth] + 1 + (depth == 0 ? gap : 0) - part.top[depth])
            }
            for k in part.rows.indices { part.rows[k].row += shift }
            for depth in part.top.indices {
                if depth < whole.top.count {
                    whole.top[depth] = min(whole.top[depth], part.top[depth] + shift)
                    whole.bottom[depth] = max(whole.bottom[depth], part.bottom[depth] + shift)
                } else {
                    whole.top.append(part.top[depth] + shift)
                    whole.bottom.append(part.bottom[depth] + shift)
                }
            }
            whole.rows += part.rows
            if n == 0 { first = shift }
            last = shift
        }
        let middle = (first + last) / 2
        return Subtree(
            rows: [(id, 0)] + whole.rows.map { ($0.id, $0.row - middle) },
            top: [0] + whole.top.map { $0 - middle }, bottom: [height - 1] + whole.bottom.map { $0 - middle })
    }
}
