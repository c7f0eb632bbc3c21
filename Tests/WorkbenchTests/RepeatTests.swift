import Casework
import Testing

@testable import Workbench

@Suite("Counts, repeating, marks, macros and kept places")
struct RepeatTests {
    static let rows = [Session.item(Session.genesis), Session.item(Session.pizza), Session.item(Session.segwit)]

    @Test("a count that begins with 0 does the next command that often; Esc forgets it")
    func counts() {
        var session = Session(Self.rows)
        session.press("02j")
        #expect(session.state.listItem?.subject == .address(Session.segwit))
        session.press("02")
        #expect(session.state.count == 2)
        session.press(.escape)
        session.press("k")
        #expect(session.state.listItem?.subject == .address(Session.pizza))
        session.press("01G")
        #expect(session.state.listItem?.subject == .address(Session.genesis))
    }

    @Test("digits that no command has begin a count")
    func freeDigits() {
        var session = Session(Self.rows)
        session.state.keymap = Keymap([("notes", []), ("graph", []), ("addresses", [])])
        session.press("2j")
        #expect(session.state.listItem?.subject == .address(Session.segwit))
    }

    @Test("a dot does the last change again, here")
    func dot() {
        var session = Session(Self.rows)
        session.press("LCollector⏎j.")
        #expect(session.changes == [.label(.address(Session.genesis), "Collector"), .label(.address(Session.pizza), "Collector")])
        session.press("fj.")
        #expect(session.changes.last == .flag(.address(Session.segwit), true))
    }

    @Test("marked rows are acted on together, and the marks stay until they are taken away")
    func marks() {
        var session = Session(Self.rows)
        session.press("  rs")
        let marked: [CaseSubject] = [.address(Session.genesis), .address(Session.pizza)]
        #expect(session.changes == marked.map { .role($0, .suspect) })
        session.press("f")
        #expect(session.changes.suffix(2) == marked.map { .flag($0, true) })
        #expect(session.state.marked == Set(marked))
        session.press("y")
        #expect(session.effects == [.copy("\(Session.genesis)\n\(Session.pizza)")])
        session.press("U")
        #expect(session.state.marked.isEmpty)
    }

    @Test("rows that are dropped lose their marks; a note on one of them keeps all")
    func dropMarked() {
        let note = CaseNote(id: 3, subject: .address(Session.pizza), text: "seen", author: "MK", written: Session.created)
        var session = Session(Self.rows, notes: [note])
        session.press("  d")
        #expect(session.changes.isEmpty)
        #expect(session.state.toast?.text == "Not now: notes hang on one of the marked.")
    }

    /// A session that waits for no answer of a ledger.
    static func offline() -> Session {
        var session = Session(rows)
        session.state.ledger = .missing("No ledger.")
        session.state.asked = []
        return session
    }

    @Test("a macro does again what was typed, as often as the count says")
    func macro() {
        var session = Self.offline()
        session.press("QfjQ")
        #expect(session.state.macro.events == [.key(.character("f")), .key(.character("j"))])
        session.press("02@")
        #expect(session.changes == Self.rows.map { .flag($0.subject, true) })
        #expect(!session.state.macro.isPlaying)
    }

    @Test("a macro waits for an answer, and a key of the user's own ends it")
    func macroWaits() {
        var session = Self.offline()
        session.press("QfjQ")
        session.answersChanges = false
        session.press("09@")
        #expect(session.changes.count == 2)
        #expect(session.state.macro.isPlaying)
        session.press("j")
        #expect(session.state.toast?.text == "The macro was stopped.")
        #expect(!session.state.macro.isPlaying)
    }

    @Test("a place is kept under a letter and gone back to")
    func places() {
        var session = Session(Self.rows)
        session.press("2\"a1j'a")
        #expect(session.state.pane == .graph)
        #expect(session.state.focusSubject == .address(Session.genesis))
        session.press("'z")
        #expect(session.state.toast?.text == "No place is kept as z. Kept are a.")
    }

    @Test("a recorded session is read back as it was")
    func recorded() throws {
        let events: [TerminalEvent] = [
            .resize(columns: 80, rows: 24), .key(.control("r")), .key(.character(" ")), .paste("a\n\u{1B}b"),
            .click(column: 3, row: 4), .wheel(column: 1, row: 2, by: -3), .pasteCut(limit: 9),
            .drag(from: .init(column: 44, row: 3), to: .init(column: 50, row: 9)), .doubleClick(column: 7, row: 8),
        ]
        #expect(events.map { TerminalEvent(json: $0.json) } == events)
        var session = Self.offline()
        session.state.replay([.key(.character("j")), .resize(columns: 1, rows: 1), .key(.character("f"))])
        session.send(.said("go"))
        #expect(session.changes == [.flag(.address(Session.pizza), true)])
        #expect(session.state.columns == 80)
    }

    @Test("a replay waits at a click, for only the screen knows what it meets")
    func replayedClick() {
        var session = Self.offline()
        session.state.replay([.key(.character("j")), .click(column: 3, row: 4), .key(.character("f"))])
        session.send(.said("go"))
        #expect(session.changes.isEmpty)
        #expect(session.state.takeReplayedClick() == .click(column: 3, row: 4))
        #expect(session.state.takeReplayedClick() == nil)
        session.send(.clicked(.command("up")))
        #expect(session.changes == [.flag(.address(Session.genesis), true)])
    }
}
