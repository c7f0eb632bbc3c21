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
    case resize(columns: Int, rows: Int)
    case click(column: Int, row: Int)
    /// Rows to scroll, negative for up.
    case wheel(column: Int, row: Int, by: Int)
}
