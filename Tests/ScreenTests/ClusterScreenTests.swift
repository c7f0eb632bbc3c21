import Casework
import Encoding
import Ledger
import Support
import Testing

@testable import Screen
@testable import TraceEngine
@testable import Workbench

/// Clusters and paths over a real ledger: a collector whose claim hangs on one transaction.
@Suite("The cluster and path views")
struct ClusterScreenTests {
    static let ledger = """
        block 0
        a = coinbase -> collector 100000000, change 50000000, payer 7000000
        b = coinbase -> collector 20000000, change 30000000, payout 200
        block 1
        c = a:0, a:1 -> shop 149990000
        d = b:0, b:1, b:2 -> shop 49990000
        e = a:2 -> change 6990000
        block 2
        f = coinbase -> payout 40000000
        g = f:0, e:0 -> exchange 46980000
        """

    private let tiny: TinyLedger
    private let ledger: MemoryLedger

    init() throws {
        tiny = try TinyLedger(Self.ledger)
        ledger = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
    }

    private func state(_ columns: Int = 80, _ rows: Int = 24) -> WorkbenchState {
        let time = UTCTime(seconds: 1_700_000_000)
        let items = [("collector", CaseRole.suspect), ("payout", .suspect), ("payer", .victim)].map { name, role in
            CaseItem(
                subject: .address(TinyLedger.address(name).text(on: tiny.chain)), label: name.capitalized, role: role,
                added: time)
        }
        let theCase = Case(name: "Lantern", question: "", chain: tiny.chain, created: time, items: items, head: 4)
        var state = WorkbenchState(openCase: theCase, ledger: .open(ledger.info), columns: columns, rows: rows)
        _ = begin(&state)
        return state
    }

    /// Presses a key and answers every question it puts, until none is left.
    private func press(_ key: KeyStroke, _ state: inout WorkbenchState) async throws {
        var effects = update(&state, .terminal(.key(key)))
        while !effects.isEmpty {
            switch effects.removeFirst() {
            case .cluster(let number, let address, let rule):
                effects += update(&state, .clustered(number, try await ledger.cluster(of: address, by: rule)))
            case .explainCluster(let number, let a, let b, let rule):
                effects += update(&state, .explained(number, try await ledger.why(a, b, by: rule)))
            case .path(let number, let question, let tags):
                effects += update(&state, .pathFound(number, try await PathRun(question, in: ledger, tags: tags).answer()))
            case .loadFigures(let addresses):
                effects += update(&state, .figures(try await ledger.addressViews(of: addresses, limit: 0)))
            case .locate(let id): effects += update(&state, .located(id, try ledger.find([id])[0]))
            case .loadTransactions(let refs):
                effects += update(&state, .transactions(try await ledger.transactionViews(of: refs)))
            default: break
            }
        }
    }

    @Test("c shows the members with the rule and its limits, w why, with the weakest link first", arguments: [(80, 24), (120, 40)])
    func cluster(size: (Int, Int)) async throws {
        var state = state(size.0, size.1)
        try await press(.character("c"), &state)
        #expect(state.pane == .cluster)
        #expect(Golden.difference(WorkbenchScreen.draw(state).text, from: "screen-cluster-\(size.0)x\(size.1)") == nil)
        try await press(.character("w"), &state)
        #expect(state.toast?.text == "Not now: it is the address asked about; go to another member.")
        let payout = TinyLedger.address("payout")
        while state.openCluster?.selected != payout { try await press(.down, &state) }
        try await press(.character("w"), &state)
        // The link that carries the claim alone is under the cursor.
        #expect(state.openCluster?.why?.cursor == 1)
        #expect(state.subject == .transaction(TinyLedger.txid("g")))
        #expect(Golden.difference(WorkbenchScreen.draw(state).text, from: "screen-cluster-why-\(size.0)x\(size.1)") == nil)
        try await press(.escape, &state)
        #expect(state.openCluster?.selected == payout)
    }

    @Test("/ filters the members by what the case calls them, and Esc shows all again")
    func filtered() async throws {
        var state = state(120, 40)
        try await press(.character("c"), &state)
        let all = state.openCluster?.members.count ?? 0
        for key in "/payout" { try await press(.character(key), &state) }
        #expect(state.openCluster?.members == [TinyLedger.address("payout")])
        try await press(.enter, &state)
        #expect(WorkbenchScreen.draw(state).text.contains("1 of \(all) · filter payout"))
        #expect(state.openCluster?.selected == TinyLedger.address("payout"))
        try await press(.escape, &state)
        #expect(state.openCluster?.members.count == all && state.openCluster?.selected == TinyLedger.address("payout"))
    }

