import Casework
import Ledger
import TraceEngine
import Testing

@testable import Workbench

@Suite("The transactions of an address")
struct TransactionsViewTests {
    static let hub = 100_000

    private static func event(_ index: Int) -> AddressView.Event {
        let at = TxRef(height: UInt32(index / 50), position: UInt32(index % 50 + 1))
        let id = TxID(words: (UInt64(index), 7, 7, 7))
        let row = TxRow(at: at, txid: id, time: 1_600_000_000 + UInt32(index) * 60, inputCount: 900, outputCount: 1, isCoinbase: false)
        return AddressView.Event(tx: row, received: UInt64(index % 1_000) * 1_000, sent: 0, unspentOutputs: 0)
    }

    /// Answers pages of a hub of 100,000 transactions until nothing is asked any more; how many pages that took.
    @discardableResult
    private func answer(_ session: inout Session) -> Int {
        var pages = 0
        var pending = session.effects
        while !pending.isEmpty {
            let effect = pending.removeFirst()
            guard case .loadEvents(let address, let after, let limit) = effect else { continue }
            pages += 1
            let from = after.map { Int($0.height) * 50 + Int($0.position) } ?? 0
            let to = min(Self.hub, from + limit)
            session.send(
                .events(
                    address, after: after,
                    AddressEventPage(
                        events: (from..<to).map(Self.event), total: UInt64(Self.hub), isLast: to == Self.hub)))
            pending += session.effects
        }
        return pages
    }

    private func opened() -> Session {
        var session = Session([Session.item(Session.genesis, "Hub")])
        session.press("4")
        return session
    }

    @Test("one page is read to begin with, and the next when the cursor comes near its end")
    func paging() throws {
        var session = opened()
        #expect(answer(&session) == 1)
        let view = try #require(session.state.views[TransactionsView.self])
        #expect(view.read == 1_000 && view.inLedger == 100_000 && !view.isComplete)
        for _ in 0..<10 { session.press("j") }
        #expect(answer(&session) == 0)
        for _ in 0..<600 { session.press("j") }
        #expect(session.state.views[TransactionsView.self]?.cursor == 610)
        #expect(session.state.asked.contains { if case .loadEvents = $0 { true } else { false } })
    }

    @Test("a filter reads on to the end, in large pages, and the row under the cursor stays")
    func filter() throws {
        var session = opened()
        answer(&session)
        for _ in 0..<7 { session.press("j") }
        let before = try #require(session.state.subject)
        session.press("/")
        session.send(.terminal(.paste("amount<0.0001")))
        #expect(answer(&session) <= 6)
        session.press("⏎")
        let view = try #require(session.state.views[TransactionsView.self])
        #expect(view.isComplete && view.read == Self.hub)
        // Amounts go round from 0 to 0.00999 every thousand rows; ten of each thousand are below.
        #expect(view.count == 1_000)
        #expect(session.state.subject == before)
        session.press("⎋")
        #expect(session.state.views[TransactionsView.self]?.count == Self.hub)
    }

    @Test("a page that comes twice is taken once; what failed is not asked for ever")
    func twice() throws {
        var session = opened()
        let asked = try #require(session.effects.first { if case .loadEvents = $0 { true } else { false } })
        guard case .loadEvents(let address, let after, _) = asked else { return }
        let page = AddressEventPage(events: (0..<100).map(Self.event), total: 100, isLast: true)
        session.send(.events(address, after: after, page))
        session.send(.events(address, after: after, page))
        #expect(session.state.views[TransactionsView.self]?.read == 100)

        var failing = opened()
        failing.send(.notRead(asked, "The ledger cannot be read."))
        #expect(failing.state.toast?.text == "The ledger cannot be read.")
        failing.press("j")
        #expect(failing.effects.isEmpty)
    }

    @Test("Enter opens the transaction, back returns to the row, forward goes there again")
    func jumps() throws {
        var session = opened()
        answer(&session)
        session.press("jjj")
        let subject = try #require(session.state.subject)
        session.press("⏎")
        #expect(session.state.pane == .transaction)
        #expect(session.state.subject == subject)
        session.press("[")
        #expect(session.state.pane == .transactions && session.state.subject == subject)
        session.press("[")
        #expect(session.state.pane == .addresses)
        session.press("]]")
        #expect(session.state.pane == .transaction && session.state.subject == subject)
    }

    @Test("a key never waits for a filter over 100,000 rows: it looks at a slice and asks to go on until it has seen all")
    func filterInSlices() throws {
        var session = opened()
        answer(&session)
        for key in "/amount>0.009" {
            session.press(String(key))
            answer(&session)
        }
        var state = session.state
        #expect(state.views[TransactionsView.self]?.examined == Self.hub)
        let effects = update(&state, .terminal(.key(.backspace)))
        #expect(effects.contains(.examine(.transactions)))
        #expect(state.views[TransactionsView.self]?.examined == 10_000)
        #expect(!state.isIdle, "a replay waits for it")
    }

    @Test("what is pasted after / filters at once")
    func pastedFilter() throws {
        var session = opened()
        answer(&session)
        session.press("/")
        session.send(.terminal(.paste("amount<0.0001")))
        answer(&session)
        #expect(session.state.views[TransactionsView.self]?.count == 1_000)
    }
}
