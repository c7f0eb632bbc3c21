import Casework
import Encoding
import Ledger
import Support
import Testing


@testable import Screen
@testable import TraceEngine
@testable import Workbench

/// The stop sheet over a real trace of a small ledger: three payers, a collector, an exchange and a rest.
@Suite("The trace view")
struct TraceScreenTests {
    static let ledger = """
        block 0
        a = coinbase -> alice 100000000
        b = coinbase -> bob 50000000
        c = coinbase -> carol 30000000
        block 1
        d = a:0 -> collector 99990000
        e = b:0 -> collector 49990000
        block 2
        f = d:0, c:0, e:0 -> exchange 120000000, hold 59950000
        """

    private func traced(_ columns: Int, _ rows: Int, _ direction: TraceDirection = .forward) async throws -> WorkbenchState {
        let tiny = try TinyLedger(Self.ledger)
        let ledger = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        let time = UTCTime(seconds: 1_700_000_000)
        let items = [("collector", CaseRole.suspect), ("exchange", .service), ("hold", .suspect)].map { name, role in
            CaseItem(
                subject: .address(TinyLedger.address(name).text(on: tiny.chain)), label: name.capitalized, role: role,
                added: time)
        }
        let theCase = Case(name: "Lantern", question: "", chain: tiny.chain, created: time, items: items, head: 4)
        var state = WorkbenchState(openCase: theCase, ledger: .open(ledger.info), columns: columns, rows: rows)
        _ = begin(&state)
        if direction == .backward { _ = update(&state, .terminal(.key(.character("j")))) }
        let effects = update(&state, .terminal(.key(.character(direction == .forward ? "t" : "T"))))
        for effect in effects {
            guard case .trace(let number, let question, let tags) = effect else { continue }
            let answer = try await TraceRun(question, of: ledger, tags: tags).answer()
            _ = update(&state, .traced(number, answer))
        }
        return state
    }

    @Test("two methods side by side sum to what set out, at every size", arguments: [(80, 24), (120, 40)])
    func sheet(size: (Int, Int)) async throws {
        let screen = WorkbenchScreen.draw(try await traced(size.0, size.1))
        #expect(Golden.difference(screen.text, from: "screen-trace-\(size.0)x\(size.1)") == nil)
    }

    @Test("/ filters the stop sheet by what ended there; the sums stay those of all, and Esc shows all stops again")
    func filtered() async throws {
        var state = try await traced(120, 40)
        for key in "/exch" { _ = update(&state, .terminal(.key(.character(key)))) }
        #expect(state.openTrace?.rows.count == 1 && state.openTrace?.total == 2)
        _ = update(&state, .terminal(.key(.enter)))
        let screen = WorkbenchScreen.draw(state).text
        #expect(screen.contains("1 of 2 · filter exch") && screen.contains("set out"))
        _ = update(&state, .terminal(.key(.escape)))
        #expect(state.openTrace?.rows.count == 2)
    }

    @Test("back from a holding to where it came from")
    func backward() async throws {
        let screen = WorkbenchScreen.draw(try await traced(80, 24, .backward))
        #expect(Golden.difference(screen.text, from: "screen-trace-back-80x24") == nil)
    }

    @Test("m and M go through the methods and never show one twice")
    func methods() async throws {
        var state = try await traced(80, 24)
        var seen: Set<String> = []
        for key in ["m", "m", "M", "m", "M", "M", "m"] as [Character] {
            _ = update(&state, .terminal(.key(.character(key))))
            let shown = try #require(state.openTrace?.shown)
            #expect(shown.first != shown.second)
            seen.insert(WorkbenchScreen.draw(state).row(2))
        }
        #expect(seen.count >= 5)
    }

    @Test("poison says that it sums to nothing")
    func poison() async throws {
        var state = try await traced(120, 40)
        while state.openTrace.flatMap({ $0.answer?.methods[$0.shown.second].method }) != .poison {
            _ = update(&state, .terminal(.key(.character("m"))))
        }
        let text = WorkbenchScreen.draw(state).text
        #expect(text.contains("reconciles = −"))
        #expect(text.contains("sums to nothing"))
    }

    @Test("while it runs the sheet says how far it is, and Esc stops it")
    func running() async throws {
        let time = UTCTime(seconds: 1_700_000_000)
        let address = TinyLedger.address("collector").text(on: .bitcoinRegtest)
        let theCase = Case(
            name: "Lantern", question: "", chain: .bitcoinRegtest, created: time,
            items: [CaseItem(subject: .address(address), added: time)], head: 2)
        let info = LedgerInfo(
            chain: .bitcoinRegtest, coverage: Coverage(ranges: [0...2]), tipHash: nil, tipTime: 0, digest: [])
        var state = WorkbenchState(openCase: theCase, ledger: .open(info))
        _ = begin(&state)
        _ = update(&state, .terminal(.key(.character("t"))))
        #expect(state.pane == .trace)
        _ = update(&state, .tracing(1, TraceProgress(phase: .discover, hop: 3, done: 1234, total: nil)))
        #expect(WorkbenchScreen.draw(state).text.contains("hop 3, 1,234 transactions"))
        #expect(update(&state, .terminal(.key(.escape))) == [.cancel(1)])
        _ = update(&state, .notTraced(1, "The trace was stopped."))
        #expect(WorkbenchScreen.draw(state).text.contains("The trace was stopped."))
    }

    @Test("a trace from a row of the graph sets out from its coins, not from all the address ever had")
    func coins() async throws {
        var state = try await traced(120, 40)
        let tiny = try TinyLedger(Self.ledger)
        let ledger = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        let places = try ledger.find([TinyLedger.txid("f")])
        let views = try await ledger.transactionViews(of: places[0])
        _ = update(&state, .transactions(views))
        _ = state.setFocus(.transaction(places[0][0]))
        state.pane = .graph
        _ = update(&state, .terminal(.key(.right)))
        let starts = try #require(state.traceStarts)
        #expect(starts.starts.count == 1)
        if case .output(let id, _, _) = starts.starts[0] { #expect(id == TinyLedger.txid("f")) } else { Issue.record("no coin") }
    }
}
