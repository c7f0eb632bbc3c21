/// How a line leaves a cell towards one side.
public enum BoxWeight: Int, Hashable, Sendable {
    case none, light, heavy
}

extension GlyphSet {
    /// The line drawing glyph whose lines leave towards the given sides; a blank when there is none.
    ///
    /// Corners are rounded when light. In ASCII the weight shows only in straight lines (`-` and `=`, `|` for both).
    public func box(
        north: BoxWeight = .none, east: BoxWeight = .none, south: BoxWeight = .none, west: BoxWeight = .none
    ) -> String {
        let index = north.rawValue + 3 * east.rawValue + 9 * south.rawValue + 27 * west.rawValue
        return base == .unicode ? Self.unicodeLines[index] : Self.asciiLine(north, east, south, west)
    }

    private static func asciiLine(
        _ north: BoxWeight, _ east: BoxWeight, _ south: BoxWeight, _ west: BoxWeight
    ) -> String {
        let vertical = north != .none || south != .none
        let horizontal = east != .none || west != .none
        switch (vertical, horizontal) {
        case (false, false): return " "
        case (true, false): return "|"
        case (false, true): return east == .heavy || west == .heavy ? "=" : "-"
        case (true, true): break
        }
        switch (north != .none, east != .none, south != .none, west != .none) {
        case (false, true, true, false), (false, false, true, true): return "."
        case (true, true, false, false): return "`"
        case (true, false, false, true): return "'"
        case (true, true, true, false), (true, false, true, true): return "|"
        default: return "+"
        }
    }

    /// By north + 3 east + 9 south + 27 west, each 0 none, 1 light, 2 heavy (Unicode block 2500–257F).
    private static let unicodeLines: [String] = [
        " ", "╵", "╹", "╶", "╰", "┖", "╺", "┕", "┗", "╷", "│", "╿", "╭", "├", "┞", "┍", "┝", "┡",
        "╻", "╽", "┃", "┎", "┟", "┠", "┏", "┢", "┣", "╴", "╯", "┚", "─", "┴", "┸", "╼", "┶", "┺",
        "╮", "┤", "┦", "┬", "┼", "╀", "┮", "┾", "╄", "┒", "┧", "┨", "┰", "╁", "╂", "┲", "╆", "╊",
        "╸", "┙", "┛", "╾", "┵", "┹", "━", "┷", "┻", "┑", "┥", "┩", "┭", "┽", "╃", "┯", "┿", "╇",
        "┓", "┪", "┫", "┱", "╅", "╉", "┳", "╈", "╋",
    ]
}
