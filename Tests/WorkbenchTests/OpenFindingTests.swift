import Casework
import Encoding
import Ledger
import Testing
import TraceEngine

@testable import Workbench

/// Enter on a finding asks its question in the view of its kind.
@Suite("Opening a finding")
struct OpenFindingTests {
    private static func session(_ kind: String, _ arguments: [String], chain: String = "bitcoin") -> Session {
        var session = Session([Session.item(Session.pizza, "Collector", .suspect)])
        let finding = CaseFinding(
            title: "Where?", kind: kind, question: ["arguments": .array(arguments.map { .string($0) })], method: "fifo 1",
            ledger: CaseFinding.Ledger(chain: chain, height: 4312, digest: String(repeating: "07", count: 32)), answer: ["x": 1])
        session.state.openCase.records = [
            CaseRecord(id: 5, content: .finding(finding), author: "AB", added: Session.created)
        ]
        session.press("7")
        return session
    }

    @Test("a trace is asked in the trace view, with its starts, direction, methods and services")
    func trace() {
        let service = "\(Session.segwit)=Exchange K"
        var session = Self.session(
            "trace", ["--from", Session.pizza, Session.genesis, "--backward", "--method", "haircut,fifo", "--service", service])
        session.press("⏎")
        #expect(session.state.pane == .trace)
        let trace = session.state.openTrace
        #expect(trace?.question.direction == .backward && trace?.question.methods == [.haircut, .fifo, .lifo, .poison])
        #expect(trace?.question.starts.map { $0.text(on: .bitcoin) } == [Session.pizza, Session.genesis])
        #expect(trace?.title == "back from 2 starts")
        guard case .trace(_, _, let tags)? = session.effects.first(where: { if case .trace = $0 { true } else { false } }),
            let address = try? Address(Session.segwit, on: .bitcoin)
        else { Issue.record("nothing was asked"); return }
        #expect(tags.tags(of: address).count == 1)
        session.press("[")
        #expect(session.state.pane == .findings)
    }

    @Test("a path is asked in the path view, a cluster in the cluster view, why two are together as well")
    func others() {
        var session = Self.session("path", [Session.pizza, Session.genesis])
        session.press("l")
        #expect(session.state.pane == .path && session.state.openPath?.from == "Collector" && session.state.openPath?.to == Session.genesis)

        session = Self.session("cluster", [Session.pizza])
        session.press("⏎")
        #expect(session.state.pane == .cluster && session.state.openCluster?.title == "Collector" && session.state.openCluster?.why == nil)

        session = Self.session("cluster", [Session.pizza, "--why", Session.genesis])
        session.press("⏎")
        #expect(session.state.openCluster?.why?.title == Session.genesis)
    }

    @Test("a question that no view asks leads to what it is about in the graph", arguments: [
        ("address", [Session.pizza]), ("trace", ["--from", Session.pizza, "--hops", "3"]), ("trace", ["--from=\(Session.pizza)", "--min", "0.1"]),
        ("detect", ["--detector", "peel", String(repeating: "ab", count: 32)]),
    ])
    func inTheGraph(kind: String, arguments: [String]) {
        var session = Self.session(kind, arguments)
        session.press("⏎")
        #expect(session.state.pane == .graph)
    }

    @Test("where neither is possible it says why", arguments: [
        ("detect", ["--all"], "bitcoin", "no view asks such a question; v asks it again"),
        ("trace", ["--from", "0x00"], "ethereum", "it was asked of another chain"),
    ])
    func obstacles(kind: String, arguments: [String], chain: String, reason: String) {
        var session = Self.session(kind, arguments, chain: chain)
        session.press("⏎")
        #expect(session.state.pane == .findings && session.state.toast?.text == "Not now: \(reason).")
    }
}
