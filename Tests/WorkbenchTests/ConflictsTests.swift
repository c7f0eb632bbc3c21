import Casework
import Testing

@testable import Workbench

@Suite("Conflicts of a merge are worked through")
struct ConflictsTests {
    private static let subject = CaseSubject.address(Session.genesis)

    private static func side(_ event: UInt64, _ author: String, _ change: CaseChange) -> CaseConflict.Side {
        CaseConflict.Side(event: event, author: author, time: Session.created, title: "decision \(event)", change: change)
    }

    private static func session() -> Session {
        let note = CaseNote(id: 3, subject: subject, text: "There.", author: "MK", written: Session.created)
        var session = Session([Session.item(Session.genesis, "Exchange")], notes: [note])
        session.state.openCase.conflicts = [
            CaseConflict(
                what: "label of \(Session.genesis)",
                sides: [side(7, "MK", .label(subject, "Collector")), side(8, "AB", .label(subject, "Exchange"))]),
            CaseConflict(
                what: "note 3",
                sides: [side(9, "MK", .editNote(id: 3, text: "Here.")), side(10, "AB", .editNote(id: 3, text: "There."))]),
        ]
        return session
    }

    @Test("they are said on opening, and D lists them")
    func list() {
        var session = Self.session()
        _ = begin(&session.state)
        #expect(session.state.toast?.text == "2 decisions of two copies contradict each other. D shows them.")
        session.press("D")
        #expect(session.state.pane == .conflicts)
        #expect(session.state.views[ConflictsView.self]?.count == 2)
        #expect(session.state.subject == Self.subject)
    }

    @Test("( and ) choose a side, also the one that counts already")
    func choose() {
        var session = Self.session()
        session.press("D(")
        #expect(session.changes == [.label(Self.subject, "Collector")])
        session.press(")")
        #expect(session.changes.last == .label(Self.subject, "Exchange"))
        session.press("&")
        #expect(session.changes.count == 2)
        #expect(session.state.toast?.text == "Not now: only texts of a note can stand side by side.")
    }

    @Test("& keeps both texts of a note, e writes a third, and only a note has both")
    func both() {
        var session = Self.session()
        session.press("D&")
        #expect(session.changes.isEmpty)
        session.press("j&")
        #expect(session.changes == [.editNote(id: 3, text: "Here.\n\nThere.")])
        session.press("e Third.")
        session.press(.control("s"))
        #expect(session.changes.last == .editNote(id: 3, text: "Here.\n\nThere. Third."))
    }

    @Test("what is settled leaves the list")
    func settled() {
        var session = Self.session()
        session.press("D")
        var rest = session.state.openCase
        rest.conflicts.removeFirst()
        session.send(.saved(rest))
        #expect(session.state.views[ConflictsView.self]?.count == 1)
        rest.conflicts.removeAll()
        session.send(.saved(rest))
        #expect(session.state.views[ConflictsView.self]?.count == 0)
        session.press("D")
        #expect(session.state.toast?.text == "Not now: nothing is to be settled.")
    }
}
