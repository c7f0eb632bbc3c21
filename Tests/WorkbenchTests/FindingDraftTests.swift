import Casework
import Encoding
import Ledger
import Support
import Testing
import TraceEngine

@testable import Workbench

@Suite("Keeping an answer as a finding")
struct FindingDraftTests {
    private static func finding(_ title: String, method: String = "fifo 1", answer: JSONValue = ["x": 1]) -> CaseFinding {
        CaseFinding(
            title: title, kind: "trace", question: ["arguments": []], method: method,
            ledger: CaseFinding.Ledger(chain: "bitcoin", height: 4312, digest: String(repeating: "07", count: 32)), answer: answer)
    }

    /// A trace from an address over a small ledger, answered.
    private static func traced() async throws -> Session {
        let tiny = try TinyLedger("""
            block 0
            a = coinbase -> alice 100
            block 1
            b = a:0 -> bob 60, carol 40
            """)
        let memory = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        func item(_ name: String, _ role: CaseRole?) -> CaseItem {
            CaseItem(subject: .address(TinyLedger.address(name).text(on: tiny.chain)), label: name, role: role, added: Session.created)
        }
        var session = Session()
        session.state = WorkbenchState(
            openCase: Case(
                name: "Lantern", question: "", chain: tiny.chain, created: Session.created, items: [item("alice", .suspect), item("bob=x", nil)],
                head: 12), ledger: .open(memory.info))
        var theCase = session.state.openCase
        theCase.items.append(item("carol", .service))
        session.state.openCase = theCase
        session.effects = begin(&session.state)
        session.press("t")
        for effect in session.effects {
            guard case .trace(let number, let question, let tags) = effect else { continue }
            session.send(.traced(number, try await TraceRun(question, of: memory, tags: tags).answer()))
        }
        return session
    }

    @Test("s names the question, then what it means, and asks for the finding with what is on the screen")
    func asks() async throws {
        var session = try await Self.traced()
        session.press("s")
        guard case .prompt(let prompt)? = session.state.input else { Issue.record("no prompt"); return }
        #expect(prompt.suggestion == "Where did the value of alice go?" && prompt.isUntouched)
        session.press("⏎two ways⏎")
        guard case .makeFinding(let draft)? = session.effects.first else { Issue.record("nothing was asked"); return }
        let chain = session.state.openCase.chain
        let (alice, carol) = (TinyLedger.address("alice").text(on: chain), TinyLedger.address("carol").text(on: chain))
        #expect(draft.arguments == ["--from", alice, "--method", "fifo,haircut", "--service", "\(carol)=carol"])
        #expect(draft.methods == [.fifo, .haircut])
        #expect(draft.remark == "two ways")
        session.send(.findingMade(Self.finding(draft.title)))
        #expect(session.changes == [.record(.finding(Self.finding(draft.title)))])
        #expect(session.state.toast?.text.hasPrefix("Saved as finding F-13.") == true)
    }

    @Test("What is typed takes the place of the proposed question; Tab takes it into the line", arguments: [
        ("Whose?", "Whose?"), ("⇥ And when?", "Where did the value of alice go? And when?"), ("", "Where did the value of alice go?"),
    ])
    func proposed(keys: String, title: String) async throws {
        var session = try await Self.traced()
        session.press("s" + keys + "⏎⏎")
        guard case .makeFinding(let draft)? = session.effects.first else { Issue.record("nothing was asked"); return }
        #expect(draft.title == title)
    }

    @Test("Only the methods on the screen are kept, in the order of the answer")
    func methods() async throws {
        var session = try await Self.traced()
        session.press("MMs⏎⏎")
        guard case .makeFinding(let draft)? = session.effects.first else { Issue.record("nothing was asked"); return }
        #expect(draft.methods == [.haircut, .tiho])
        #expect(draft.arguments[3] == "haircut,tiho")
    }

    @Test("An answer cut down to some of its methods is the answer to a question for these")
    func keeping() async throws {
        let session = try await Self.traced()
        let answer = try #require(session.state.openTrace?.answer)
        let kept = answer.keeping([.haircut])
        #expect(kept.methods.map(\.method) == [.haircut])
        #expect(kept.question.methods == [.haircut])
        #expect(kept.methods[0].stops.map(\.value) == answer[.haircut]?.stops.map(\.value))
    }

    @Test("Without words for the question nothing is kept, and that is said")
    func untitled() async throws {
        var session = try await Self.traced()
        session.press("s")
        session.press(.control("u"))
        session.press("⏎")
        guard case .prompt(let prompt)? = session.state.input else { Issue.record("no prompt"); return }
        #expect(prompt.complaint?.contains("needs its question") == true)
        #expect(session.effects.isEmpty)
    }

    @Test("A search that found nothing is kept and said to have found nothing")
    func nothing() async throws {
        var session = try await Self.traced()
        session.send(.findingMade(Self.finding("How does A lead to B?", method: "", answer: .null)))
        #expect(session.state.toast?.text.contains("Nothing was found, and that is kept.") == true)
    }

    @Test("While there is no answer, or the case is for reading only, it says why not")
    func notNow() async throws {
        var session = Session([Session.item(Session.pizza)])
        session.press("ts")
        #expect(session.state.toast?.text == "Not now: there is no answer to keep yet.")
        session = try await Self.traced()
        session.state.readOnlyReason = "the case is closed"
        session.press("s")
        #expect(session.state.toast?.text == "Not now: the case is closed.")
    }

    @Test("A method other than the locked one is pointed out")
    func locked() async throws {
        var session = try await Self.traced()
        var theCase = session.state.openCase
        theCase.methods = [MethodLock(asset: "bitcoin", method: "lifo", reason: "agreed", signature: CaseSignature(author: "MK", time: Session.created))]
        session.state.openCase = theCase
        session.answersChanges = false
        session.send(.findingMade(Self.finding("Where did it go?")))
        #expect(session.state.toast?.text.contains("The method locked for bitcoin is lifo, not fifo 1.") == true)
    }
}
