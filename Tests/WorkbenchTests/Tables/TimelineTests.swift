import Casework
import Encoding
import Ledger
import Support
import Testing
import TraceEngine

@testable import Workbench

@Suite("The timeline")
struct TimelineTests {
    static let time = UTCTime(seconds: 1_710_000_000)

    @Test("Columns are periods of the calendar in UTC, weeks from Monday", arguments: [
        (TimeScale.hour, "2024-02-29T23:59:59Z", "2024-02-29T23:00:00Z"), (.day, "2024-02-29T23:59:59Z", "2024-02-29T00:00:00Z"),
        (.week, "2024-03-03T12:00:00Z", "2024-02-26T00:00:00Z"), (.week, "2024-03-04T00:00:00Z", "2024-03-04T00:00:00Z"),
        (.month, "2024-02-29T23:59:59Z", "2024-02-01T00:00:00Z"), (.month, "1969-12-31T23:59:59Z", "1969-12-01T00:00:00Z"),
        (.year, "2024-12-31T23:59:59Z", "2024-01-01T00:00:00Z"), (.year, "2000-02-29T00:00:00Z", "2000-01-01T00:00:00Z"),
        (.day, "1969-12-31T00:00:01Z", "1969-12-31T00:00:00Z"),
    ])
    func columns(scale: TimeScale, moment: String, begin: String) throws {
        let time = try #require(UTCTime(rfc3339: moment))
        #expect(scale.begin(of: scale.column(of: time)).rfc3339 == begin)
    }

    @Test("Every day of 800 years lies in the month and year that its date says")
    func calendar() {
        for day in stride(from: -146_097, to: 146_097, by: 1) {
            let time = UTCTime(milliseconds: Int64(day) * 86_400_000)
            let month = TimeScale.month.begin(of: TimeScale.month.column(of: time))
            guard month.month == time.month, month.date.hasSuffix("-01"),
                TimeScale.year.begin(of: TimeScale.year.column(of: time)).year == time.year
            else {
                Issue.record("\(time.date) is put into \(month.date)")
                return
            }
        }
    }

    @Test("The finest columns are taken by which everything fits")
    func fitting() throws {
        let first = try #require(UTCTime(rfc3339: "2024-02-04T00:00:00Z"))
        let last = try #require(UTCTime(rfc3339: "2024-03-26T00:00:00Z"))
        #expect(TimeScale.fitting(first, last, columns: 106) == .day)
        #expect(TimeScale.fitting(first, last, columns: 20) == .week)
        #expect(TimeScale.fitting(first, last, columns: 2) == .month)
    }

    private static func page(_ heights: [UInt32], total: UInt64, isLast: Bool, received: UInt64 = 5, sent: UInt64 = 0) -> AddressEventPage {
        AddressEventPage(
            events: heights.map { height in
                AddressView.Event(
                    tx: TxRow(
                        at: TxRef(height: height, position: 1), txid: TxID(words: (UInt64(height), 1, 2, 3)),
                        time: 1_710_000_000 + height * 600, inputCount: 1, outputCount: 2, isCoinbase: false), received: received,
                    sent: sent, unspentOutputs: 0)
            }, total: total, isLast: isLast)
    }

    private static func session(gap: Bool = false) -> Session {
        var session = Session([Session.item(Session.pizza, "Pizza", .suspect), Session.item(Session.genesis, "Exchange", .service)])
        if gap {
            session.state.ledger = .open(
                LedgerInfo(
                    chain: .bitcoin, coverage: Coverage(ranges: [0...3, 9...20]), tipHash: nil, tipTime: 1_710_012_000,
                    digest: Array(repeating: 7, count: 32)))
        }
        session.press("6")
        return session
    }

    private static let pizza: Address = (try? Address(Session.pizza, on: .bitcoin)) ?? Address(canonicalScript: [])

    @Test("Services are left out unless they are marked, and that is said")
    func services() {
        var session = Self.session()
        #expect(session.effects == [.loadEvents(Self.pizza, after: nil, limit: 1_000)])
        #expect(session.state.views[TimelineView.self]?.servicesLeftOut == 1)
        session.press("1j")
        session.press(" 6")
        #expect(session.state.views[TimelineView.self]?.addresses.count == 1)
        #expect(session.state.views[TimelineView.self]?.isOfMarked == true)
    }

