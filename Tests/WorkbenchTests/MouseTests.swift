import Casework
import Testing

@testable import Workbench

@Suite("What the mouse does")
struct MouseTests {
    private static func session() -> Session {
        let notes = (1...3).map {
            CaseNote(
                id: UInt64($0), subject: .wholeCase, text: "\($0)", author: "MK",
                written: .init(seconds: 1_700_000_000 + UInt32($0)))
        }
        return Session([Session.item(Session.genesis), Session.item(Session.pizza)], notes: notes)
    }

    @Test("a click on a row of the list selects it; one on a stub opens that pane")
    func clicks() {
        var session = Self.session()
        session.send(.terminal(.click(column: 10, row: 4)))
        #expect(session.state.list.cursor == .address(Session.pizza))
        session.send(.terminal(.click(column: 10, row: 21)))
        #expect(session.state.pane == .notes)
    }

    @Test("a click on a row of the notes selects it; the heading is no row")
    func clickNote() {
        var session = Self.session()
        session.press("3")
        session.send(.terminal(.click(column: 10, row: 4)))
        #expect(session.state.selectedNote?.text == "2")
        session.send(.terminal(.click(column: 10, row: 2)))
        #expect(session.state.selectedNote?.text == "2")
    }

    @Test("the wheel moves the pane under the pointer, not the one that had the keys")
    func wheel() {
        var session = Self.session()
        session.send(.terminal(.resize(columns: 120, rows: 40)))
        session.press("2")
        session.send(.terminal(.wheel(column: 3, row: 5, by: 3)))
        #expect(session.state.pane == .addresses)
        #expect(session.state.list.cursor == .address(Session.pizza))
    }

    @Test("a row of the graph is selected by a click, and the hints act on it")
    func clickNode() {
        var session = Self.session()
        session.press("2")
        guard let id = session.state.graph?.cursor else { Issue.record("no graph"); return }
        session.press("1")
        session.send(.clicked(.node(id)))
        #expect(session.state.pane == .graph)
        session.send(.clicked(.command("flag")))
        #expect(session.changes == [.flag(.address(Session.genesis), true)])
    }

    @Test("a click selects and no more, however often; a double click is Enter")
    func doubleClick() {
        var session = Self.session()
        session.send(.terminal(.click(column: 10, row: 4)))
        session.send(.terminal(.click(column: 10, row: 4)))
        #expect(session.state.pane == .addresses)
        session.send(.terminal(.doubleClick(column: 10, row: 4)))
        #expect(session.state.pane == .graph)
        #expect(session.state.focusSubject == .address(Session.pizza))
        // A third press meets the graph, which nobody meant.
        session.send(.terminal(.doubleClick(column: 10, row: 4)))
        #expect(session.state.pane == .graph)
    }

    @Test("the second click of two never meets what the first brought under the pointer")
    func doubleClickOnStub() {
        var session = Self.session()
        session.send(.terminal(.click(column: 10, row: 21)))
        #expect(session.state.pane == .notes)
        session.send(.terminal(.doubleClick(column: 10, row: 21)))
        #expect(session.state.pane == .notes)
        session.press("1")
        session.send(.clicked(.command("palette")))
        session.send(.doubleClicked(.choice(0)))
        guard case .palette? = session.state.input else { Issue.record("the palette was left"); return }
    }

    @Test("two quick clicks on a command do it twice")
    func doubleClickOnCommand() {
        var session = Self.session()
        session.send(.clicked(.command("down")))
        session.send(.doubleClicked(.command("up")))
        #expect(session.state.listItem?.subject == .address(Session.pizza))
        session.send(.clicked(.command("up")))
        session.send(.doubleClicked(.command("up")))
        #expect(session.state.listItem?.subject == .address(Session.genesis))
    }

    @Test("a click beside an open menu closes it and does nothing else")
    func closeMenu() {
        var session = Self.session()
        session.send(.clicked(.command("menus")))
        session.send(.terminal(.click(column: 10, row: 4)))
        #expect(session.state.input == nil)
        session.send(.clicked(.command("menus")))
        session.send(.clicked(.command("flag")))
        #expect(session.state.input == nil)
        #expect(session.changes.isEmpty)
    }

    @Test("the wheel goes through the choices of an open sheet")
    func wheelInSheet() {
        var session = Self.session()
        session.send(.clicked(.command("help")))
        session.send(.terminal(.wheel(column: 10, row: 10, by: 3)))
        guard case .help(let sheet)? = session.state.input else { Issue.record("no help"); return }
        #expect(sheet.cursor == 3)
    }

    @Test("once taken hold of, the vertical follows the pointer to where there is room and back")
    func dragOn() {
        var session = Self.session()
        session.send(.terminal(.resize(columns: 120, rows: 40)))
        let grip = TerminalEvent.Cell(column: 44, row: 9)
        for (column, expected) in [(47, 47), (90, 50), (48, 48), (40, 40)] {
            session.send(.terminal(.drag(from: grip, to: .init(column: column, row: 12))))
            #expect(ScreenLayout(state: session.state).separator == expected)
        }
        // Another press there takes hold of nothing.
        session.send(.terminal(.click(column: 44, row: 9)))
        session.send(.terminal(.drag(from: grip, to: .init(column: 46, row: 9))))
        #expect(ScreenLayout(state: session.state).separator == 40)
    }

    @Test("the vertical between the columns goes where it is dragged, and stays within its bounds")
    func drag() {
        var session = Self.session()
        session.send(.terminal(.resize(columns: 120, rows: 40)))
        session.send(.terminal(.drag(from: .init(column: 44, row: 9), to: .init(column: 50, row: 12))))
        #expect(ScreenLayout(state: session.state).separator == 50)
        session.send(.terminal(.drag(from: .init(column: 50, row: 9), to: .init(column: 119, row: 12))))
        #expect(ScreenLayout(state: session.state).separator == 50)
        session.press("<")
        #expect(ScreenLayout(state: session.state).separator == 48)
        session.send(.terminal(.drag(from: .init(column: 10, row: 9), to: .init(column: 30, row: 12))))
        #expect(ScreenLayout(state: session.state).separator == 48)
    }

    @Test("nothing is clicked through a sheet or a prompt")
    func behindASheet() {
        var session = Self.session()
        session.press("a")
        session.send(.terminal(.click(column: 10, row: 4)))
        session.send(.terminal(.wheel(column: 10, row: 4, by: 3)))
        #expect(session.state.listItem?.subject == .address(Session.genesis))
    }
}
