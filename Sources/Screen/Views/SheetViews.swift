import Casework
import Encoding
import Workbench

/// Sheets rise from the bottom under a heavy title rule; what they are about stays visible above.
struct SheetViews {
    let context: ScreenContext

    private var state: WorkbenchState { context.state }
    private var glyphs: GlyphSet { context.glyphs }

    func draw(into surface: inout Surface) {
        switch state.input {
        case .help(let sheet)?: help(sheet, into: &surface)
        case .palette(let sheet)?: palette(sheet, into: &surface)
        case .note(let sheet)?: NoteSheetView(context: context).draw(sheet, into: &surface)
        case .find(let sheet)?: FindView(context: context).draw(sheet, into: &surface)
        case .menu(let menu, let sheet)?: menus(menu, sheet, into: &surface)
        case .pasted(let sheet)?: PastedView(context: context).draw(sheet, into: &surface)
        case .prompt?: break
        case nil: if let step = state.tour { tour(step, into: &surface) }
        }
    }

    /// Rows of a sheet: what it needs, at most all but the first rows of the screen.
    func area(_ surface: Surface, rows: Int, keeping above: Int) -> Rect {
        let height = min(rows + 1, surface.height - 2 - above)
        return Rect(x: 0, y: surface.height - 2 - height, width: surface.width, height: height)
    }

    func clear(_ area: Rect, into surface: inout Surface) {
        surface.fill(x: area.x, y: area.y, width: area.width, height: area.height, role: .sheet)
    }

    // MARK: Help

    private enum HelpLine {
        case heading(String)
        case command(Command, index: Int)
    }

    private func help(_ sheet: ChoiceSheet, into surface: inout Surface) {
        let choices = WorkbenchState.helpChoices(state)
        var lines: [HelpLine] = []
        var place: Command.Place?
        for (index, command) in choices.enumerated() {
            if command.place != place {
                place = command.place
                lines.append(.heading(heading(command.place)))
            }
            lines.append(.command(command, index: index))
        }
        let possible = choices.filter { $0.obstacle(state) == nil }.count
        let area = area(surface, rows: max(lines.count, 1), keeping: 1)
        clear(area, into: &surface)
        let subject = state.subject.map { ", on \(context.name($0))" } ?? ""
        surface.titleRule(
            Rect(x: 0, y: area.y, width: area.width, height: 1), title: "Help", subject: state.pane.title + subject,
            figure: "\(possible) possible \(glyphs[.between]) \(choices.count - possible) not now", isFocused: true,
            glyphs: glyphs)
        let at = lines.firstIndex { if case .command(_, sheet.cursor) = $0 { true } else { false } } ?? 0
        let height = area.height - 1
        let top = Scroll.top(keeping: at, of: lines.count, in: height, from: 0)
        if lines.isEmpty { surface.put(glyphs.sentence("Nothing matches “\(context.outside(sheet.line.text))”."), x: 1, y: area.y + 1, role: .muted) }
        for (row, line) in lines.dropFirst(top).prefix(height).enumerated() {
            let y = area.y + 1 + row
            switch line {
            case .heading(let text): surface.put(text, x: 1, y: y, role: .muted)
            case .command(let command, let index):
                entry(command, isAtCursor: index == sheet.cursor, name: nil, into: &surface, y: y)
                surface.spot(.choice(index), x: 0, y: y, width: area.width)
            }
        }
        more(below: lines.count - top - height, above: top, area, into: &surface)
    }

    private func heading(_ place: Command.Place) -> String {
        switch place {
        case .selection: state.subject.map { "On \(context.name($0))" } ?? "On what is selected"
        case .view: "In this view"
        case .everywhere: "Everywhere"
        }
    }

    /// Cells of the longest name of a command of the pane.
    private var nameCells: Int { CommandTable.all.lazy.filter { $0.panes.contains(state.pane) }.map(\.name.count).max() ?? 0 }

    private func entry(_ command: Command, isAtCursor: Bool, name: String?, into surface: inout Surface, y: Int) {
        let obstacle = command.obstacle(state)
        if isAtCursor { surface.put(glyphs[.cursor], x: 0, y: y, role: .cursor) }
        if obstacle != nil { surface.put(glyphs[.notPossible], x: 1, y: y, role: .disabled) }
        var x = 3
        if let name {
            surface.put(name, x: x, y: y, role: obstacle == nil ? .strong : .disabled)
            x += nameCells + 1
        }
        surface.put(keys(command, cells: 10), x: x, y: y, role: obstacle == nil ? .key : .disabled)
        x += 11
        let reason = obstacle.map { glyphs.sentence("not now: \($0)") } ?? ""
        if name != nil, !reason.isEmpty {
            surface.put(TextFit.elide(reason, cells: surface.width - x - 1, glyphs: glyphs), x: x, y: y, role: .disabled)
            return
        }
        let room = surface.width - x - 1 - (reason.isEmpty ? 0 : TextWidth.cells(of: reason) + 2)
        surface.put(TextFit.elide(command.help, cells: max(12, room), glyphs: glyphs), x: x, y: y, role: obstacle == nil ? .text : .disabled)
        if !reason.isEmpty { surface.put(" \(reason)", endingAt: surface.width - 1, y: y, role: .disabled) }
    }

