import Workbench

/// The graph pane: its title rule, and the drawing of the neighbourhood below it.
struct GraphView {
    let context: ScreenContext
    let isFocused: Bool

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        surface.titleRule(title, title: "2 Graph", figure: GraphFigure.text(context.state, context.glyphs), isFocused: isFocused, glyphs: context.glyphs)
    }
}

enum GraphFigure {
    static func text(_ state: WorkbenchState, _ glyphs: GlyphSet) -> String { "" }
}
