import Ledger
import Support
import Testing
import Workbench

@testable import Screen

@Suite struct GraphRouterTests {
    /// The cells of one net: where it stands in the gutter, and which target an arm leads to.
    private struct Cells {
        var horizontal: [(row: Int, cell: Int, target: Int?)] = []
        var vertical: [(row: Int, cell: Int)] = []
    }

    private func cells(_ router: GraphRouter, _ n: Int, width: Int) -> Cells {
        let net = router.nets[n]
        var cells = Cells()
        if net.isStraight {
            cells.horizontal = (0..<width).map { (net.source, $0, net.targets[0]) }
            return cells
        }
        let at = router.tracks[n] + 1
        cells.horizontal = (0..<at).map { (net.source, $0, nil) }
        for target in net.targets { cells.horizontal += ((at + 1)..<width).map { (target, $0, target) } }
        cells.vertical = (net.top...net.bottom).map { ($0, at) }
        return cells
    }

    /// Two nets share a cell only where one passes over the other, or where both enter the same row.
    private func check(_ nets: [GraphRouter.Net], limit: Int) {
        let router = GraphRouter(nets, limit: limit)
        let width = max(limit, router.trackCount) + 2
        for a in router.nets.indices {
            let first = cells(router, a, width: width)
            for b in router.nets.indices where b > a {
                let second = cells(router, b, width: width)
                for x in first.horizontal {
                    for y in second.horizontal where x.row == y.row && x.cell == y.cell {
                        #expect(x.target != nil && x.target == y.target)
                    }
                }
                for x in first.vertical {
                    #expect(!second.vertical.contains { $0 == x })
                }
                for (over, under, net) in [(first, second, router.nets[a]), (second, first, router.nets[b])] {
                    for x in over.vertical {
                        for y in under.horizontal where x.row == y.row && x.cell == y.cell {
                            let isBridge = x.row != net.source && !net.targets.contains(x.row)
                            #expect(isBridge || (y.target.map(net.targets.contains) ?? false))
                        }
                    }
                }
            }
        }
        let drawn = router.nets.reduce(0) { $0 + $1.targets.count }
        #expect(drawn + router.dropped.count == nets.reduce(0) { $0 + $1.targets.count })
    }

    @Test(arguments: UInt64(1)...30) func noTwoNetsShareACell(seed: UInt64) {
        let ledger = ViewLedger.random(seed: seed, count: 60)
        let refs = ledger.transactions.map(\.row.at)
        let focus: GraphFocus = seed.isMultiple(of: 2)
            ? .address(ViewLedger.address("person \(seed % 14)")) : .transaction(refs[Int(seed) % refs.count])
        var state = GraphFixture.state(of: focus, in: ledger, width: 200, height: 60)
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<10 {
            state.move([GraphStep.left, .right, .up, .down].randomElement(using: &numbers) ?? .right)
            state.expand()
            GraphFixture.load(&state, from: ledger)
        }
        for hop in state.scene.range where hop != state.scene.range.upperBound {
            check(GraphDrawing.nets(rightOf: hop, state, state.path), limit: 6)
        }
    }

    @Test func aSourceInLineWithAnotherNetsTargetTurnsFirst() {
        let router = GraphRouter(
            [.init(source: 0, targets: [4], optional: []), .init(source: 4, targets: [6], optional: [])], limit: 4)
        #expect(router.nets.map(\.source) == [0, 4])
        #expect(router.tracks[1] < router.tracks[0])
    }

    @Test func whatCannotBeDrawnIsDroppedOnlyWhereTheRowIsJoinedOtherwise() {
        let router = GraphRouter(
            [.init(source: 0, targets: [0, 4], optional: [4]), .init(source: 4, targets: [4, 0], optional: [0])],
            limit: 4)
        #expect(router.dropped.count == 1)
        #expect(router.nets.allSatisfy { $0.targets.contains($0.source) })
    }

    @Test(arguments: UInt64(1)...12) func everyPictureFitsItsRectangle(seed: UInt64) {
        let ledger = ViewLedger.random(seed: seed, count: 60)
        let focus = GraphFocus.address(ViewLedger.address("person \(seed % 14)"))
        for (width, height) in [(40, 8), (60, 15), (80, 14), (120, 30), (200, 50)] {
            var state = GraphFixture.state(of: focus, in: ledger, width: width, height: height)
            for step in [GraphStep.right, .down, .right, .right, .left, .left, .left, .left] {
                state.move(step)
                state.expand()
                GraphFixture.load(&state, from: ledger)
                let surface = GraphDrawing.surface(
                    state, width: width, height: height, style: GraphStyle(chain: .bitcoin))
                let cursors = (0..<height).reduce(0) { sum, row in sum + surface.row(row).count { $0 == "▌" } }
                #expect(cursors >= 1)
            }
        }
    }
}
