import Workbench

/// What reports of the mouse mean: clicks, double clicks, drags and the wheel. Only the left button counts.
struct MouseGestures {
    /// Milliseconds within which a second press in the same cell makes a double click.
    static let doubleClick = 400
    /// Rows that one notch of the wheel scrolls.
    static let wheelRows = 3

    /// Where the button is down.
    private var pressed: TerminalEvent.Cell?
    /// Where a drag has come.
    private var dragged: TerminalEvent.Cell?
    private var lastClick: (cell: TerminalEvent.Cell, time: Int)?

    /// The event that a report makes; nil for one that means nothing.
    ///
    /// - Parameter time: milliseconds of a clock that only goes forward.
    mutating func take(_ report: MouseReport, at time: Int) -> TerminalEvent? {
        let cell = TerminalEvent.Cell(column: report.column, row: report.row)
        // Shift, Alt and Ctrl change nothing.
        switch report.code & ~0x1C {
        case 0 where report.isRelease:
            defer { (pressed, dragged) = (nil, nil) }
            return drag(to: cell)
        case 0:
            pressed = cell
            dragged = cell
            if let last = lastClick, last.cell == cell, time - last.time <= Self.doubleClick {
                lastClick = nil
                return .doubleClick(column: cell.column, row: cell.row)
            }
            lastClick = (cell, time)
            return .click(column: cell.column, row: cell.row)
        case 0x20: return drag(to: cell)
        case 0x40 where !report.isRelease: return .wheel(column: cell.column, row: cell.row, by: -Self.wheelRows)
        case 0x41 where !report.isRelease: return .wheel(column: cell.column, row: cell.row, by: Self.wheelRows)
        default: return nil
        }
    }

    private mutating func drag(to cell: TerminalEvent.Cell) -> TerminalEvent? {
        guard let pressed, dragged != cell else { return nil }
        dragged = cell
        lastClick = nil
        return .drag(from: pressed, to: cell)
    }
}