    @Test("A transaction of two addresses of the case is one row with the sums of both")
    func oneRow() throws {
        var session = Session([Session.item(Session.pizza, "A"), Session.item(Session.genesis, "B")])
        session.press("6")
        let genesis = try Address(Session.genesis, on: .bitcoin)
        session.send(.events(Self.pizza, after: nil, Self.page([2], total: 1, isLast: true, received: 0, sent: 70)))
        session.send(.events(genesis, after: nil, Self.page([2], total: 1, isLast: true, received: 60)))
        let row = try #require(session.state.views[TimelineView.self]?.table.selected)
        #expect(session.state.views[TimelineView.self]?.count == 1)
        guard case .transaction(_, let received, let sent) = row.what else { Issue.record("no transaction"); return }
        #expect(received == 60)
        #expect(sent == 70)
        #expect(row.kind == "moved")
    }

    @Test("A hub is read up to a limit, which is said, and R reads on where it was cut")
    func hub() throws {
        var session = Self.session()
        var last: TxRef?
        for part in 0..<5 {
            let page = Self.page((1...1_000).map { UInt32(part * 1_000 + $0) }, total: 100_000, isLast: false)
            session.send(.events(Self.pizza, after: last, page))
            last = page.events.last?.tx.at
        }
        let view = try #require(session.state.views[TimelineView.self])
        #expect(view.table.rows.count == 5_000)
        #expect(view.cut.first?.total == 100_000)
        #expect(!session.effects.contains { if case .loadEvents = $0 { true } else { false } })
        session.press("R")
        #expect(session.effects.contains(.loadEvents(Self.pizza, after: last, limit: 1_000)))
    }

    @Test("Blocks that the ledger lacks are a row where they belong, with the times that bound them")
    func gaps() throws {
        var session = Self.session(gap: true)
        #expect(session.effects.contains(.loadBlockTimes([3, 9])))
        session.send(.blockTimes([3: 1_710_001_800, 9: 1_710_005_400]))
        session.send(.events(Self.pizza, after: nil, Self.page([2, 10], total: 2, isLast: true)))
        let view = try #require(session.state.views[TimelineView.self])
        #expect(view.table.rows.map(\.kind) == ["received", "gap", "received"])
        #expect(view.end(of: 4...8)?.milliseconds == 1_710_005_400_000)
        #expect(view.table.rows[1].subject == nil)
    }

    @Test("Notes stand among the transactions by the time they were written; Enter goes to what the row is about")
    func enter() throws {
        let note = CaseNote(id: 5, subject: .address(Session.pizza), text: "asked", author: "MK", written: UTCTime(seconds: 1_710_002_000))
        var session = Session([Session.item(Session.pizza, "Pizza")], notes: [note])
        session.press("6")
        session.send(.events(Self.pizza, after: nil, Self.page([2, 10], total: 2, isLast: true)))
        #expect(session.state.views[TimelineView.self]?.table.rows.map(\.kind) == ["received", "note", "received"])
        session.press("gj⏎")
        #expect(session.state.pane == .notes)
        #expect(session.state.noteCursor == 5)
        session.press("[")
        #expect(session.state.pane == .timeline)
        #expect(session.state.views[TimelineView.self]?.cursor == 1)
        session.press("j⏎")
        #expect(session.state.pane == .transaction)
    }

    @Test("+ and - change the columns, { and } go from one that has something to the next")
    func zoom() throws {
        var session = Self.session()
        session.send(.events(Self.pizza, after: nil, Self.page([1, 2, 200, 201], total: 4, isLast: true)))
        #expect(session.state.views[TimelineView.self]?.scale(columns: 66) == .hour)
        session.press("}")
        #expect(session.state.views[TimelineView.self]?.cursor == 2)
        session.press("{")
        #expect(session.state.views[TimelineView.self]?.cursor == 0)
        session.press("+")
        #expect(session.state.toast?.text == "Not now: there is nothing finer.")
        session.press("---")
        #expect(session.state.views[TimelineView.self]?.scale(columns: 66) == .month)
    }

    @Test("Filters know amounts, times, directions and names")
    func filter() {
        var session = Self.session()
        session.send(.events(Self.pizza, after: nil, Self.page([1, 2], total: 3, isLast: false, received: 900_000_000)))
        session.send(.events(Self.pizza, after: TxRef(height: 2, position: 1), Self.page([3], total: 3, isLast: true, received: 0, sent: 4)))
        func count(_ filter: String) -> Int? {
            session.press("/")
            session.press(.control("u"))
            session.press(filter + "⏎")
            return session.state.views[TimelineView.self]?.count
        }
        #expect(count("amount>0.1") == 2)
        #expect(count("sent") == 1)
        #expect(count("not received") == 1)
        #expect(count("pizza") == 3)
        #expect(count("after:2024-03-10") == 0)
    }
}
