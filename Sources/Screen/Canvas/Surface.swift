import Workbench

/// One cell of the screen.
public struct Cell: Hashable, Sendable {
    /// One grapheme, reduced to what a terminal shows in `width` cells; empty in the right half of a wide one.
    public var glyph: String
    public var role: Role
    /// The selection bar runs through it: reverse video where the terminal has any.
    public var isSelected: Bool

    public init(glyph: String = " ", role: Role = .text, isSelected: Bool = false) {
        self.glyph = glyph
        self.role = role
        self.isSelected = isSelected
    }
}

/// A grid of cells that is drawn into, clipped at its edges, and then painted or compared as text.
///
/// Every wide glyph stands in two cells, the right one empty; no operation leaves half of one.
public struct Surface: Hashable, Sendable {
    public let width: Int
    public let height: Int
    /// Row by row, `width` cells each.
    public private(set) var cells: [Cell]
    /// Where the terminal's own cursor belongs: at the text that is typed, for input methods and screen readers.
    public internal(set) var cursor: Position?
    /// What can be clicked, later ones in front of earlier ones.
    private(set) var spots: [Spot] = []

    /// Cells that mean something when they are clicked.
    struct Spot: Hashable, Sendable {
        var area: Rect
        var target: ClickTarget
    }

    /// Lets a click on the cells of `area` mean `target`.
    mutating func spot(_ target: ClickTarget, x: Int, y: Int, width: Int, height: Int = 1) {
        spots.append(Spot(area: Rect(x: x, y: y, width: width, height: height), target: target))
    }

    /// What a click on a cell means; nil where a cell is only a cell.
    public func target(at column: Int, _ row: Int) -> ClickTarget? {
        spots.last { $0.area.contains(column, row) }?.target
    }


    /// A column and a row.
    public struct Position: Hashable, Sendable {
        public var column: Int
        public var row: Int
    }

    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: Cell(), count: self.width * self.height)
    }

    /// The cell at column `x` of row `y`. Reading outside gives a blank cell; writing outside does nothing.
    ///
    /// Writing is for a glyph of one cell; `put` handles any text.
    public subscript(x: Int, y: Int) -> Cell {
        get { contains(x, y) ? cells[y * width + x] : Cell() }
        set {
            guard contains(x, y) else { return }
            separate(x, y)
            cells[y * width + x] = newValue
        }
    }

    /// True when column `x` of row `y` is on the surface.
    public func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && x < width && y >= 0 && y < height }

    /// The rows as text, full width, joined by line feeds: what goldens compare.
    public var text: String { (0..<height).map(row).joined(separator: "\n") }

    /// Row `y` as text, full width; empty outside the surface.
    public func row(_ y: Int) -> String {
        guard y >= 0, y < height else { return "" }
        return cells[(y * width)..<((y + 1) * width)].reduce(into: "") { $0 += $1.glyph }
    }

    /// Blanks the other half of a wide glyph of which one half, at `x`, is about to be overwritten.
    private mutating func separate(_ x: Int, _ y: Int) {
        let index = y * width + x
        if cells[index].glyph.isEmpty, x > 0 { cells[index - 1].glyph = " " }
        if x + 1 < width, cells[index + 1].glyph.isEmpty { cells[index + 1].glyph = " " }
    }

    /// Writes a glyph of `cells` cells that is known to fit.
    mutating func set(_ glyph: String, cells count: Int, x: Int, y: Int, role: Role, selected: Bool) {
        separate(x, y)
        if count == 2 { separate(x + 1, y) }
        cells[y * width + x] = Cell(glyph: glyph, role: role, isSelected: selected)
        if count == 2 { cells[y * width + x + 1] = Cell(glyph: "", role: role, isSelected: selected) }
    }

    /// Changes role or selection of a cell and keeps its glyph.
    mutating func restyle(x: Int, y: Int, role: Role?, selected: Bool?) {
        guard contains(x, y) else { return }
        if let role { cells[y * width + x].role = role }
        if let selected { cells[y * width + x].isSelected = selected }
    }
}
