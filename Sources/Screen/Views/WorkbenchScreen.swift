import Encoding
import Ledger
import Workbench

/// The whole screen as a function of the state.
public enum WorkbenchScreen {
    /// Draws `state` at its own size. Pure: the same state gives the same cells.
    public static func draw(_ state: WorkbenchState, glyphs: GlyphSet = .unicode) -> Surface {
        var surface = Surface(width: state.columns, height: state.rows)
        let context = ScreenContext(state: state, glyphs: glyphs)
        guard state.columns >= WorkbenchState.minimumColumns, state.rows >= WorkbenchState.minimumRows else {
            tooSmall(context, into: &surface)
            return surface
        }
        let layout = ScreenLayout(state: state)
        let frame = FrameView(context: context)
        frame.header(into: &surface)
        for space in layout.panes {
            let isFocused = space.pane == state.pane
            switch space.pane {
            case .addresses:
                AddressesView(context: context, isFocused: isFocused)
                    .draw(into: &surface, title: space.title, body: space.body)
            case .graph:
                GraphView(context: context, isFocused: isFocused)
                    .draw(into: &surface, title: space.title, body: space.body)
            case .trace:
                TraceSheetView(context: context, isFocused: isFocused)
                    .draw(into: &surface, title: space.title, body: space.body)
            case .cluster:
                ClusterSheetView(context: context, isFocused: isFocused)
                    .draw(into: &surface, title: space.title, body: space.body)
            case .path:
                PathSheetView(context: context, isFocused: isFocused)
                    .draw(into: &surface, title: space.title, body: space.body)
            case .notes:
                NotesView(context: context, isFocused: isFocused)
                    .draw(into: &surface, title: space.title, body: space.body)
            default:
                guard let picture = TablePicture.of(space.pane, context) else { break }
                TableDrawing(context: context, pane: space.pane, picture: picture)
                    .draw(into: &surface, title: space.title, body: space.body)
            }
        }
        SelectedView(context: context).draw(into: &surface, title: layout.selectedTitle, body: layout.selected)
        frame.stubs(layout, into: &surface)
        if let separator = layout.separator { joints(layout, separator, glyphs, state, into: &surface) }
        SheetViews(context: context).draw(into: &surface)
        frame.status(layout, into: &surface)
        frame.lastRow(layout, into: &surface)
        return surface
    }

    /// The vertical between the columns, joined to the rules that meet it.
    private static func joints(
        _ layout: ScreenLayout, _ x: Int, _ glyphs: GlyphSet, _ state: WorkbenchState, into surface: inout Surface
    ) {
        surface.verticalRule(x: x, y: 2, length: layout.height - 4, glyphs: glyphs)
        func weight(_ pane: Pane) -> BoxWeight { state.pane == pane ? .heavy : .light }
        let left = weight(.addresses)
        let right = weight(.graph)
        surface.put(
            glyphs.box(east: right, south: .light, west: left), x: x, y: 1,
            role: left == .heavy || right == .heavy ? .ruleFocus : .rule)
        if let notes = layout.space(of: .notes) {
            surface.put(
                glyphs.box(north: .light, east: weight(.notes), south: .light), x: x, y: notes.title.y,
                role: state.pane == .notes ? .ruleFocus : .rule)
        }
        surface.put(
            glyphs.box(north: .light, south: .light, west: .light), x: x, y: layout.selectedTitle.y, role: .rule)
    }

    private static func tooSmall(_ context: ScreenContext, into surface: inout Surface) {
        let state = context.state
        let event = AmountText.grouped(state.openCase.head)
        let saved =
            switch state.saved {
            case .saved, .readOnly, .asOf: "Everything up to event \(event) is saved."
            case .saving: "A change is being saved."
            case .draft: "Events up to \(event) are saved; a draft is kept."
            case .notSaved(let reason): "The last change is NOT saved: \(reason)"
            }
        let text = [
            "Clew needs at least \(WorkbenchState.minimumColumns) columns and \(WorkbenchState.minimumRows) rows.",
            "This window has \(state.columns) columns and \(state.rows) rows.", "",
            state.hasCase ? "\(context.outside(state.openCase.name)) is open. \(saved)" : "No case is open.", "", "Make the window larger.", "", "q quit",
        ]
        var rows = text.flatMap { TextFit.wrap($0, cells: max(1, state.columns - 3)) }
        // Where it is tight, how to leave matters more than blank rows.
        if rows.count > state.rows { rows.removeAll(where: \.isEmpty) }
        let top = rows.count + 2 <= state.rows ? 2 : 0
        for (row, line) in rows.enumerated() { surface.put(line, x: min(2, max(0, state.columns - 1)), y: top + row, role: .text) }
    }
}
