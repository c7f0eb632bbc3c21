/// One minute through the workbench: what to press and what it does, a step a key.
public enum Tour {
    public static let steps = [
        "This is the list of your case: one row per address or transaction. j and k, or the arrows, move: try it. Enter goes on with the tour, Esc leaves it.",
        "The row under the cursor is shown under Selected, its identifier in full; y copies it.",
        "a adds an address or a transaction. Paste a whole page of text, and every address in it is offered.",
        "The graph (2, or l on a row) shows where value came from at the left and where it went at the right. h j k l walk along it.",
        "t follows the value to where it stopped, to the unit; T follows it back. The stop sheet adds up.",
        "n writes a note on what is selected, L names it, r says its role, f flags it. Each is saved at once, as the next event of the journal; u undoes.",
        "F finds anything in the case, and goes to any address, transaction id or block you paste.",
        "x writes the evidence summary beside the case, as Markdown and HTML.",
        "? lists what is possible here and says why something is not. : takes any command by name, F10 opens menus. That was the tour; :tour shows it again.",
    ]
}

extension WorkbenchState {
    /// Shows the tour from its beginning.
    public mutating func showTour() { tour = 0 }

    /// A key while the tour is shown: Enter goes on, Backspace back, `Esc` leaves; nil for any other, which does what it
    /// always does, so that what is said can be tried.
    mutating func takeTour(_ key: KeyStroke, step: Int) -> [Effect]? {
        switch key {
        case .escape: tour = nil
        case .backspace: tour = max(0, step - 1)
        case .enter: tour = step + 1 < Tour.steps.count ? step + 1 : nil
        default: return nil
        }
        if tour == nil { toast = .news("The tour is over. ? shows what is possible here; :tour shows it again.") }
        return []
    }
}
