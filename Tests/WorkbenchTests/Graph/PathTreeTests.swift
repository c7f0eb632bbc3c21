import Ledger
import Support
import TraceEngine
import Testing

@testable import Workbench

/// The rules of the path tree: what goes on, what leaves, and that both sides are equal to the unit.
@Suite struct PathTreeTests {
    private let wide = GraphViewport(width: 80, height: 24)
    private func address(_ name: String) -> Address { ViewLedger.address(name) }

    private func tree(
        _ ledger: ViewLedger, from focus: GraphFocus, names: GraphNames = GraphNames(), gaps: [ClosedRange<UInt32>] = []
    ) -> GraphState {
        var state = GraphState(focus: focus, names: names, viewport: wide)
        state.gaps = gaps
        load(&state, from: ledger)
        state.show(.pathTree)
        load(&state, from: ledger)
        return state
    }

    @Test func theGreatestSpentOutputGoesOnAndTheRestLeaves() {
        var ledger = ViewLedger()
        let a = ledger.add(height: 10, from: [], to: [(address("a"), 1000)])
        let b = ledger.add(height: 20, from: [.coin(a, 0)], to: [(address("shop"), 300), (address("b"), 690)])
        let c = ledger.add(height: 30, from: [.coin(b, 1)], to: [(address("shop 2"), 680)])
        let tree = tree(ledger, from: .address(address("a"))).tree?.tree
        #expect(tree?.rows.map(\.id.tx) == [.none, b, c])
        #expect(tree?.rows.map(\.goesOn) == [1000, 690, nil])
        #expect(tree?.rows.map { $0.party?.value } == [nil, 300, 680])
        #expect(tree?.rows.map(\.end) == [nil, .unspent, .unspent])
        #expect(tree?.setOut == 1000 && tree?.ends == 980 && tree?.fees == 20 && tree?.joined == 0)
        #expect(tree?.reconciles == true)
    }

    /// The same against the value.
    private func origins(
        _ ledger: ViewLedger, of focus: GraphFocus, names: GraphNames = GraphNames(), gaps: [ClosedRange<UInt32>] = []
    ) -> GraphState {
        var state = GraphState(focus: focus, names: names, viewport: wide)
        state.gaps = gaps
        load(&state, from: ledger)
        state.showOrigins()
        load(&state, from: ledger)
        return state
    }

    @Test func backwardTheGreatestInputGoesFurtherBackAndTheRestCameFromElsewhere() {
        var ledger = ViewLedger()
        let mined = ledger.add(height: 5, from: [], to: [(address("miner"), 5000)])
        let a = ledger.add(height: 10, from: [.coin(mined, 0)], to: [(address("a"), 1000), (address("miner 2"), 3990)])
        let b = ledger.add(height: 20, from: [.coin(a, 0), .stated(address("old"), 77)], to: [(address("b"), 900), (address("shop"), 170)])
        let tree = origins(ledger, of: .address(address("b")), gaps: [12...15]).tree?.tree
        #expect(tree?.direction == .backward)
        #expect(tree?.rows.filter { $0.kind == .step }.map(\.id.tx) == [b, a, mined])
        #expect(tree?.rows.filter { $0.kind == .step }.map(\.goesOn) == [1000, 5000, nil])
        #expect(tree?.rows.filter { $0.kind == .step }.map(\.joined) == [170, 3990, 0])
        #expect(tree?.rows.compactMap(\.end) == [.coverage, .issued])
        #expect(tree?.rows.contains { $0.kind == .gap(12...15) } == true)
        #expect(tree?.setOut == 900 && tree?.joined == 4160 && tree?.fees == 17 && tree?.ends == 5077)
        #expect(tree?.reconciles == true)
    }

