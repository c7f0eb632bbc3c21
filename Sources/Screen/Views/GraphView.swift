import Workbench

/// The graph pane: its title rule, and the neighbourhood below it.
struct GraphView {
    let context: ScreenContext
    let isFocused: Bool

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        let style = context.graphStyle(hasFocus: isFocused)
        guard let graph = context.state.graph else {
            surface.titleRule(title, title: "2 Graph", isFocused: isFocused, glyphs: context.glyphs)
            let text =
                if case .missing(let sentence) = context.state.ledger { sentence } else {
                    "Nothing to show yet. Choose an address in the list, or add one with a."
                }
            for (row, line) in TextFit.wrap(text, cells: body.width - 2).prefix(body.height - 1).enumerated() {
                surface.put(line, x: body.x + 1, y: body.y + 1 + row, role: .muted)
            }
            return
        }
        let figure = GraphTitle.figure(graph, style: style)
        let parts = [
            GraphTitle.subject(graph, style: style), GraphTitle.years(graph, style: style), GraphTitle.mode(graph, style: style),
        ].filter { !$0.isEmpty }
        // What has no room whole is left out from the end: the year says more than the mode.
        let room = title.width - TextWidth.cells(of: figure) - 20
        let fitting = (1...parts.count).last { TextWidth.cells(of: parts[..<$0].joined(separator: "   ")) <= room } ?? 1
        surface.titleRule(
            title, title: "2 Graph", subject: parts[..<fitting].joined(separator: "   "), figure: figure,
            isFocused: isFocused, glyphs: context.glyphs)
        GraphDrawing.draw(
            graph, on: &surface, x: body.x, y: body.y, width: body.width, height: body.height, style: style)
    }
}

extension ScreenContext {
    func graphStyle(hasFocus: Bool) -> GraphStyle {
        var style = GraphStyle(glyphs: glyphs, chain: chain, hasFocus: hasFocus, prices: state.prices)
        style.knowsHeights = knowsHeights
        return style
    }
}
