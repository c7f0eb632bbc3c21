import Casework
import Ledger
import Testing

@testable import Workbench

@Suite("Tasks and hypotheses")
struct TasksTests {
    private static func session() -> Session {
        var session = Session([Session.item(Session.genesis, "Genesis"), Session.item(Session.pizza, "Pizza")])
        let contents: [CaseContent] = [
            .task(CaseTask(title: "Write the report", subjects: [])),
            .task(CaseTask(title: "Ask Harrow for the account", assignee: "MK", due: "2024-05-31", subjects: [.address(Session.genesis)])),
            .task(CaseTask(title: "Call the victim", due: "2024-04-01", isDone: true, subjects: [])),
            .hypothesis(CaseHypothesis(statement: "The kiosk and the collector are one", evidence: [.init(speaksFor: true, subject: .address(Session.pizza), remark: "")])),
            .task(CaseTask(title: "Freeze it", due: "2024-04-30", subjects: [])),
        ]
        session.state.openCase.records = contents.enumerated().map {
            CaseRecord(id: UInt64($0 + 20), content: $1, author: "AB", added: Session.created)
        }
        session.press("#")
        return session
    }

    @Test("What is open stands first, of that what is due first; what is settled is last")
    func order() {
        let session = Self.session()
        #expect(session.state.pane == .tasks)
        #expect(session.state.views[TasksView.self]?.table.rows.map(\.id) == [24, 21, 20, 23, 22])
    }

    @Test("Z says that a task is done, and takes it back; a hypothesis is supported, rejected, open again")
    func settle() throws {
        var session = Self.session()
        session.press("Z")
        guard case .changeRecord(24, .task(let task))? = session.changes.last else {
            Issue.record("\(session.changes)")
            return
        }
        #expect(task.isDone && task.due == "2024-04-30")
        session.press("jjj")
        #expect(session.state.views[TasksView.self]?.table.selected?.id == 23)
        for standing in [CaseHypothesis.Standing.supported, .rejected, .open] {
            session.press("Z")
            guard case .changeRecord(23, .hypothesis(let changed))? = session.changes.last else {
                Issue.record("\(session.changes)")
                return
            }
            #expect(changed.standing == standing)
            var theCase = session.state.openCase
            let at = try #require(theCase.records.firstIndex { $0.id == 23 })
            theCase.records[at] = CaseRecord(id: 23, content: .hypothesis(changed), author: "AB", added: Session.created)
            session.send(.saved(theCase))
            session.state.views.change(TasksView.self) { $0.table.select(23) }
        }
    }

    @Test("Enter goes to what it is about, and says why not where it names nothing")
    func open() {
        var session = Self.session()
        session.press("j⏎")
        #expect(session.state.list.cursor == .address(Session.genesis))
        session.press("#")
        session.state.views.change(TasksView.self) { $0.table.select(20) }
        session.press("⏎")
        #expect(session.state.toast?.text.contains("names no address or transaction") == true)
    }

    @Test("The filter takes words, who, what kind, and when it is due", arguments: [
        ("open", [24, 21, 20, 23]), ("done", [22]), ("harrow", [21]), ("mk", [21]), ("kind:hyp", [23]), ("before:2024-05-01", [24, 22]),
        ("after:2024-05-01", [21]), ("by:ab not done", [24, 21, 20, 23]),
    ] as [(String, [UInt64])])
    func filter(text: String, ids: [UInt64]) {
        var session = Self.session()
        session.press("/" + text + "⏎")
        let view = session.state.views[TasksView.self]
        #expect(view.map { view in (0..<view.count).map { view.table[$0].id } } == ids)
    }

    @Test("A task is typed with the day it is due and who is to do it", arguments: [
        ("Ask Harrow due:2024-05-31 for:MK", "Ask Harrow", "2024-05-31", "MK"), ("for:AB Call due:soon", "Call due:soon", nil, "AB"),
        ("Freeze it", "Freeze it", nil, ""), ("What is for: that", "What is for: that", nil, ""),
    ] as [(String, String, String?, String)])
    func typed(text: String, title: String, due: String?, assignee: String) {
        var session = Session([Session.item(Session.genesis, "Genesis")])
        session.press("K" + text + "⏎")
        #expect(session.changes == [.record(.task(CaseTask(title: title, assignee: assignee, due: due, subjects: [.address(Session.genesis)])))])
    }

    @Test("In a case that may only be read nothing is settled")
    func readOnly() {
        var session = Self.session()
        session.state.readOnlyReason = "The case is open for reading only."
        session.press("Z")
        #expect(session.changes.isEmpty)
        #expect(session.state.toast?.text.contains("reading only") == true)
    }
}
