import Casework
import Testing

@testable import Workbench

@Suite("Annotation at the speed of thought")
struct AnnotationTests {
    static let rows = [Session.item(Session.genesis, "Collector"), Session.item(Session.pizza, "Peel head")]

    @Test("a colour, a hypothesis and a task are each two keys and a line away")
    func records() {
        var session = Session(Self.rows)
        session.press("Cg")
        #expect(session.changes == [.colour(.address(Session.genesis), .green)])
        session.press("HIt is a payout⏎KAsk the exchange⏎")
        let evidence = CaseHypothesis.Evidence(speaksFor: true, subject: .address(Session.genesis), remark: "")
        #expect(
            session.changes.suffix(2) == [
                .record(.hypothesis(CaseHypothesis(statement: "It is a payout", evidence: [evidence]))),
                .record(.task(CaseTask(title: "Ask the exchange", subjects: [.address(Session.genesis)]))),
            ])
    }

    @Test("what was written down says its number and where it is found again")
    func saidWhere() {
        var session = Session([Session.item(Session.genesis, "Collector")])
        session.press("KAsk the exchange⏎")
        let task = session.state.openCase.records.last?.id ?? 0
        #expect(session.state.toast?.text == "Saved as task \(task). # lists it, F finds it by its words.")
        session.press("HOne owner⏎")
        #expect(session.state.toast?.text.hasPrefix("Saved as hypothesis ") == true)
    }

    @Test("while rows are marked, the hints say how to take the marks away")
    func unmarkHint() {
        var session = Session([Session.item(Session.genesis, "Collector")])
        let unmark = CommandTable.command(named: "unmark-all")
        #expect(unmark?.obstacle(session.state) == "nothing is marked")
        session.press(" ")
        #expect(unmark?.obstacle(session.state) == nil && unmark?.hint(session.state) == "unmark" && unmark?.isHintedFirst == true)
    }

    @Test("a task on marked rows is about all of them; an empty line writes nothing")
    func marked() {
        var session = Session(Self.rows)
        session.press("  KCheck both⏎H⏎")
        #expect(
            session.changes == [
                .record(.task(CaseTask(title: "Check both", subjects: [.address(Session.genesis), .address(Session.pizza)])))
            ])
    }

    @Test("@ in a note completes to the full identifier of what is called so")
    func links() {
        var session = Session(Self.rows)
        session.press("nCompare @pe")
        guard case .note(let sheet)? = session.state.input else { Issue.record("no note"); return }
        #expect(session.state.linkChoices(for: sheet).first == .address(Session.pizza))
        session.press("⇥")
        session.press(.control("s"))
        #expect(session.changes == [.note(.address(Session.genesis), text: "Compare @\(Session.pizza)")])
        session.press("3J")
        #expect(session.state.focusSubject == .address(Session.pizza))
    }

    @Test("links are counted, and those that lead nowhere are told apart")
    func linkCount() {
        let count = NoteLink.count(in: "@\(Session.pizza), @nobody and a@b @record-7.", on: .bitcoin)
        #expect(count == (3, 2))
    }

    @Test("templates go round on an empty note and never touch a text of one's own")
    func templates() {
        var session = Session(Self.rows)
        session.press("n")
        for template in NoteTemplate.allCases + [.statement] {
            session.press(.control("t"))
            guard case .note(let sheet)? = session.state.input else { Issue.record("no note"); return }
            #expect(sheet.editor.text == template.text)
        }
        session.press("x")
        session.press(.control("t"))
        #expect(session.state.toast?.text == "A template is for an empty note.")
    }

    @Test("Up and Down in a note move by rows of the screen and keep the cell")
    func rowsOfTheScreen() {
        var editor = TextEditor(String(repeating: "a", count: 25) + "\n漢字漢字\nend")
        editor.moveRow(by: -1, cells: 10)
        #expect((editor.row, editor.column) == (1, 1), "a cell inside a wide character is that character")
        editor.moveRow(by: -1, cells: 10)
        #expect((editor.row, editor.column) == (0, 22))
        editor.moveRow(by: -1, cells: 10)
        #expect((editor.row, editor.column) == (0, 12))
        editor.moveRow(by: -5, cells: 10)
        #expect((editor.row, editor.column) == (0, 0))
        editor.moveRow(by: 99, cells: 10)
        #expect((editor.row, editor.column) == (2, 3))
    }

    @Test("find goes to what is called so, and to an address, transaction or block that is pasted")
    func find() {
        var session = Session(Self.rows)
        session.press("Fpehd⏎")
        #expect(session.state.focusSubject == .address(Session.pizza))
        session.press("F")
        session.send(.terminal(.paste(" \(Session.segwit)\n")))
        session.press("⏎")
        #expect(session.state.focusSubject == .address(Session.segwit))
        session.press("F170⏎")
        #expect(session.state.graph?.focus == .transaction(.init(height: 170, position: 0)))
        #expect(session.state.found("900000").isEmpty, "a block the ledger lacks is not offered")
    }

    @Test("the addresses of a CSV file are added with label, role and note; what is there stays")
    func csv() {
        var session = Session(Self.rows)
        let text = "Address;Label;Role;Note\r\n\(Session.pizza);Other name;victim;\"said \"\"hello\"\"\nand left\"\r\n\(Session.segwit);Till;;\n"
        session.send(.fileRead(text))
        #expect(
            session.changes == [
                .role(.address(Session.pizza), .victim), .note(.address(Session.pizza), text: "said \"hello\"\nand left"),
                .add(.address(Session.segwit)), .label(.address(Session.segwit), "Till"),
            ])
        #expect(session.state.toast?.text == "1 of 2 added; 1 were in the case already.")
    }

    @Test("a file with one wrong line adds nothing and says which", arguments: [
        ("\(Session.pizza)\nnonsense\n", "Line 2: "), ("address,role\n\(Session.pizza),boss\n", "Line 2: “boss” is no role"),
        ("\"open\n", "Line 1: a quotation mark is not closed"), ("\n\n", "The file has no addresses"),
    ])
    func wrongCSV(text: String, begins: String) {
        var session = Session(Self.rows)
        session.send(.fileRead(text))
        #expect(session.changes.isEmpty)
        #expect(session.state.toast?.text.hasPrefix(begins) == true, "\(session.state.toast?.text ?? "")")
    }
}
