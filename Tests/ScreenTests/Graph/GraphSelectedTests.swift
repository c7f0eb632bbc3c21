import Ledger
import Support
import Testing
import Workbench

@testable import Screen

/// Nothing is elided in `Selected`.
@Suite struct GraphSelectedTests {
    let style = GraphStyle(chain: .bitcoin)

    private func words(_ state: GraphState, width: Int = 80) -> [String] {
        guard let selected = GraphSelected(state, style: style, width: width) else { return [] }
        return [selected.title] + selected.lines.map { $0.right.isEmpty ? $0.text : "\($0.text) | \($0.right)" }
    }

    @Test func aFocus() {
        let case_ = GraphFixture.collector()
        let state = GraphFixture.state(
            of: .address(case_.address), in: case_.ledger, names: case_.names, width: 80, height: 14)
        #expect(words(state) == [
            "suspect · focus",
            "Collector          \(case_.address.text(on: .bitcoin)) | p2wpkh",
            "received 0.82848286   sent 0.82847740   balance 0.00000546   7 txs",
            "2024-02-04 19:40 → 2024-02-21 03:20 UTC | ⚑ ¶2",
        ])
        #expect(words(state, width: 44).count == 7)
    }

    @Test func aGroup() {
        let payout = GraphFixture.payout()
        var state = GraphFixture.state(
            of: .transaction(payout.tx), in: payout.ledger, names: payout.names, width: 80, height: 14)
        state.move(.right)
        state.move(by: 2)
        #expect(words(state) == [
            "group · hop +1 row 9",
            "41 outputs to addresses named [Exchange K]",
            "sum 0.58220000 | 24.0 % of all out",
            "each 0.00759000 to 0.02081000 | none seen spent",
        ])
    }

    @Test func anInputThatIsNotKnown() {
        let case_ = GraphFixture.collector()
        let tx = case_.ledger.transactions[2]
        var state = GraphFixture.state(
            of: .transaction(tx.row.at), in: case_.ledger, names: case_.names, width: 80, height: 14)
        state.move(.left)
        #expect(words(state) == [
            "not known · hop −1 row 1",
            "1 input whose coin is not in this ledger: value not known",
            "\(tx.inputs[0].previous)",
        ])
    }

    @Test func aRowShownElsewhere() {
        let case_ = GraphFixture.collector()
        var state = GraphFixture.state(
            of: .address(case_.address), in: case_.ledger, names: case_.names, width: 80, height: 14)
        state.move(.left)
        #expect(words(state).last == "shown at +1:1; ⏎ goes there")
    }

    @Test func nothingThatIsNotLoadedIsGuessed() {
        let state = GraphState(
            focus: .address(ViewLedger.address("nobody")), viewport: GraphViewport(width: 80, height: 14))
        #expect(words(state).last == "reading its history")
        #expect(GraphTitle.figure(state, style: style) == "reading")
    }

    @Test func aLabelFromOutsideIsShownWithItsHiddenCharacters() {
        let case_ = GraphFixture.collector()
        var names = case_.names
        names.addresses[case_.address] = GraphMark(label: "Coll\u{202E}ector")
        let state = GraphFixture.state(
            of: .address(case_.address), in: case_.ledger, names: names, width: 80, height: 14)
        let text = words(state).joined() + GraphDrawing.surface(state, width: 80, height: 14, style: style).text
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }
}
