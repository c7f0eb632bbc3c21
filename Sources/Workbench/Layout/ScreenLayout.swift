/// Where everything is, by the size of the screen: the same places at every size.
public struct ScreenLayout: Hashable, Sendable {
    /// Title rule of a pane and the rows under it.
    public struct PaneSpace: Hashable, Sendable {
        public var pane: Pane
        public var title: Rect
        public var body: Rect
    }

    public var panes: [PaneSpace]
    /// Title rule of `Selected` and the rows under it.
    public var selectedTitle: Rect
    public var selected: Rect
    /// Panes folded to one row.
    public var stubs: [(pane: Pane, row: Rect)]
    /// Column of the vertical between left and right; nil with one column.
    public var separator: Int?
    public let width: Int
    public let height: Int

    public var statusRow: Int { height - 2 }
    public var lastRow: Int { height - 1 }

    /// Cells of the left column: a full segwit address of 42 characters fits.
    static let leftWidth = 44

    /// The width of the left column on a screen of that many columns: what was asked for, as far as both keep their room.
    static func leftWidth(asked: Int?, of columns: Int) -> Int { min(max(36, asked ?? leftWidth), columns - 70) }

    public init(state: WorkbenchState) {
        if state.columns >= 120, state.rows >= 34, !state.isZoomed, Pane.main.contains(state.pane) {
            self.init(twoColumns: state.columns, state.rows, left: Self.leftWidth(asked: state.split, of: state.columns))
        } else {
            self.init(oneColumn: state.columns, state.rows, pane: state.pane, hasCase: state.hasCase)
        }
    }

    private init(oneColumn width: Int, _ height: Int, pane: Pane, hasCase: Bool) {
        self.width = width
        self.height = height
        panes = [
            PaneSpace(
                pane: pane, title: Rect(x: 0, y: 1, width: width, height: 1),
                body: Rect(x: 0, y: 2, width: width, height: height - 10))
        ]
        selectedTitle = Rect(x: 0, y: height - 8, width: width, height: 1)
        // Without a case nothing is folded away, and `Selected` has the room.
        selected = Rect(x: 0, y: height - 7, width: width, height: hasCase ? 3 : 5)
        let folded = !hasCase ? [] : Pane.main.contains(pane) ? Pane.main.filter { $0 != pane } : [.graph, .notes]
        stubs = folded.enumerated().map { ($1, Rect(x: 0, y: height - 4 + $0, width: width, height: 1)) }
        separator = nil
    }

    private init(twoColumns width: Int, _ height: Int, left: Int) {
        self.width = width
        self.height = height
        let selectedRows = 11
        let selectedTop = height - 2 - selectedRows - 1
        let notesRows = max(14, (height - 4) * 2 / 5)
        let notesTop = height - 2 - notesRows - 1
        let rightX = left + 1
        panes = [
            PaneSpace(
                pane: .addresses, title: Rect(x: 0, y: 1, width: left, height: 1),
                body: Rect(x: 0, y: 2, width: left, height: selectedTop - 2)),
            PaneSpace(
                pane: .graph, title: Rect(x: rightX, y: 1, width: width - rightX, height: 1),
                body: Rect(x: rightX, y: 2, width: width - rightX, height: notesTop - 2)),
            PaneSpace(
                pane: .notes, title: Rect(x: rightX, y: notesTop, width: width - rightX, height: 1),
                body: Rect(x: rightX, y: notesTop + 1, width: width - rightX, height: notesRows)),
        ]
        selectedTitle = Rect(x: 0, y: selectedTop, width: left, height: 1)
        selected = Rect(x: 0, y: selectedTop + 1, width: left, height: selectedRows)
        stubs = []
        separator = left
    }

    /// Where a pane is; nil while it is folded.
    public func space(of pane: Pane) -> PaneSpace? { panes.first { $0.pane == pane } }

    /// The pane at a cell, its title included.
    public func space(at column: Int, _ row: Int) -> PaneSpace? {
        panes.first { $0.title.contains(column, row) || $0.body.contains(column, row) }
    }

    /// The rows of the list of notes while the pane has the focus; the text stands beside it or below.
    public static func noteList(in body: Rect, notes: Int) -> Rect {
        if body.width >= 110 { return Rect(x: body.x, y: body.y, width: body.width * 3 / 5, height: body.height) }
        return Rect(x: body.x, y: body.y, width: body.width, height: min(notes + 1, max(3, body.height / 2)))
    }

    /// Whether the list has room for a full table rather than a column of names.
    public static func isWideList(_ body: Rect) -> Bool { body.width >= 78 }

    public static func == (a: Self, b: Self) -> Bool {
        a.panes == b.panes && a.selected == b.selected && a.width == b.width && a.height == b.height
    }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(width)
        hasher.combine(height)
        hasher.combine(panes)
    }
}
