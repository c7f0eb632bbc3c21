import Ledger
import Testing

@testable import Workbench

@Suite("Shortened identifiers in the find sheet")
struct LedgerSearchTests {
    private static let pizza = Session.pizza

    @Test("An identifier without its middle is offered to be looked for in the ledger; Enter looks, and what fits can be gone to")
    func search() throws {
        var session = Session([Session.item(Session.genesis, "Genesis")])
        session.press("F17SkE…FyQ")
        #expect(session.state.found("17SkE…FyQ") == [.inLedger(try #require(ShortenedID("17SkE…FyQ")))])
        session.press("⏎")
        guard case .searchLedger(let number, let shortened)? = session.effects.first else {
            Issue.record("\(session.effects)")
            return
        }
        #expect(shortened.beginning == "17SkE" && shortened.ending == "FyQ")
        session.send(.searching(number, 5, of: 10))
        #expect(session.state.ledgerSearch(for: "17SkE…FyQ")?.done == 5)
        // An answer to another search changes nothing
        session.send(.searched(number - 1, LedgerSearch()))
        #expect(session.state.ledgerSearch(for: "17SkE…FyQ")?.isRunning == true)
        var found = LedgerSearch()
        found.addresses = [Self.pizza]
        session.send(.searched(number, found))
        #expect(session.state.found("17SkE…FyQ") == [.subject(.address(Self.pizza))])
        session.press("⏎")
        #expect(session.state.input == nil)
        #expect(session.state.graph?.focus == .address(try Address(Self.pizza, on: .bitcoin)))
    }

    @Test("Escape stops the search and keeps the sheet; a second one leaves it")
    func stop() throws {
        var session = Session()
        session.press("F17SkE…FyQ⏎")
        guard case .searchLedger(let number, _)? = session.effects.first else {
            Issue.record("\(session.effects)")
            return
        }
        session.press("⎋")
        #expect(session.effects == [.cancel(number)])
        #expect(session.state.input != nil)
        var found = LedgerSearch()
        found.shortfall = .stopped
        session.send(.searched(number, found))
        session.press("⎋")
        #expect(session.state.input == nil)
    }

    @Test("What no identifier of the chain can begin with, a whole identifier and a few letters are not looked for", arguments: ["Victim", "purse", "17", "F-9", Session.genesis])
    func notOffered(text: String) {
        let session = Session()
        #expect(!session.state.found(text).contains { if case .inLedger = $0 { true } else { false } })
    }

    @Test("Where an identifier breaks off, the case's own come first and the ledger last")
    func breaksOff() {
        let session = Session([Session.item(Session.genesis, "Genesis")])
        let places = session.state.found("1A1zP")
        #expect(places.first == .subject(.address(Session.genesis)))
        #expect(places.last == ShortenedID("1A1zP").map { .inLedger($0) })
    }

    @Test("Without a ledger nothing is offered, and a search that failed says why")
    func noLedger() {
        var session = Session()
        session.press("F17SkE…FyQ⏎")
        guard case .searchLedger(let number, _)? = session.effects.first else {
            Issue.record("\(session.effects)")
            return
        }
        session.send(.notTraced(number, "The ledger is damaged."))
        #expect(session.state.ledgerSearch(for: "17SkE…FyQ")?.failure == "The ledger is damaged.")
        session.state.ledger = .missing("none")
        #expect(session.state.found("15SkE…FyQ").isEmpty)
    }
}
