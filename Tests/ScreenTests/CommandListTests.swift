import Testing

@testable import Screen
@testable import Workbench

/// The help screen, the palette and the menus are the table of commands, whatever is added to it.
@Suite("Lists of commands on the screen")
struct CommandListTests {
    /// A screen so large that nothing is elided or below the edge.
    private func state(_ pane: Pane) throws -> WorkbenchState {
        var state = try Sample.state(220, 160)
        state.pane = pane
        return state
    }

    /// Whether a row has the command's first key, its name where names are listed, and its help.
    private func isListed(_ command: Command, in rows: [Substring], named: Bool) -> Bool {
        let key = command.keys.first.map { KeyText.text($0, .unicode) } ?? ""
        return rows.contains { row in
            let words = row.dropFirst(3)
            return (named ? words.hasPrefix(command.name + " ") : words.hasPrefix(key + " ")) && row.contains(" " + key + " ") && row.contains(command.help)
        }
    }

    @Test("? lists every command that has a key in the pane, with key and help, and no other", arguments: Pane.allCases)
    func help(pane: Pane) throws {
        var state = try state(pane)
        state.input = .help(ChoiceSheet())
        let rows = WorkbenchScreen.draw(state).text.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = CommandTable.all.filter { $0.panes.contains(pane) && !$0.keys.isEmpty }
        for command in expected { #expect(isListed(command, in: rows, named: false), "\(command.name) in \(pane)") }
        let possible = expected.filter { $0.obstacle(state) == nil }.count
        #expect(rows.contains { $0.contains(" Help ") && $0.contains(" \(possible) possible · \(expected.count - possible) not now ") })
    }

    @Test("the palette finds every command of the pane by its name, with key and help", arguments: Pane.allCases)
    func palette(pane: Pane) throws {
        let state = try state(pane)
        for command in CommandTable.all where command.panes.contains(pane) {
            var state = state
            var sheet = ChoiceSheet()
            sheet.line = LineEditor(command.name)
            state.input = .palette(sheet)
            #expect(WorkbenchState.paletteChoices(state).first?.name == command.name)
            guard command.obstacle(state) == nil else { continue }
            let rows = WorkbenchScreen.draw(state).text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(isListed(command, in: rows, named: true), "\(command.name) in \(pane)")
        }
    }

    @Test("the menus have every command of the pane once", arguments: Pane.allCases)
    func menus(pane: Pane) throws {
        let listed = Menu.allCases.flatMap { $0.commands(in: pane).map(\.name) }
        #expect(listed.sorted() == CommandTable.all.filter { $0.panes.contains(pane) }.map(\.name).sorted())
    }
}
