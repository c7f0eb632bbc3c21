import Encoding
import Ledger
import TraceEngine
import Workbench

/// What the cursor of the graph is on, in full: identifiers, amounts, times. Nothing is elided here.
public struct GraphSelected: Hashable, Sendable {
    /// Right end of the block's title rule: `address · hop −1 row 3`.
    public let title: String
    /// Lines in the order of every `Selected` block: identifier, amounts, times, marks.
    public let lines: [FactLine]

    /// The rules behind what is inferred, and where they fail: shown whole or not at all.
    let rules: [FactLine]

    /// Nil when nothing is selected. `width` decides how many facts stand in one line; no line is wider.
    public init?(_ state: GraphState, style: GraphStyle, width: Int) {
        guard let node = state.selected else { return nil }
        let facts = GraphFacts(state: state, style: style, node: node, width: width)
        title = facts.title
        lines = facts.lines.flatMap { FactLines.fitted($0, cells: width) }
        rules = facts.rules.flatMap { FactLines.fitted($0, cells: width) }
    }

    /// Draws at most `height` lines; what has no room is counted.
    public func draw(on surface: inout Surface, x: Int, y: Int, width: Int, height: Int, glyphs: GlyphSet = .unicode) {
        let fits = lines.count + rules.count <= height
        FactLines.draw(
            fits ? lines + rules : lines, on: &surface, in: Rect(x: x, y: y, width: width, height: height), glyphs: glyphs)
    }
}
