import Encoding
import Ledger
import Testing
import TraceEngine

@testable import Casework
@testable import Workbench

@Suite("Tables are taken up as they were left")
struct TableMemoryTests {
    private static func events(_ count: UInt64) -> [JournalEvent] {
        (1...count).map { number in
            var event = JournalEvent(
                sequence: number, time: Session.created, author: number % 2 == 0 ? "MK" : "AB", kind: "flag", previous: [], body: [:],
                salt: Array(repeating: UInt8(number), count: 32))
            event.title = "event \(number)"
            return event
        }
    }

    private static func again(_ session: Session) -> Session {
        var fresh = Session([Session.item(Session.pizza)])
        fresh.state.restore(session.state.viewMemory)
        fresh.effects = begin(&fresh.state)
        return fresh
    }

    @Test("The journal comes back with its filter, its order and the row under the cursor")
    func journal() throws {
        var session = Session([Session.item(Session.pizza)])
        session.press("9")
        session.send(.journal(JournalPage(Self.events(12)), head: 12))
        session.press("/by:mk⏎ojj")
        let left = try #require(session.state.views[JournalView.self])
        var fresh = Self.again(session)
        #expect(fresh.state.pane == .journal)
        #expect(fresh.effects.contains(.loadJournal(head: 12)))
        fresh.send(.journal(JournalPage(Self.events(12)), head: 12))
        let found = try #require(fresh.state.views[JournalView.self])
        #expect(found.filterText == "by:mk")
        #expect(found.order == left.order)
        #expect(found.table.selected?.event.number == left.table.selected?.event.number)
        #expect(found.cursor == 2)
    }

    @Test("A view that was open but not shown comes back when it is gone to")
    func notShown() throws {
        var session = Session([Session.item(Session.pizza)])
        session.press("9")
        session.send(.journal(JournalPage(Self.events(12)), head: 12))
        session.press("jjj1")
        var fresh = Self.again(session)
        #expect(fresh.state.pane == .addresses)
        fresh.press("9")
        fresh.send(.journal(JournalPage(Self.events(12)), head: 12))
        #expect(fresh.state.views[JournalView.self]?.cursor == 3)
    }

    @Test("Of a list that is read a page at a time, pages are read up to the row that was left")
    func pages() throws {
        func page(_ range: Range<UInt32>) -> AddressEventPage {
            AddressEventPage(
                events: range.map { height in
                    AddressView.Event(
                        tx: TxRow(
                            at: TxRef(height: height, position: 0), txid: TxID(words: (UInt64(height), 0, 0, 0)), time: height, inputCount: 1_000,
                            outputCount: 1_000, isCoinbase: false), received: 1, sent: 0, unspentOutputs: 0)
                }, total: 5_000, isLast: false)
        }
        let pizza = try Address(Session.pizza, on: .bitcoin)
        var session = Session([Session.item(Session.pizza)])
        session.press("4")
        session.send(.events(pizza, after: nil, page(0..<1_000)))
        session.press("G")
        session.send(.events(pizza, after: TxRef(height: 999, position: 0), page(1_000..<2_000)))
        session.press("G")
        #expect(session.state.views[TransactionsView.self]?.cursor == 1_999)
        var fresh = Self.again(session)
        fresh.send(.events(pizza, after: nil, page(0..<1_000)))
        #expect(fresh.effects.contains(.loadEvents(pizza, after: TxRef(height: 999, position: 0), limit: 1_000)))
        fresh.send(.events(pizza, after: TxRef(height: 999, position: 0), page(1_000..<2_000)))
        #expect(fresh.state.views[TransactionsView.self]?.cursor == 1_999)
    }

    @Test("The timeline comes back with its columns, and the cursor at its time")
    func timeline() throws {
        let notes = (1...5).map {
            CaseNote(id: UInt64($0), subject: .wholeCase, text: "n\($0)", author: "MK", written: UTCTime(seconds: 1_700_000_000 + UInt32($0) * 86_400))
        }
        var session = Session([], notes: notes)
        session.press("6-jj")
        let left = try #require(session.state.views[TimelineView.self])
        var fresh = Session([], notes: notes)
        fresh.state.restore(session.state.viewMemory)
        fresh.effects = begin(&fresh.state)
        let found = try #require(fresh.state.views[TimelineView.self])
        #expect(fresh.state.pane == .timeline)
        #expect(found.scale(columns: 66) == left.scale(columns: 66))
        #expect(found.table.selected?.id == left.table.selected?.id)
    }
}
