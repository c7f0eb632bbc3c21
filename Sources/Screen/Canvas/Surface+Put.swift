import Workbench

extension Surface {
    /// Writes `text` in row `y` from column `x` on and returns the column after it.
    ///
    /// - Parameters:
    ///   - text: one line; outside text has been escaped. Control characters that are left appear as `?`.
    ///   - limit: the number of cells that may be used; what does not fit whole is left out.
    ///   - selected: whether the selection bar runs through the text.
    /// - Returns: the column after the last glyph, at most the right edge. Text left of the surface or above or below it
    ///   counts but is not drawn.
    ///
    /// A wide glyph is never split: where only half of one fits, at an edge or a limit, a blank stands instead.
    @discardableResult
    public mutating func put(
        _ text: String, x: Int, y: Int, role: Role, limit: Int? = nil, selected: Bool = false
    ) -> Int {
        let room = width - x
        let end = x + min(room, max(0, limit ?? room))
        guard x < end else { return x }
        var column = x
        let visible = y >= 0 && y < height
        for character in text {
            var full = false
            CellGlyphs.forEach(of: character) { glyph, count in
                guard !full else { return }
                guard column + count <= end else {
                    if visible, column >= 0, column < end { blank(column, y, role, selected) }
                    column = min(column + 1, end)
                    full = true
                    return
                }
                if visible {
                    if column >= 0 {
                        set(glyph, cells: count, x: column, y: y, role: role, selected: selected)
                    } else if column + count > 0 {
                        blank(0, y, role, selected)
                    }
                }
                column += count
            }
            if full || column >= end { break }
        }
        return column
    }

    /// Writes `text` so that it ends before column `end`; clipped at the left by `limit` cells, keeping its tail.
    ///
    /// - Returns: the column of its first glyph.
    @discardableResult
    public mutating func put(
        _ text: String, endingAt end: Int, y: Int, role: Role, selected: Bool = false
    ) -> Int {
        let start = end - TextWidth.cells(of: text)
        put(text, x: start, y: y, role: role, selected: selected)
        return start
    }

    /// Fills a rectangle with `glyph`, which takes one cell; clipped at the edges.
    public mutating func fill(
        x: Int, y: Int, width: Int, height: Int, glyph: String = " ", role: Role = .text, selected: Bool = false
    ) {
        let glyph = TextWidth.cells(of: glyph) == 1 ? glyph : " "
        for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
            for column in max(0, x)..<max(0, x, min(self.width, x + width)) {
                set(glyph, cells: 1, x: column, y: row, role: role, selected: selected)
            }
        }
    }

    /// Gives the cells of a rectangle another role or takes them into the selection; the text stays.
    public mutating func mark(x: Int, y: Int, width: Int, height: Int = 1, role: Role? = nil, selected: Bool? = nil) {
        for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
            for column in max(0, x)..<max(0, x, min(self.width, x + width)) {
                restyle(x: column, y: row, role: role, selected: selected)
            }
        }
    }

    /// Copies `other` into this surface with its top left cell at `x`, `y`; clipped at the edges.
    public mutating func put(_ other: Surface, x: Int, y: Int) {
        for spot in other.spots {
            let area = spot.area
            self.spot(spot.target, x: x + area.x, y: y + area.y, width: area.width, height: area.height)
        }
        for row in 0..<other.height where y + row >= 0 && y + row < height {
            var column = 0
            while column < other.width {
                let cell = other[column, row]
                let wide = column + 1 < other.width && other[column + 1, row].glyph.isEmpty
                let target = x + column
                if target >= 0, target + (wide ? 2 : 1) <= width {
                    set(
                        cell.glyph.isEmpty ? " " : cell.glyph, cells: wide ? 2 : 1, x: target, y: y + row,
                        role: cell.role, selected: cell.isSelected)
                } else if target + 1 == width || (target == -1 && wide) {
                    blank(max(0, target), y + row, cell.role, cell.isSelected)
                }
                column += wide ? 2 : 1
            }
        }
    }

    private mutating func blank(_ x: Int, _ y: Int, _ role: Role, _ selected: Bool) {
        guard contains(x, y) else { return }
        set(" ", cells: 1, x: x, y: y, role: role, selected: selected)
    }
}
