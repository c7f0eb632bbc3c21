import Casework

/// What the mouse does; everything has a key, too.
extension WorkbenchState {
    /// A click gives a pane the focus and puts the cursor on the row of a list.
    mutating func click(column: Int, row: Int) -> [Effect] {
        lastClick = nil
        draggedFrom = nil
        if case .menu? = input { input = nil }
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
        case .notes where wasFocused: pickNote(column, row, in: space.body)
        default: break
        }
        return []
    }

    /// The second of two quick clicks: Enter on the row that the first selected.
    mutating func doubleClick(column: Int, row: Int) -> [Effect] {
        switch lastClick {
        case .row(let pane)? where pane == self.pane && input == nil: enter()
        // The first click changed what is under the pointer: nobody meant the second for that.
        default: []
        }
    }

    private mutating func enter() -> [Effect] {
        lastClick = nil
        return keymap.command(for: .enter, in: pane).map { perform($0) } ?? []
    }

    /// The wheel moves the cursor of the pane under the pointer, and gives it the focus.
    mutating func wheel(column: Int, row: Int, by step: Int) -> [Effect] {
        switch input {
        case nil:
            if let space = ScreenLayout(state: self).space(at: column, row) { pane = space.pane }
            return moveCursor(by: step)
        case .help?, .palette?, .find?, .menu?, .pasted?:
            return (0..<abs(step)).flatMap { _ in handleInput(step < 0 ? .up : .down) }
        case .prompt?, .note?: return []
        }
    }

    private mutating func pickItem(_ row: Int, in body: Rect) -> [Effect] {
        let isWide = ScreenLayout.isWideList(body)
        let lines = ListLine.lines(of: listRows, isWide: isWide)
        let place = row - body.y - (isWide ? 1 : 0)
        guard place >= 0, lines.indices.contains(place + list.top), let subject = lines[place + list.top].subject else {
            return []
        }
        list.cursor = subject
        lastClick = .row(.addresses)
        return followList(remember: false)
    }

    /// The list of notes has a heading row and begins at the top unless its cursor is further down.
    private mutating func pickNote(_ column: Int, _ row: Int, in body: Rect) {
        let all = notesShown
        let area = ScreenLayout.noteList(in: body, notes: all.count)
        guard area.contains(column, row), row > area.y else { return }
        let cursor = all.place(ofID: selectedNote?.id) ?? 0
        let place = row - area.y - 1 + Scroll.top(keeping: cursor, of: all.count, in: area.height - 1, from: 0)
        guard all.indices.contains(place) else { return }
        noteCursor = all[place].id
        noteScroll = 0
        lastClick = .row(.notes)
    }
}

/// What a click meets that is more than a cell; the screen says where each is.
public enum ClickTarget: Hashable, Sendable {
    /// A command that is written on the screen with its key.
    case command(String)
    /// A key that is written on the screen with what it does.
    case key(KeyStroke)
    /// A row of the graph.
    case node(GraphNodeID)
    /// A row of the table or sheet that has the full width, from 0.
    case row(Int)
    /// A row of a path tree, or what leaves there.
    case treeRow(PathTree.Row.ID, isParty: Bool)
    /// A choice of the open sheet, from 0.
    case choice(Int)
    /// A place that is named on the screen.
    case place(CaseSubject)
    /// A menu of the open menus.
    case menu(Menu)
}

/// What the last click met, for a second one that follows it quickly.
enum LastClick: Hashable, Sendable {
    /// It selected a row of that pane.
    case row(Pane)
    case target(ClickTarget)
}

extension WorkbenchState {
    /// Does what was clicked: a command is performed, a row selected.
    mutating func click(on target: ClickTarget) -> [Effect] {
        lastClick = .target(target)
        draggedFrom = nil
        if case .menu? = input {
            switch target {
            case .choice, .menu, .key: break
            default:
                input = nil
                return []
            }
        }
        switch target {
        case .command(let name):
            guard input == nil else { return [] }
            return perform(name)
        case .key(let key): return take(.key(key))
        case .node(let id):
            guard input == nil else { return [] }
            pane = .graph
            graph?.select(id)
            lastClick = .row(.graph)
            return feedGraph()
        case .row(let place):
            guard input == nil else { return [] }
            lastClick = .row(pane)
            return select(row: place)
        case .treeRow(let id, let isParty):
            guard input == nil else { return [] }
            pane = .graph
            graph?.selectInTree(id, isParty: isParty)
            lastClick = .row(.graph)
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
            case .pasted(var sheet)?:
                sheet.toggle(index)
                input = .pasted(sheet)
                return []
            case .prompt?, .note?, nil: return []
            }
            return handleInput(.enter)
        case .place(let subject): return go(to: subject)
        case .menu(let menu):
            input = .menu(menu, ChoiceSheet())
            return []
        }
    }

    /// The second of two quick clicks: Enter on a row that the first selected, or a command or key once more.
    mutating func doubleClick(on target: ClickTarget) -> [Effect] {
        switch target {
        case .command, .key: if lastClick == .target(target) { return click(on: target) }
        default: break
        }
        guard case .row(let pane)? = lastClick, pane == self.pane, input == nil else { return [] }
        return enter()
    }

    mutating func select(row place: Int) -> [Effect] {
        switch pane {
        case .trace: openTrace?.select(place)
        case .cluster: openCluster?.select(place)
        case .path: openPath?.select(place)
        default:
            views.change(pane) { $0.select(place: place) }
            return feedView()
        }
        return []
    }

    /// The vertical between the columns goes along with the pointer that has taken hold of it.
    mutating func drag(from: TerminalEvent.Cell, to: TerminalEvent.Cell) -> [Effect] {
        guard input == nil, let separator = ScreenLayout(state: self).separator else { return [] }
        guard draggedFrom == from || abs(from.column - separator) <= 1 else { return [] }
        draggedFrom = from
        return moveSplit(by: to.column - separator)
    }
}