    @Test func backwardNothingIsFollowedThroughAServiceAndOwnCoinsAreNotDrawn() {
        var ledger = ViewLedger()
        let a = ledger.add(height: 10, from: [], to: [(address("exchange"), 1000), (address("p"), 50)])
        let first = ledger.add(height: 12, from: [.coin(a, 1)], to: [(address("c"), 50)])
        ledger.add(height: 20, from: [.coin(a, 0), .coin(first, 0)], to: [(address("c"), 1040)])
        var names = GraphNames()
        names.addresses[address("exchange")] = GraphMark(label: "Exchange", role: .service)
        let tree = origins(ledger, of: .address(address("c")), names: names).tree?.tree
        // What c received less what c put in itself: 50 and 990.
        #expect(tree?.setOut == 1040)
        #expect(tree?.rows.allSatisfy { $0.party?.id.item != .address(address("c")) } == true)
        #expect(tree?.rows.contains { $0.end == .service } == true)
        #expect(tree?.reconciles == true)
    }

    @Test func backwardAnUnknownInputIsSaid() {
        var ledger = ViewLedger()
        ledger.add(height: 30, from: [.unknown, .unknown], to: [(address("c"), 5000)])
        let tree = origins(ledger, of: .address(address("c"))).tree?.tree
        #expect(tree?.rows.last?.party?.unknownInputs == 2 && tree?.rows.last?.end == .coverage)
        #expect(tree?.isExact == false && tree?.reconciles == nil)
    }

