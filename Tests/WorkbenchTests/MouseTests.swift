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

    @Test("a row of the graph is selected by a click and becomes the focus by another")
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
