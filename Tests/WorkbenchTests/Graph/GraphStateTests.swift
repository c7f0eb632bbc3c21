import Ledger
import Support
import Testing

@testable import Workbench

@Suite struct GraphStateTests {
    let small = GraphViewport(width: 80, height: 14)
    let wide = GraphViewport(width: 200, height: 50)
    let alice = ViewLedger.address("Alice")
    let bob = ViewLedger.address("Bob")
    let carol = ViewLedger.address("Carol")

    /// Alice is paid by a coinbase, pays Bob and keeps change; Bob pays Carol.
    private func chain() -> (ledger: ViewLedger, issued: TxRef, paid: TxRef, passed: TxRef) {
        var ledger = ViewLedger()
        let issued = ledger.add(height: 10, from: [], to: [(alice, 5000)])
        let paid = ledger.add(height: 20, from: [.coin(issued, 0)], to: [(bob, 3000), (alice, 1900)])
        let passed = ledger.add(height: 30, from: [.coin(paid, 0)], to: [(carol, 2950)])
        return (ledger, issued, paid, passed)
    }

    private func items(_ state: GraphState, _ column: Int) -> [GraphItem] {
        (state.scene.columns[column] ?? []).map(\.item)
    }

    @Test func theFocusIsNeededFirstThenWhatIsShown() {
        let (ledger, issued, paid, _) = chain()
        var state = GraphState(focus: .address(alice), viewport: small)
        #expect(state.isLoading)
        #expect(state.needs() == [.address(alice)])
        state.received(ledger.address(alice))
        #expect(state.needs() == [.transactions([issued, paid])])
        state.received(ledger.transactions([issued, paid]))
        #expect(state.needs().isEmpty)
    }

    @Test func whatCannotBeHadIsNotAskedForAgain() {
        let (ledger, issued, paid, _) = chain()
        var state = GraphState(focus: .address(alice), viewport: small)
        state.received(ledger.address(alice))
        state.failed(.transactions([issued, paid]))
        #expect(state.needs().isEmpty)
    }