    /// As many of a command's keys as fit.
    private func keys(_ command: Command, cells: Int) -> String {
        var text = ""
        for key in state.keymap.keys(of: command) {
            let longer = (text.isEmpty ? "" : text + " ") + KeyText.text(key, glyphs)
            guard TextWidth.cells(of: longer) <= cells else { break }
            text = longer
        }
        return text
    }

    func more(below: Int, above: Int, _ area: Rect, into surface: inout Surface) {
        var parts: [String] = []
        if above > 0 { parts.append("\(above) \(glyphs[.above])") }
        if below > 0 { parts.append("\(below) \(glyphs[.below])") }
        guard !parts.isEmpty else { return }
        surface.put(" " + parts.joined(separator: " ") + " ", endingAt: area.width - 1, y: area.endY - 1, role: .muted)
    }

    // MARK: Menus

    private func menus(_ open: Menu, _ sheet: ChoiceSheet, into surface: inout Surface) {
        let commands = open.commands(in: state.pane)
        let most = Menu.allCases.map { $0.commands(in: state.pane).count }.max() ?? 0
        let area = area(surface, rows: most + 1, keeping: 4)
        clear(area, into: &surface)
        surface.titleRule(
            Rect(x: 0, y: area.y, width: area.width, height: 1), title: "Menus", figure: "\(commands.count) in \(open.title)",
            isFocused: true, glyphs: glyphs)
        var x = 1
        for menu in Menu.allCases {
            let text = menu == open ? "[\(menu.title)]" : " \(menu.title) "
            surface.spot(.menu(menu), x: x, y: area.y + 1, width: text.count)
            x = surface.put(text, x: x, y: area.y + 1, role: menu == open ? .strong : .muted) + 1
        }
        let height = area.height - 2
        let top = Scroll.top(keeping: sheet.cursor, of: commands.count, in: height, from: 0)
        for (row, command) in commands.dropFirst(top).prefix(height).enumerated() {
            let y = area.y + 2 + row
            entry(command, isAtCursor: top + row == sheet.cursor, name: nil, into: &surface, y: y)
            surface.spot(.choice(top + row), x: 0, y: y, width: area.width)
        }
        more(below: commands.count - top - height, above: top, area, into: &surface)
    }

    // MARK: Tour

    private func tour(_ step: Int, into surface: inout Surface) {
        let lines = TextFit.wrap(Tour.steps[step], cells: min(surface.width, 100) - 2)
        let area = area(surface, rows: lines.count, keeping: 8)
        clear(area, into: &surface)
        surface.titleRule(
            Rect(x: 0, y: area.y, width: area.width, height: 1), title: "Tour",
            figure: "\(step + 1) of \(Tour.steps.count)", isFocused: true, glyphs: glyphs)
        for (row, line) in lines.enumerated() { surface.put(line, x: 1, y: area.y + 1 + row, role: .text) }
    }

    // MARK: Palette

    private func palette(_ sheet: ChoiceSheet, into surface: inout Surface) {
        let choices = WorkbenchState.paletteChoices(state)
        let area = area(surface, rows: 12, keeping: 8)
        clear(area, into: &surface)
        let total = CommandTable.all.filter { $0.panes.contains(state.pane) }.count
        surface.titleRule(
            Rect(x: 0, y: area.y, width: area.width, height: 1), title: ":", figure: "\(choices.count) of \(total) commands",
            isFocused: true, glyphs: glyphs)
        let height = area.height - 1
        let top = Scroll.top(keeping: sheet.cursor, of: choices.count, in: height, from: 0)
        for (row, command) in choices.dropFirst(top).prefix(height).enumerated() {
            entry(command, isAtCursor: top + row == sheet.cursor, name: command.name, into: &surface, y: area.y + 1 + row)
            surface.spot(.choice(top + row), x: 0, y: area.y + 1 + row, width: area.width)
        }
        if choices.isEmpty { surface.put("No command matches. Esc goes back.", x: 1, y: area.y + 1, role: .muted) }
        more(below: choices.count - top - height, above: top, area, into: &surface)
    }
}