    @Test(arguments: Array(UInt64(1)...60)) func backwardBothSidesAreEqualToTheUnit(seed: UInt64) {
        var (state, ledger) = randomRun(seed: seed)
        state.showOrigins()
        load(&state, from: ledger)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<25 {
            if let tree = state.tree?.tree, tree.missing.isEmpty, let reconciles = tree.reconciles {
                #expect(reconciles, "seed \(seed): \(tree.setOut) + \(tree.joined) + \(tree.fees) and \(tree.ends)")
                let parties = tree.rows.compactMap { $0.party?.value }.reduce(0 as UInt64) { $0 &+ $1 }
                #expect(parties == tree.ends)
                #expect(Set(tree.rows.map(\.id)).count == tree.rows.count)
                let steps = tree.rows.filter { $0.kind == .step && $0.goesOn != nil }.map(\.id.tx)
                #expect(steps == steps.sorted().reversed(), "seed \(seed): value does not come from later")
            }
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: state.move(.right)
            case 1: state.move(.left)
            case 2, 3: state.move(.down)
            case 4: state.expand()
            default: state.collapse()
            }
            load(&state, from: ledger)
            #expect(state.tree?.row != nil)
        }
    }

    @Test func nothingIsFollowedThroughAService() {
        var ledger = ViewLedger()
        let a = ledger.add(height: 10, from: [], to: [(address("a"), 1000)])
        let b = ledger.add(height: 20, from: [.coin(a, 0)], to: [(address("exchange"), 900), (address("b"), 100)])
        ledger.add(height: 30, from: [.coin(b, 0)], to: [(address("x"), 900)])
        let c = ledger.add(height: 40, from: [.coin(b, 1)], to: [(address("y"), 100)])
        var names = GraphNames()
        names.addresses[address("exchange")] = GraphMark(label: "Exchange", role: .service)
        let tree = tree(ledger, from: .address(address("a")), names: names).tree?.tree
        #expect(tree?.rows.map(\.id.tx) == [.none, b, c])
        #expect(tree?.rows[1].end == .service)
    }

    @Test func ownChangeIsNotDrawnAndGoesOnWithTheRest() {
        var ledger = ViewLedger()
        let a = ledger.add(height: 10, from: [], to: [(address("a"), 600)])
        let b = ledger.add(height: 12, from: [], to: [(address("a"), 500)])
        let paid = ledger.add(height: 20, from: [.coin(a, 0)], to: [(address("shop"), 100), (address("a"), 490)])
        let all = ledger.add(height: 30, from: [.coin(b, 0), .coin(paid, 1)], to: [(address("b"), 980)])
        let tree = tree(ledger, from: .address(address("a"))).tree?.tree
        #expect(tree?.setOut == 1100)
        #expect(tree?.rows.map(\.id.tx) == [.none, paid, all])
        #expect(tree?.rows.allSatisfy { $0.party?.id.item != .address(address("a")) } == true)
        #expect(tree?.ends == 1080 && tree?.fees == 20)
        #expect(tree?.reconciles == true)
    }

    @Test func whatComesFromOutsideJoinsAndAnUnknownInputIsSaid() {
        var ledger = ViewLedger()
        let a = ledger.add(height: 10, from: [], to: [(address("a"), 1000)])
        let b = ledger.add(height: 20, from: [.coin(a, 0), .stated(address("o"), 77)], to: [(address("b"), 1060)])
        ledger.add(height: 30, from: [.coin(b, 0), .unknown], to: [(address("c"), 5000)])
        let tree = tree(ledger, from: .address(address("a"))).tree?.tree
        #expect(tree?.rows[1].joined == 77)
        #expect(tree?.rows[2].joined == .some(nil))
        #expect(tree?.isExact == false && tree?.reconciles == nil)
    }

    @Test func missingBlocksBetweenTwoHopsAreARow() {
        var ledger = ViewLedger()
        let a = ledger.add(height: 10, from: [], to: [(address("a"), 1000)])
        let b = ledger.add(height: 20, from: [.coin(a, 0)], to: [(address("b"), 990)])
        ledger.add(height: 40, from: [.coin(b, 0)], to: [(address("c"), 980)])
        let rows = tree(ledger, from: .address(address("a")), gaps: [25...30, 50...60]).tree?.tree.rows ?? []
        #expect(rows.contains { $0.kind == .gap(25...30) })
        #expect(!rows.contains { $0.kind == .gap(50...60) })
    }

    @Test func aPathEndsInRowsAndGoesOnWhenAsked() {
        var ledger = ViewLedger()
        var last = ledger.add(height: 10, from: [], to: [(address("0"), 100_000)])
        for n in 1...40 {
            last = ledger.add(height: UInt32(10 + n), from: [.coin(last, 0)], to: [(address("\(n)"), UInt64(100_000 - n))])
        }
        var state = tree(ledger, from: .address(address("0")))
        #expect(state.tree?.tree.hops == PathTreeState.page)
        #expect(state.tree?.tree.rows.last?.end == .further)
        state.move(by: 1_000)
        let went = state.expand()
        #expect(went)
        load(&state, from: ledger)
        #expect(state.tree?.tree.hops == 40 && state.tree?.tree.rows.last?.end == .unspent)
        #expect(state.tree?.tree.reconciles == true)
    }

    @Test func aThousandSpendersOfOneOwnerAreCounted() {
        var ledger = ViewLedger()
        let outputs = (0..<1000).map { (Optional(address("a")), UInt64(1000 + $0)) }
        let a = ledger.add(height: 10, from: [], to: outputs)
        for n in 0..<1000 {
            ledger.add(height: UInt32(20 + n), from: [.coin(a, UInt32(n))], to: [(address("to \(n)"), UInt64(1000 + n))])
        }
        let tree = tree(ledger, from: .address(address("a"))).tree?.tree
        #expect(tree?.rows.contains { $0.kind == .more(1000 - PathTreeBuilder.widest) } == true)
        #expect(tree?.rows.count ?? .max < 60)
        #expect(tree?.reconciles == true)
    }

    @Test(arguments: Array(UInt64(1)...60)) func bothSidesAreEqualToTheUnit(seed: UInt64) {
        var (state, ledger) = randomRun(seed: seed)
        state.show(.pathTree)
        load(&state, from: ledger)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<25 {
            if let tree = state.tree?.tree, tree.missing.isEmpty, let reconciles = tree.reconciles {
                #expect(reconciles, "seed \(seed): \(tree.setOut) + \(tree.joined) and \(tree.ends) + \(tree.fees)")
                let parties = tree.rows.compactMap { $0.party?.value }.reduce(0 as UInt64) { $0 &+ $1 }
                #expect(parties == tree.ends)
                #expect(Set(tree.rows.map(\.id)).count == tree.rows.count)
            }
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: state.move(.right)
            case 1: state.move(.left)
            case 2, 3: state.move(.down)
            case 4: state.expand()
            default: state.collapse()
            }
            load(&state, from: ledger)
            #expect(state.tree?.row != nil)
        }
    }

    @Test(arguments: Array(UInt64(1)...20)) func theSameStepsGiveTheSameTree(seed: UInt64) {
        func run() -> PathTree? {
            var (state, ledger) = randomRun(seed: seed)
            state.show(.pathTree)
            load(&state, from: ledger)
            return state.tree?.tree
        }
        #expect(run() == run())
    }
}