    @Test func changeToThePayerIsAReferenceAndNeverDrawnBackwards() {
        let (ledger, issued, paid, _) = chain()
        var state = GraphState(focus: .address(alice), viewport: wide)
        load(&state, from: ledger)
        // The payment is on the right; on the left it brought Alice her change.
        #expect(items(state, 1) == [.transaction(paid)])
        #expect(items(state, -1) == [
            .transaction(issued), .elsewhere(.transaction(paid), under: .address(alice)),
        ])
        #expect(items(state, 2) == [
            .address(bob), .elsewhere(.address(alice), under: .transaction(paid)),
        ])
    }

    @Test func columnsFollowTheCoins() {
        let (ledger, issued, paid, passed) = chain()
        var state = GraphState(focus: .transaction(paid), viewport: wide)
        load(&state, from: ledger)
        #expect(items(state, -2) == [.transaction(issued)])
        #expect(items(state, -1) == [.address(alice)])
        #expect(items(state, 1) == [
            .address(bob), .elsewhere(.address(alice), under: .transaction(paid)), .fee(paid),
        ])
        #expect(items(state, 2) == [.transaction(passed)])
        #expect(items(state, 3) == [.address(carol)])
        #expect(items(state, -3) == [.coinbase(issued)])
    }

    @Test func aTransactionReachedTwiceIsOneRowWithTwoEdges() {
        var ledger = ViewLedger()
        let first = ledger.add(height: 10, from: [], to: [(alice, 500), (bob, 700)])
        let joined = ledger.add(height: 20, from: [.coin(first, 0), .coin(first, 1)], to: [(carol, 1100)])
        var state = GraphState(focus: .transaction(first), viewport: wide)
        load(&state, from: ledger)
        #expect(items(state, 2) == [.transaction(joined)])
        let node = state.scene.nodes[GraphNodeID(column: 2, item: .transaction(joined))]
        #expect(node?.edges.map(\.value) == [700, 500])
        #expect(node?.value == 1200)
    }

    @Test func inputsNotInTheLedgerAreARowWithoutAValue() {
        var ledger = ViewLedger()
        let tx = ledger.add(height: 10, from: [.unknown, .unknown, .stated(alice, 900)], to: [(bob, 800)])
        var state = GraphState(focus: .transaction(tx), viewport: small)
        load(&state, from: ledger)
        #expect(items(state, -1) == [.address(alice), .unknownInputs(of: tx)])
        let unknown = state.scene.nodes[GraphNodeID(column: -1, item: .unknownInputs(of: tx))]
        #expect(unknown?.value == nil && unknown?.unknownInputs == 2 && unknown?.fate == .unknown)
        #expect(GraphFigures(of: state, left: true).whole == nil)
        #expect(items(state, 1) == [.address(bob), .fee(tx)])
        #expect(state.scene.nodes[GraphNodeID(column: 1, item: .fee(tx))]?.value == nil)
    }

    @Test func historyThatWasNotReadIsARowWithItsExactValue() {
        var ledger = ViewLedger()
        for n in 0..<8 { ledger.add(height: UInt32(10 + n), from: [], to: [(alice, UInt64(1000 + n))]) }
        var state = GraphState(focus: .address(alice), viewport: small)
        load(&state, from: ledger, limit: 5)
        #expect(items(state, -1).last == .notRead(alice))
        let figures = GraphFigures(of: state, left: true)
        #expect(figures.notRead == 1005 + 1006 + 1007)
        #expect(figures.whole == 8028)
    }

    @Test func enterFocusesFollowsOrUnfolds() {
        let (ledger, _, paid, _) = chain()
        var state = GraphState(focus: .address(alice), viewport: small)
        load(&state, from: ledger)
        #expect(state.focusOnSelected() == nil)
        state.move(.left)
        state.move(.down)
        #expect(state.cursor.item == .elsewhere(.transaction(paid), under: .address(alice)))
        #expect(state.focusOnSelected() == nil)
        #expect(state.cursor == GraphNodeID(column: 1, item: .transaction(paid)))
        #expect(state.focusOnSelected() == .transaction(paid))
    }

    @Test func expandingOpensOneHopAndCollapsingClosesIt() {
        let (ledger, _, paid, _) = chain()
        var state = GraphState(focus: .address(alice), viewport: small)
        load(&state, from: ledger)
        state.move(.right)
        #expect(state.cursor.item == .transaction(paid))
        let opened = state.expand()
        #expect(opened)
        #expect(items(state, 2).first == .address(bob))
        let again = state.expand()
        #expect(!again)
        state.collapse()
        #expect(items(state, 2).isEmpty)
    }

    @Test func unfoldingKeepsTheCursorNearAndFoldsBack() {
        var ledger = ViewLedger()
        let outputs = (0..<40).map { (Optional(ViewLedger.address("p\($0)")), UInt64(700)) }
        let tx = ledger.add(height: 10, from: [], to: outputs + [(alice, 9000)])
        var state = GraphState(focus: .transaction(tx), viewport: small)
        load(&state, from: ledger)
        state.move(.right)
        state.move(by: 50)
        let group = GraphNodeID(column: 1, item: .group(.equal(700), of: .transaction(tx)))
        #expect(state.cursor == group)
        state.expand()
        #expect(state.cursor == group && state.selected?.group?.count == 15)
        state.expand()
        #expect(state.selected?.unfoldedFrom == group.item)
        state.collapse()
        #expect(state.cursor == group && state.selected?.group?.count == 40)
    }

    @Test func pinningShowsARowWhateverItsValue() {
        var ledger = ViewLedger()
        let outputs = (0..<100).map { (Optional(ViewLedger.address("p\($0)")), UInt64(10_000 - $0)) }
        let tx = ledger.add(height: 10, from: [], to: outputs)
        var state = GraphState(focus: .transaction(tx), viewport: small)
        load(&state, from: ledger)
        let least = GraphItem.address(ViewLedger.address("p99"))
        #expect(!items(state, 1).contains(least))
        state.pin(least)
        #expect(items(state, 1).first == least)
    }
}
