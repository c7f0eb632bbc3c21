import Casework
import Encoding
import Testing

@testable import Workbench

@Suite("Cases")
struct CasesTests {
    private static func entry(_ name: String, events: UInt64 = 10, news: UInt64? = 0, due: Bool = false) -> CaseEntry {
        CaseEntry(
            folder: "/cases/\(name).clew", name: name, question: "Where did \(name) go?", chain: "bitcoin", events: events, news: news,
            due: due ? [CaseDue(day: "2024-04-01", what: "task 3: ask", why: "")] : [])
    }

    private static func choosing(_ entries: [CaseEntry]) -> Session {
        var session = Session()
        session.state = .choosingCase()
        session.effects = begin(&session.state)
        session.send(.cases(entries, isLast: true))
        return session
    }

    @Test("Without a case the cases are read, and whether those in sight hold")
    func reads() {
        var session = Session()
        session.state = .choosingCase()
        #expect(begin(&session.state) == [.loadCases])
        session.send(.cases([Self.entry("lantern"), Self.entry("quarry")], isLast: true))
        #expect(session.effects == [.checkCase("/cases/lantern.clew"), .checkCase("/cases/quarry.clew")])
        session.send(.caseChecked("/cases/quarry.clew", .broken("Event 3 does not hold.")))
        #expect(session.state.views[CasesView.self]?.table.rows[1].entry.standing == .broken("Event 3 does not hold."))
    }

    @Test("Of many cases only those in sight are checked")
    func many() {
        let session = Self.choosing((0..<1_000).map { Self.entry("c\($0)") })
        #expect(session.effects.count < 20)
    }

    @Test("Enter opens the case under the cursor, r opens it for reading only")
    func opens() {
        var session = Self.choosing([Self.entry("lantern"), Self.entry("quarry")])
        session.press("j⏎")
        #expect(session.state.isFinished)
        #expect(session.state.nextCase == .folder("/cases/quarry.clew", isReadOnly: false))
        #expect(session.effects == [.quit])
        session = Self.choosing([Self.entry("lantern")])
        session.press("r")
        #expect(session.state.nextCase == .folder("/cases/lantern.clew", isReadOnly: true))
    }

    @Test("Esc leads from the cases back to where one was; with a filter it shows all cases first")
    func escape() {
        var session = Session([Session.item(Session.genesis, "Collector")])
        session.press("3B")
        session.send(.cases([Self.entry("lantern"), Self.entry("quarry")], isLast: true))
        session.press("/quarry⏎⎋")
        #expect(session.state.pane == .cases && session.state.views[CasesView.self]?.filterText == "")
        session.press("⎋")
        #expect(session.state.pane == .notes)
    }

    @Test("What needs a case says that none is open", arguments: ["1", "2", "u", "F", "x", "I"])
    func needsCase(key: String) {
        var session = Self.choosing([])
        session.press(key)
        #expect(session.state.toast?.text == "Not now: no case is open.")
        #expect(session.state.pane == .cases)
    }

    @Test("A new case asks for name, chain and question; a chain that is none is said")
    func newCase() {
        var session = Self.choosing([])
        session.press("nlantern⏎")
        session.press(.control("u"))
        session.press("nochain⏎")
        guard case .prompt(let prompt)? = session.state.input else { Issue.record("no prompt"); return }
        #expect(prompt.complaint?.contains("No chain is called “nochain”") == true)
        session.press(.control("u"))
        session.press("bitcoin-testnet⏎Where did it go?⏎")
        #expect(session.effects == [.createCase(name: "lantern", question: "Where did it go?", chain: "bitcoin-testnet")])
        session.send(.caseCreated("/cases/lantern.clew"))
        #expect(session.state.nextCase == .folder("/cases/lantern.clew", isReadOnly: false))
    }

    @Test("From inside a case another is opened; what is not on disk holds that up")
    func switches() {
        var session = Session([Session.item(Session.pizza)])
        session.answersChanges = false
        session.press("f")
        session.press("B")
        #expect(session.effects.contains(.loadCases))
        session.send(.cases([Self.entry("quarry")], isLast: true))
        session.press("⏎")
        #expect(!session.state.isFinished)
        #expect(session.state.toast?.text.contains("still being saved") == true)
        session.send(.notSaved("disk full"))
        session.press("⏎")
        #expect(!session.state.isFinished)
        #expect(session.state.toast?.text.contains("1 change is not on disk") == true)
    }

    @Test("The view that is kept is that of the case, not the list it was left from")
    func keepsView() {
        var session = Session([Session.item(Session.pizza)])
        session.press("3B")
        session.send(.cases([Self.entry("quarry")], isLast: true))
        session.press("⏎")
        #expect(session.state.isFinished)
        #expect(session.effects.contains(.keepView))
        #expect(session.state.viewMemory["pane"]?.integerValue == Int64(Pane.notes.rawValue))
        #expect(session.state.viewMemory["seen"]?.integerValue == 12)
    }

    @Test("The list is filtered by what is due, new, held or broken")
    func filter() {
        var session = Self.choosing([Self.entry("lantern", news: 3), Self.entry("quarry", due: true), Self.entry("bridge")])
        session.send(.caseChecked("/cases/bridge.clew", .inUse("AB")))
        func names(_ filter: String) -> [String] {
            session.press("/")
            session.press(.control("u"))
            session.press(filter + "⏎")
            guard let table = session.state.views[CasesView.self]?.table else { return [] }
            return (0..<table.count).map { table[$0].entry.name }
        }
        #expect(names("new") == ["lantern"])
        #expect(names("due") == ["quarry"])
        #expect(names("held") == ["bridge"])
        #expect(names("not due chain:bitcoin") == ["lantern", "bridge"])
    }

    @Test("Reading again keeps the cursor, and what was checked of a case that did not change")
    func again() {
        var session = Session([Session.item(Session.pizza)])
        session.press("B")
        session.send(.cases([Self.entry("a"), Self.entry("b")], isLast: true))
        session.send(.caseChecked("/cases/a.clew", .intact))
        session.send(.caseChecked("/cases/b.clew", .intact))
        session.press("j[B")
        session.send(.cases([Self.entry("a", events: 11)], isLast: false))
        session.send(.cases([Self.entry("b")], isLast: true))
        #expect(session.effects == [.checkCase("/cases/a.clew")])
        #expect(session.state.views[CasesView.self]?.table.selected?.entry.name == "b")
    }
}
