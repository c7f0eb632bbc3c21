import Casework
import Testing

@testable import Workbench

@Suite("Adding what was pasted")
struct AddingTests {
    @Test("a pasted list is added whole, each address once, and what is there already is said")
    func several() {
        var session = Session([Session.item(Session.genesis)])
        session.send(.terminal(.paste("\(Session.pizza)\n\(Session.genesis), \(Session.segwit)\r\n\(Session.pizza)\n")))
        session.press("⏎")
        #expect(session.changes == [.add(.address(Session.pizza)), .add(.address(Session.segwit))])
        #expect(session.state.toast?.text == "2 of 3 added; 1 already in the case.")
    }

    @Test("one that is wrong keeps all of them out, is named, and its correction is put into the list")
    func oneWrong() {
        var session = Session()
        let wrong = String(Session.genesis.dropLast()) + "b"
        session.send(.terminal(.paste("\(Session.pizza) \(wrong)")))
        session.press("⏎")
        #expect(session.changes.isEmpty)
        guard case .prompt(let prompt)? = session.state.input else {
            Issue.record("the prompt has closed")
            return
        }
        #expect(prompt.complaint?.hasPrefix("None of the 2 was added. “\(wrong)”") == true)
        session.press("⇥⏎")
        #expect(session.changes == [.add(.address(Session.pizza)), .add(.address(Session.genesis))])
    }

    @Test("an overlong label is refused in its prompt and not lost")
    func longLabel() {
        var session = Session([Session.item(Session.genesis)])
        session.press("L")
        session.send(.terminal(.paste(String(repeating: "x", count: 501))))
        session.press("⏎")
        #expect(session.changes.isEmpty)
        guard case .prompt(let prompt)? = session.state.input else {
            Issue.record("the prompt has closed")
            return
        }
        #expect(prompt.complaint?.contains("at most 500") == true)
        #expect(prompt.line.text.count == 501)
    }
}
