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
public struct Surface: Hashable, Sendable {
    public let width: Int
    public let height: Int
    public private(set) var cells: [Cell]

    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: Cell(), count: self.width * self.height)
    }

    public subscript(x: Int, y: Int) -> Cell {
        get { cells[y * width + x] }
        set { if x >= 0, x < width, y >= 0, y < height { cells[y * width + x] = newValue } }
    }
}
