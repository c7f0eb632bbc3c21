/// One key as the workbench knows it, whatever the terminal sent.
public enum KeyStroke: Hashable, Sendable {
    /// A printable character, space included.
    case character(Character)
    /// Ctrl with a lower-case letter; Ctrl-i is `.tab`, Ctrl-m is `.enter`.
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 to F12.
    case function(Int)
}

/// What a terminal reports.
public enum TerminalEvent: Hashable, Sendable {
    case key(KeyStroke)
    /// Text that was pasted as one piece (bracketed paste); never a command.
    case paste(String)
    /// The text pasted just before was longer than that many bytes; the rest was dropped.
    case pasteCut(limit: Int)
    case resize(columns: Int, rows: Int)
    case click(column: Int, row: Int)
    /// The second of two quick clicks in one cell; the first was a click.
    case doubleClick(column: Int, row: Int)
    /// The button went down in one cell and is in another; more may follow with the same beginning.
    case drag(from: Cell, to: Cell)
    /// Rows to scroll, negative for up.
    case wheel(column: Int, row: Int, by: Int)

    /// A cell of the screen, from 0 at the top left.
    public struct Cell: Hashable, Sendable {
        public var column: Int
        public var row: Int

        public init(column: Int, row: Int) {
            self.column = column
            self.row = row
        }
    }
}

extension KeyStroke: CustomStringConvertible {
    /// What the key is called in help, hints and messages.
    public var description: String {
        switch self {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .control(let character): "Ctrl-\(character)"
        case .enter: "⏎"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "S-Tab"
        case .backspace: "Bksp"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        }
    }
}
