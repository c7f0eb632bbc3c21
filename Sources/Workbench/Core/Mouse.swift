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
        case .addresses: return pickItem(row, in: space.body, wasFocused: wasFocused)
        case .notes where wasFocused:
            pickNote(column, row, in: space.body)
            return []
        default:
            guard let top = views[pane]?.top, row > space.body.y else { return [] }
            views.change(pane) { $0.select(place: top + row - space.body.y - 1) }
            return feedView()
        }
    }

    /// The wheel moves the cursor of the pane under the pointer, and gives it the focus.
    mutating func wheel(column: Int, row: Int, by step: Int) -> [Effect] {
        guard input == nil else { return [] }
        if let space = ScreenLayout(state: self).space(at: column, row) { pane = space.pane }
        return moveCursor(by: step)
    }

    private mutating func pickItem(_ row: Int, in body: Rect, wasFocused: Bool) -> [Effect] {
        let isWide = ScreenLayout.isWideList(body)
        let lines = ListLine.lines(of: listRows, isWide: isWide)
        let place = row - body.y - (isWide ? 1 : 0)
        guard place >= 0, lines.indices.contains(place + list.top), let subject = lines[place + list.top].subject else {
            return []
        }
        let wasSelected = wasFocused && listItem?.subject == subject
        list.cursor = subject
        return wasSelected ? perform("show-in-graph") : followList(remember: false)
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

/// What a click meets that is more than a cell; the screen says where each is.
public enum ClickTarget: Hashable, Sendable {
    /// A command that is written on the screen with its key.
    case command(String)
    /// A row of the graph.
    case node(GraphNodeID)
    /// A choice of the open sheet, from 0.
    case choice(Int)
    /// A place that is named on the screen.
    case place(CaseSubject)
    /// A menu of the open menus.
    case menu(Menu)
}

extension WorkbenchState {
    /// Does what was clicked: a command is performed, a row selected; a selected one becomes the focus.
    mutating func click(on target: ClickTarget) -> [Effect] {
        switch target {
        case .command(let name):
            guard input == nil else { return [] }
            return perform(name)
        case .node(let id):
            guard input == nil else { return [] }
            let wasSelected = pane == .graph && graph?.cursor == id
            pane = .graph
            if wasSelected { return perform("focus") }
            graph?.select(id)
            return feedGraph()
        case .choice(let index):
            switch input {
            case .help(var sheet)?:
                sheet.cursor = index
                input = .help(sheet)
            case .palette(var sheet)?:
                sheet.cursor = index
                input = .palette(sheet)
            case .find(var sheet)?:
                sheet.cursor = index
                input = .find(sheet)
            case .menu(let menu, var sheet)?:
                sheet.cursor = index
                input = .menu(menu, sheet)
            case .prompt?, .note?, nil: return []
            }
            return handleInput(.enter)
        case .place(let subject): return go(to: subject)
        case .menu(let menu):
            input = .menu(menu, ChoiceSheet())
            return []
        }
    }

    /// The vertical between the columns goes where the button was let go.
    mutating func drag(from: TerminalEvent.Cell, to: TerminalEvent.Cell) -> [Effect] {
        guard input == nil, let separator = ScreenLayout(state: self).separator, abs(from.column - separator) <= 1 else {
            return []
        }
        return moveSplit(by: to.column - separator)
    }
}
