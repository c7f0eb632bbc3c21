import Casework
import Testing

@testable import Workbench

@Suite("The question for a label")
struct LabelPromptTests {
    private static let subject = CaseSubject.address(Session.genesis)

    private func session() -> Session { Session([Session.item(Session.genesis, "Collector")]) }

    @Test("what is typed takes the place of the old label")
    func typed() {
        var session = session()
        session.press("LTill⏎")
        #expect(session.changes == [.label(Self.subject, "Till")])
        var pasted = self.session()
        pasted.press("L")
        pasted.send(.terminal(.paste("Till 2")))
        pasted.press("⏎")
        #expect(pasted.changes == [.label(Self.subject, "Till 2")])
    }

    @Test("Tab or an arrow takes the old label into the line", arguments: [("⇥ 2", "Collector 2"), ("→ 2", "Collector 2"), ("←X", "CollectoXr")])
    func taken(keys: String, label: String) {
        var session = session()
        session.press("L" + keys + "⏎")
        #expect(session.changes == [.label(Self.subject, label)])
    }

    @Test("Enter at once leaves the label as it is; one that is emptied is taken away")
    func untouched() {
        var session = session()
        session.press("L⏎")
        #expect(session.changes.isEmpty && session.state.input == nil)
        session.press("L⌫⏎")
        #expect(session.changes == [.label(Self.subject, "")])
    }
}
