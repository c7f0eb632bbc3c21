import CNcurses
import Screen

/// Paints surfaces through ncurses: only the cells that changed, all at once.
@MainActor
final class Painter {
    private let depth: ColourDepth
    private let isUTF8: Bool
    private var shown: Surface?
    private var shownTheme: Theme?
    private var pairs: [ColourPair: Int32] = [:]
    private let mostPairs: Int
    private var looks: [Role: [Look]] = [:]

    /// Attributes and pair of a role, ready for a cell.
    private struct Look {
        var attributes: attr_t
        var pair: Int32
    }

    /// - Parameters:
    ///   - depth: what the terminal can show; with `.mono` no colour is ever sent.
    ///   - isUTF8: when false everything but ASCII is painted as `?`.
    init(depth: ColourDepth, isUTF8: Bool) {
        self.depth = depth
        self.isUTF8 = isUTF8
        mostPairs = Int(clew_pairs())
    }

    /// Brings the screen to `surface`; `cursor` shows the terminal's own cursor there.
    func paint(_ surface: Surface, theme: Theme, cursor: Surface.Position?) {
        if theme != shownTheme {
            shownTheme = theme
            shown = nil
            for role in Role.allCases {
                looks[role] = [look(of: theme.ink(for: role)), look(of: bar(over: role, in: theme))]
            }
        }
        if let shown, shown.width == surface.width, shown.height == surface.height {
            for row in 0..<surface.height { paint(row: row, of: surface, over: shown) }
        } else {
            erase()
            for row in 0..<surface.height { paint(row: row, of: surface, over: nil) }
        }
        shown = surface
        if let cursor, surface.contains(cursor.column, cursor.row) {
            curs_set(1)
            move(Int32(cursor.row), Int32(cursor.column))
        } else {
            curs_set(0)
        }
        wnoutrefresh(clew_screen())
        doupdate()
    }

    /// Forgets what is on the screen: something else has drawn there.
    func forget() {
        shown = nil
        clearok(clew_screen(), true)
    }

    private func paint(row: Int, of surface: Surface, over shown: Surface?) {
        let start = row * surface.width
        for column in 0..<surface.width {
            let cell = surface.cells[start + column]
            if cell.glyph.isEmpty { continue }
            let isWide = column + 1 < surface.width && surface.cells[start + column + 1].glyph.isEmpty
            if let shown, shown.cells[start + column] == cell {
                let wasWide = column + 1 < surface.width && shown.cells[start + column + 1].glyph.isEmpty
                if isWide == wasWide { continue }
            }
            put(cell, isWide: isWide, row: Int32(row), column: Int32(column))
        }
    }

    private func put(_ cell: Cell, isWide: Bool, row: Int32, column: Int32) {
        guard let look = looks[cell.role]?[cell.isSelected ? 1 : 0] else { return }
        // ncurses holds five code points and an end in a cell.
        withUnsafeTemporaryAllocation(of: wchar_t.self, capacity: 6) { buffer in
            var count = 0
            for scalar in cell.glyph.unicodeScalars.prefix(5) {
                buffer[count] = wchar_t(bitPattern: scalar.value)
                count += 1
            }
            let isPlain = buffer[0] < 0x80
            // Where the C library has another width in mind, ncurses would lose its place in the row.
            if !isPlain, !isUTF8 || clew_width(buffer[0]) != (isWide ? 2 : 1) {
                buffer[0] = 0x3F
                count = 1
            }
            buffer[count] = 0
            clew_put(row, column, buffer.baseAddress, look.attributes, look.pair)
            if isWide, buffer[0] < 0x80 {
                buffer[0] = 0x20
                buffer[1] = 0
                clew_put(row, column + 1, buffer.baseAddress, look.attributes, look.pair)
            }
        }
    }

    /// The selection bar: without colour always reverse video, whatever ground the theme gives it.
    private func bar(over role: Role, in theme: Theme) -> Ink {
        guard depth == .mono else { return theme.ink(for: role, selected: true) }
        var ink = theme.ink(for: role)
        ink.isReversed.toggle()
        return ink
    }

    private func look(of ink: Ink) -> Look {
        var attributes: attr_t = 0
        if ink.isBold { attributes |= clew_attribute_bold() }
        if ink.isDim { attributes |= clew_attribute_dim() }
        if ink.isUnderlined { attributes |= clew_attribute_underline() }
        if ink.isReversed { attributes |= clew_attribute_reverse() }
        return Look(attributes: attributes, pair: pair(for: depth.pair(for: ink)))
    }

    private func pair(for colours: ColourPair) -> Int32 {
        guard depth != .mono, colours != ColourPair() else { return 0 }
        if let known = pairs[colours] { return known }
        let number = Int32(pairs.count + 1)
        guard number < mostPairs,
            init_extended_pair(number, Int32(colours.foreground), Int32(colours.background)) == OK
        else { return 0 }
        pairs[colours] = number
        return number
    }
}
