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

    @Test func anIdentifierIsWholeHoweverNarrow() {
        let payout = GraphFixture.payout()
        let state = GraphFixture.state(
            of: .transaction(payout.tx), in: payout.ledger, names: payout.names, width: 80, height: 14)
        let id = payout.ledger.transactions([payout.tx]).first?.row.txid.description ?? "none"
        for width in [20, 42, 44, 66, 80] {
            let selected = GraphSelected(state, style: style, width: width)
            let parts = (selected?.lines ?? []).filter { $0.role == .id }.map(\.text)
            #expect(parts.joined() == id)
            #expect((selected?.lines ?? []).allSatisfy { line in
                TextWidth.cells(of: line.text) + (line.right.isEmpty ? 0 : TextWidth.cells(of: line.right) + 2) <= width
            })
        }
    }

    @Test func whatHasNoRoomIsCounted() {
        var ledger = ViewLedger()
        let tx = ledger.add(
            height: 10, from: (0..<36).map { _ in .unknown }, to: [(ViewLedger.address("a"), 5000)])
        var state = GraphFixture.state(of: .transaction(tx), in: ledger, width: 80, height: 14)
        state.move(.left)
        var surface = Surface(width: 80, height: 3)
        GraphSelected(state, style: style, width: 78)?.draw(on: &surface, x: 0, y: 0, width: 80, height: 3)
        #expect(surface.row(2).hasPrefix(" … 35 lines more"))
    }

    @Test func factsShareALineWhereThereAreTooMany() {
        let case_ = GraphFixture.collector()
        var state = GraphFixture.state(
            of: .address(case_.address), in: case_.ledger, names: case_.names, width: 80, height: 14)
        state.move(.right)
        state.move(by: 1)
        state.expand()
        GraphFixture.load(&state, from: case_.ledger)
        state.move(.right)
        state.move(by: 9)
        guard case .address = state.cursor.item else {
            Issue.record("no address is selected")
            return
        }
        guard let selected = GraphSelected(state, style: style, width: 60) else {
            Issue.record("nothing is selected")
            return
        }
        var surface = Surface(width: 62, height: 3)
        selected.draw(on: &surface, x: 0, y: 0, width: 62, height: 3)
        #expect(!surface.text.contains("lines more"))
    }

    @Test func aBalanceThatMayHideSomethingIsNoBound() {
        var ledger = ViewLedger()
        let address = ViewLedger.address("seen once")
        ledger.add(height: 10, from: [.unknown], to: [(address, 5000)])
        var view = ledger.address(address)
        view.summary.complete = false
        var state = GraphState(focus: .address(address), viewport: GraphViewport(width: 80, height: 14))
        state.received(view)
        let card = GraphCard.lines(state, style, isNarrow: false)
        #expect(card[1] == "1 tx")
        #expect(card[2] == "◌0.00005000")
        let text = words(state).joined(separator: "\n")
        #expect(text.contains("balance ◌0.00005000   1 tx"))
    }
}
