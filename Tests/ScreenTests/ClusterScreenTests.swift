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