    @Test("p on one address and p on another shows how the one leads to the other")
    func path() async throws {
        var state = state()
        try await press(.end, &state)
        try await press(.character("p"), &state)
        #expect(state.toast?.text.contains("go to where it is to arrive") == true)
        try await press(.up, &state)
        try await press(.character("p"), &state)
        #expect(state.pane == .path)
        #expect(state.openPath?.path == nil, "the payer paid the change address, never Payout")
        #expect(WorkbenchScreen.draw(state).text.contains("no path"))
        state.pane = .addresses
        try await press(.home, &state)
        try await press(.character("p"), &state)
        try await press(.character("p"), &state)
        #expect(state.toast?.text == "No path is begun any more.")
        state = self.state()
        try await press(.end, &state)
        try await press(.character("p"), &state)
        state.openCluster = nil
        try await press(.home, &state)
        try await press(.character("c"), &state)
        while state.openCluster?.selected != TinyLedger.address("change") { try await press(.down, &state) }
        try await press(.character("p"), &state)
        #expect(state.openPath?.path?.hops == 1)
        #expect(Golden.difference(WorkbenchScreen.draw(state).text, from: "screen-path-80x24") == nil)
        // A path is shown whole: / goes to a hop.
        for key in "/amount>9" { try await press(.character(key), &state) }
        #expect(state.openPath?.fitting == 0)
        try await press(.backspace, &state)
        for key in "0.01" { try await press(.character(key), &state) }
        #expect(state.openPath?.fitting == 1 && state.openPath?.cursor == 0)
    }

    @Test("the longest addresses stand whole at 80 columns, a name beside them gives way")
    func longAddresses() async throws {
        let text = "bcrt1pk8kpnjd2yg67jhuwvea6wh4evme37apk3qsn46f8hjk9zjgxz4zqtqjdpw"
        let address = try Address(text, on: tiny.chain)
        var state = state()
        state.openCase.items[0] = CaseItem(subject: .address(text), label: "Consolidation of all", added: UTCTime(seconds: 0))
        state.list.cursor = .address(text)
        try await press(.character("c"), &state)
        #expect(state.openCluster?.address == address)
        #expect(WorkbenchScreen.draw(state).text.contains("◆ \(text)"))

        let context = ScreenContext(state: state, glyphs: .unicode)
        for (label, expected) in [("Consolidation of all", "   Consolidat… \(text)"), ("", "               \(text)")] {
            var named = state
            named.openCase.items[0].label = label
            var surface = Surface(width: 80, height: 1)
            PartyRow(context: ScreenContext(state: named, glyphs: .unicode), address: address).draw(into: &surface, Rect(x: 0, y: 0, width: 80, height: 1), 0)
            #expect(surface.row(0).hasPrefix(expected), "\(surface.row(0))")
        }
        var narrow = Surface(width: 60, height: 1)
        PartyRow(context: context, address: address).draw(into: &narrow, Rect(x: 0, y: 0, width: 60, height: 1), 0)
        #expect(narrow.row(0).contains("bcrt1pk8k…tqjdpw"))
    }

    @Test("a long amount in the narrow list takes room from the name and never touches it")
    func longAmounts() async throws {
        let rich = try TinyLedger("block 0\na = coinbase -> rich 19500000000, richest 1234567800000000, named 2500000000000")
        let memory = try MemoryLedger(chain: rich.chain, blocks: rich.blocks)
        let items = [("rich", ""), ("richest", ""), ("named", "A name of sixteen cells")].map { name, label in
            CaseItem(subject: .address(TinyLedger.address(name).text(on: rich.chain)), label: label, added: UTCTime(seconds: 0))
        }
        let theCase = Case(name: "Lantern", question: "", chain: rich.chain, created: UTCTime(seconds: 0), items: items, head: 4)
        var state = WorkbenchState(openCase: theCase, ledger: .open(memory.info), columns: 200, rows: 60)
        for effect in begin(&state) {
            guard case .loadFigures(let addresses) = effect else { continue }
            _ = update(&state, .figures(try await memory.addressViews(of: addresses, limit: 0)))
        }
        let text = WorkbenchScreen.draw(state).text
        for amount in ["195.00000000", "12345678.00000000", "25000.00000000"] {
            #expect(text.contains(" \(amount) "), "\(amount)")
        }
        #expect(text.contains("A name of si… 25000"))
    }

    @Test("O asks for the path the other way round, and says so where there is none")
    func otherWayRound() async throws {
        var state = state()
        try await press(.end, &state)
        try await press(.character("p"), &state)
        try await press(.up, &state)
        try await press(.character("p"), &state)
        let asked = try #require(state.openPath)
        #expect(WorkbenchScreen.draw(state).row(23).contains("O the other way round"))
        try await press(.character("O"), &state)
        #expect(state.openPath?.from == asked.to && state.openPath?.to == asked.from)
        #expect(state.openPath?.question.from == asked.question.to && state.openPath?.answer != nil)
    }

    @Test("while they run they say how far they are, and Esc stops them")
    func running() throws {
        var state = state()
        _ = update(&state, .terminal(.key(.character("c"))))
        _ = update(&state, .clustering(1, 4321))
        #expect(WorkbenchScreen.draw(state).text.contains("4,321 addresses so far"))
        #expect(update(&state, .terminal(.key(.escape))) == [.cancel(1)])
        _ = update(&state, .notTraced(1, "The disk \u{1B}[31mfailed."))
        let screen = WorkbenchScreen.draw(state).text
        #expect(screen.contains("failed.") && !screen.contains("\u{1B}"))
        // What comes late from a question asked before changes nothing.
        _ = update(&state, .clustering(7, 1))
        #expect(state.openCluster?.reached == 4321)
    }
}
