import Ledger
import Support
import TraceEngine
import Testing

@testable import Workbench

/// What is placed stays where it is, whatever comes and in whatever order.
@Suite struct GraphStabilityTests {
    static let seeds = Array(UInt64(1)...50)

    /// Answers what a state asks for, the transactions of one question one by one in an order of chance.
    private func load(_ state: inout GraphState, from ledger: ViewLedger, _ numbers: inout SeededNumbers) {
        for _ in 0..<200 {
            let needs = state.needs()
            if needs.isEmpty { return }
            for need in needs {
                switch need {
                case .address(let address): state.received(ledger.address(address))
                case .events: state.failed(need)
                case .transactions(let refs):
                    for ref in refs.shuffled(using: &numbers) { state.received(ledger.transactions([ref])) }
                }
            }
        }
    }

    @Test(arguments: seeds) func theOrderOfLoadingDoesNotMatter(seed: UInt64) {
        let ledger = ViewLedger.random(seed: seed)
        let focus = GraphFocus.address(ViewLedger.address("person \(seed % 14)"))
        var scenes: [GraphScene] = []
        var layouts: [GraphLayout] = []
        for order in 1...3 as ClosedRange<UInt64> {
            var numbers = SeededNumbers(seed: seed &* 1_000 &+ order)
            var state = GraphState(focus: focus, viewport: GraphViewport(width: 200, height: 50))
            load(&state, from: ledger, &numbers)
            scenes.append(state.scene)
            layouts.append(state.layout)
        }
        #expect(scenes[0] == scenes[1] && scenes[1] == scenes[2])
        #expect(layouts[0] == layouts[1] && layouts[1] == layouts[2])
    }

    /// Expanding keeps every row in its column, under its parent, and in its order among the rows that were there.
    @Test(arguments: seeds) func expandingNeverMovesWhatIsPlaced(seed: UInt64) {
        var (state, ledger) = randomRun(seed: seed, steps: 6)
        var numbers = SeededNumbers(seed: seed &+ 9)
        for _ in 0..<15 {
            let before = state.scene
            let rows = state.layout.rows
            let group = state.selected?.group != nil ? state.cursor : nil
            if state.expand() {
                loadAll(&state, ledger)
                for (id, node) in before.nodes where id != group {
                    #expect(state.scene.nodes[id] != nil)
                    #expect(state.scene.nodes[id]?.parent == node.parent)
                }
                for (column, ids) in before.columns {
                    let kept = ids.filter { state.scene.nodes[$0] != nil }
                    #expect((state.scene.columns[column] ?? []).filter(Set(kept).contains) == kept)
                    // On the screen, too: what stood above stands above.
                    let heights = kept.compactMap { state.layout.rows[$0] }
                    #expect(heights == heights.sorted())
                    #expect(kept.compactMap { rows[$0] } == kept.compactMap { rows[$0] }.sorted())
                }
            }
            step(&state, ledger, &numbers)
        }
    }

    private func loadAll(_ state: inout GraphState, _ ledger: ViewLedger) { WorkbenchTests.load(&state, from: ledger) }

    @Test func aGroupUnfoldsInTheOuterColumnsToo() {
        var ledger = ViewLedger()
        let a = ledger.add(height: 10, from: [], to: [(ViewLedger.address("a"), 9_000_000)])
        let outputs = (0..<60).map { (Optional(ViewLedger.address("p\($0)")), UInt64(1_000 + $0 * 7)) }
        let b = ledger.add(height: 20, from: [.coin(a, 0)], to: outputs)
        var state = GraphState(focus: .transaction(a), viewport: GraphViewport(width: 200, height: 50))
        WorkbenchTests.load(&state, from: ledger)
        state.move(.right)
        state.move(.right)
        #expect(state.cursor.item == .transaction(b))
        if state.scene.nodes[state.cursor]?.isExpanded == false {
            state.expand()
            WorkbenchTests.load(&state, from: ledger)
        }
        guard let group = state.scene.columns[3]?.last, let count = state.scene.nodes[group]?.group?.count else {
            Issue.record("no group in column 3")
            return
        }
        #expect(state.scene.nodes[group]?.group?.kind == .rest)
        state.select(group)
        #expect(GraphBuilder.members(of: group, in: state).count == count)
        let unfolded = state.expand()
        #expect(unfolded)
        #expect(state.scene.nodes[group]?.group?.count == count - GraphFold.page)
        let members = GraphBuilder.members(of: group, in: state)
        #expect(members.count == count - GraphFold.page)
        // A member that is pulled out stands by itself, in its own column.
        let last = members[members.count - 1]
        state.pin(last.item)
        #expect(state.scene.nodes[GraphNodeID(column: 3, item: last.item)] != nil)
    }

    @Test func outputsThatOneTransactionSpendsAreOneGroup() {
        var ledger = ViewLedger()
        let outputs = (0..<40).map { (Optional(ViewLedger.address("p\($0)")), UInt64(100_000 + $0 * 7)) }
        let a = ledger.add(height: 10, from: [], to: outputs)
        let swept = (0..<12).map { ViewLedger.Source.coin(a, UInt32($0)) }
        let sweep = ledger.add(height: 30, from: swept, to: [(ViewLedger.address("shop"), 1_200_000)])
        var state = GraphState(focus: .transaction(a), viewport: GraphViewport(width: 80, height: 14))
        WorkbenchTests.load(&state, from: ledger)
        let groups = (state.scene.columns[1] ?? []).compactMap { state.scene.nodes[$0]?.group }
        let together = groups.first { $0.kind == .together(sweep) }
        #expect(together?.count == 12 && together?.spenders == 1)
        #expect(groups.reduce(0) { $0 + $1.count } + (state.scene.columns[1] ?? []).count { state.scene.nodes[$0]?.group == nil } == 40)
    }
}
