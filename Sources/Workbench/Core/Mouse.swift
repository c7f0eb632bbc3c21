import Casework

/// What the mouse does; everything has a key, too.
extension WorkbenchState {
    /// A click gives a pane the focus and puts the cursor on the row of a list.
    mutating func click(column: Int, row: Int) -> [Effect] {
        guard input == nil else { return [] }
        let layout = ScreenLayout(state: self)
        if let stub = layout.stubs.first(where: { $0.row.y == row }) {
            pane = stub.pane
            return []
        }
        guard let space = layout.space(at: column, row) else { return [] }
        let wasFocused = pane == space.pane
        pane = space.pane
        switch pane {
        case .addresses: return pickItem(row, in: space.body)
        case .notes where wasFocused:
            pickNote(column, row, in: space.body)
            return []
        default: return []
        }
    }

    /// The wheel moves the cursor of the pane under the pointer, and gives it the focus.
    mutating func wheel(column: Int, row: Int, by step: Int) -> [Effect] {
        guard input == nil else { return [] }
        if let space = ScreenLayout(state: self).space(at: column, row) { pane = space.pane }
        return moveCursor(by: step)
    }

    private mutating func pickItem(_ row: Int, in body: Rect) -> [Effect] {
        let isWide = ScreenLayout.isWideList(body)
        let lines = ListLine.lines(of: listRows, isWide: isWide)
        let place = row - body.y - (isWide ? 1 : 0)
        guard place >= 0, lines.indices.contains(place + list.top), let subject = lines[place + list.top].subject else {
            return []
        }
        list.cursor = subject
        return followList(remember: false)
    }

    /// The list of notes has a heading row and begins at the top unless its cursor is further down.
    private mutating func pickNote(_ column: Int, _ row: Int, in body: Rect) {
        let notes = notesInOrder
        let all = notes.here + notes.elsewhere
        let area = ScreenLayout.noteList(in: body, notes: all.count)
        guard area.contains(column, row), row > area.y else { return }
        let cursor = all.firstIndex { $0.id == selectedNote?.id } ?? 0
        let place = row - area.y - 1 + Scroll.top(keeping: cursor, of: all.count, in: area.height - 1, from: 0)
        guard all.indices.contains(place) else { return }
        noteCursor = all[place].id
        noteScroll = 0
    }
}
