import Casework
import Encoding
import Testing

@testable import Workbench

/// Linear mode names rows by number; commands act on what was named, wherever the cursor was.
@Suite("Pointing at a row by its number")
struct PointingTests {
    private func session() -> Session {
        func note(_ id: UInt64, _ text: String) -> CaseNote {
            CaseNote(id: id, subject: .address(Session.genesis), text: text, author: "AB", written: UTCTime(seconds: UInt32(1_700_000_000 - id)))
        }
        return Session(
            [Session.item(Session.pizza, "Pizza"), Session.item(Session.genesis, "Genesis")], notes: [note(1, "first"), note(2, "second")])
    }

    @Test("a row of the list is the one that is shown in the graph")
    func list() {
        var session = session()
        _ = session.state.point(at: .address(Session.genesis), row: 1)
        #expect(session.state.list.cursor == .address(Session.genesis))
        session.send(.clicked(.command("show-in-graph")))
        #expect(session.state.focusSubject == .address(Session.genesis))
    }

    @Test("a note is the one that is removed")
    func notes() {
        var session = session()
        session.press("j3")
        let shown = Array(session.state.notesShown)
        #expect(shown.count == 2 && session.state.selectedNote == shown[0])
        _ = session.state.point(at: shown[1].subject, row: 1)
        session.send(.clicked(.command("remove-note")))
        #expect(session.changes == [.removeNote(id: shown[1].id)])
    }

    @Test("what has no row in the graph becomes its focus all the same")
    func graph() {
        var session = session()
        session.press("2")
        _ = session.state.point(at: .address(Session.genesis), row: 0)
        session.send(.clicked(.command("focus")))
        #expect(session.state.focusSubject == .address(Session.genesis))
    }
}
