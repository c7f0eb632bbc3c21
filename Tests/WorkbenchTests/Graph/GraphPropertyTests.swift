import Ledger
import Support
import Testing

@testable import Workbench

/// What holds of every graph, whatever the ledger and whatever was opened.
@Suite struct GraphPropertyTests {
    static let seeds = Array(UInt64(1)...50)

    @Test(arguments: seeds) func theSameStepsGiveTheSameGraph(seed: UInt64) {
        #expect(randomRun(seed: seed).state == randomRun(seed: seed).state)
    }

    @Test(arguments: seeds) func whatIsOpenedSumsToTheBaseUnit(seed: UInt64) {
        let (state, ledger) = randomRun(seed: seed)
        for node in state.scene.nodes.values where node.isExpanded {
            for left in node.column == 0 ? [true, false] : [node.column < 0] {
                guard let sum = Self.sum(outwardOf: node, left: left, in: state.scene) else { continue }
                switch node.id.item {
                case .transaction(let tx):
                    guard let view = ledger.transactions([tx]).first else { continue }
                    let known = view.inputs.filter { $0.known != .unknown }.reduce(0) { $0 + $1.value }
                    #expect(sum == (left ? (view.row.isCoinbase ? view.outputValue : known) : view.outputValue))
                case .address(let address) where node.column == 0:
                    let summary = ledger.address(address).summary
                    #expect(sum == (left ? summary.received : summary.sent))
                default:
                    #expect(sum == node.coins.filter { $0.next != .none }.reduce(0) { $0 + $1.value })
                }
            }
        }
    }

    /// What the edges to the next column carry, the fee left out; nil when an amount is not known.
    private static func sum(outwardOf node: GraphNode, left: Bool, in scene: GraphScene) -> UInt64? {
        var sum: UInt64 = 0
        for id in scene.outward(of: node.id, left: left) {
            if case .fee = id.item { continue }
            if case .unknownInputs = id.item { continue }
            for edge in scene.nodes[id]?.edges ?? [] where edge.inner == node.id {
                guard let value = edge.value else { return nil }
                sum += value
            }
        }
        return sum
    }

    @Test(arguments: seeds) func aRowIsWorthWhatItsEdgesCarry(seed: UInt64) {
        for node in randomRun(seed: seed).state.scene.nodes.values where node.column != 0 && node.value != nil {
            #expect(node.value == node.edges.compactMap(\.value).reduce(0, +))
        }
    }

    @Test(arguments: seeds) func nothingIsShownTwice(seed: UInt64) {
        let (state, _) = randomRun(seed: seed)
        let items = state.scene.nodes.keys.map(\.item)
        #expect(Set(items).count == items.count)
        #expect(state.scene.columns.values.reduce(0) { $0 + $1.count } == items.count)
        for node in state.scene.nodes.values {
            if case .elsewhere(let item, _) = node.id.item {
                #expect(node.place.flatMap { state.scene.columns[$0.column]?[$0.row - 1].item } == item)
            }
        }
    }

    @Test(arguments: seeds) func everyRowIsReachedByArrowKeys(seed: UInt64) {
        let (start, _) = randomRun(seed: seed)
        var reached: Set<GraphNodeID> = [start.cursor]
        var open = [start]
        while let state = open.popLast() {
            for step in [GraphStep.up, .down, .left, .right] {
                var next = state
                if next.move(step), reached.insert(next.cursor).inserted { open.append(next) }
            }
        }
        #expect(reached == Set(start.scene.nodes.keys))
    }

    @Test(arguments: seeds) func thereAndBackIsWhereItWas(seed: UInt64) {
        var (state, ledger) = randomRun(seed: seed)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<20 {
            for (there, back) in [(GraphStep.right, GraphStep.left), (.left, .right), (.up, .down), (.down, .up)] {
                var moved = state
                guard moved.move(there) else { continue }
                let isBack = moved.move(back)
                #expect(isBack)
                #expect(moved.cursor == state.cursor)
            }
            step(&state, ledger, &numbers)
        }
    }

    @Test(arguments: seeds) func expandingInsertsAndNeverReorders(seed: UInt64) {
        var (state, ledger) = randomRun(seed: seed, steps: 4)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<20 {
            let before = state.scene.columns
            let wasGroup = state.selected?.group != nil
            if state.expand() {
                load(&state, from: ledger)
                for (column, ids) in before {
                    let kept = Set(ids)
                    let after = (state.scene.columns[column] ?? []).filter(kept.contains)
                    // A group that is wholly unfolded is the one row that may go.
                    #expect(after == ids.filter { !wasGroup || state.scene.nodes[$0] != nil })
                }
            }
            step(&state, ledger, &numbers)
        }
    }

    @Test(arguments: seeds) func rowsOfAColumnStandInOrderAndApart(seed: UInt64) {
        let (state, _) = randomRun(seed: seed)
        for ids in state.scene.columns.values {
            let rows = ids.compactMap { state.layout.rows[$0] }
            #expect(rows.count == ids.count)
            #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
            #expect(rows.allSatisfy { $0 >= 0 && $0 < state.layout.height })
        }
    }
}
