import Casework
import Ledger
import Support
import TraceEngine
import Workbench

/// The case of these pictures: three payers, a payout to 2,000, and a collector that six victims paid.
enum GraphFixture {
    static func state(
        of focus: GraphFocus, in ledger: ViewLedger, names: GraphNames = GraphNames(), width: Int, height: Int
    ) -> GraphState {
        var state = GraphState(focus: focus, names: names, viewport: GraphViewport(width: width, height: height))
        load(&state, from: ledger)
        return state
    }

    /// Answers what the state asks for until it asks for nothing more.
    static func load(_ state: inout GraphState, from ledger: ViewLedger) {
        for _ in 0..<40 {
            let needs = state.needs()
            if needs.isEmpty { return }
            for need in needs {
                switch need {
                case .address(let address): state.received(ledger.address(address))
                case .transactions(let refs): state.received(ledger.transactions(refs))
                case .events: state.failed(need)
                }
            }
        }
    }

    static func names(_ labels: [(String, CaseMark)]) -> GraphNames {
        var names = GraphNames()
        for (name, mark) in labels {
            names.addresses[ViewLedger.address(name)] = GraphMark(
                label: name, role: mark.role, isFlagged: mark.flag, notes: mark.notes)
        }
        return names
    }

    /// A payout of three inputs to 2,000 outputs, with equal amounts, a named service, dust and a remainder.
    static func payout() -> (ledger: ViewLedger, tx: TxRef, names: GraphNames) {
        var ledger = ViewLedger()
        let first = ledger.add(
            height: 2010, from: [.stated(nil, 204_190_698)],
            to: [(ViewLedger.address("Payout A"), 120_000_000), (ViewLedger.address("Payout B"), 84_170_698)])
        let second = ledger.add(height: 2020, from: [.unknown], to: [(ViewLedger.address("Payout C"), 41_000_000)])
        var outputs: [(Address?, UInt64)] = [(ViewLedger.address("Pay change"), 31_540_000)]
        for (name, value) in [("Victim 3", 950_000), ("Victim 1", 620_000), ("Victim 5", 480_000)] {
            outputs.append((ViewLedger.address(name), UInt64(value)))
        }
        outputs += [8_400_000, 6_120_000, 4_400_000].enumerated().map { (ViewLedger.address("big \($0)"), $1) }
        outputs += (0..<1204).map { (ViewLedger.address("half \($0)"), 50_000) }
        outputs += (0..<520).map { (ViewLedger.address("one \($0)"), 100_000) }
        outputs += (0..<41).map { (ViewLedger.address("deposit \($0)"), UInt64(759_000 + 33_050 * $0)) }
        outputs += (0..<165).map { (ViewLedger.address("rest \($0)"), UInt64(60_000 + 713 * $0)) }
        outputs += (0..<63).map { (ViewLedger.address("dust \($0)"), 546) }
        let tx = ledger.add(
            height: 2030, from: [.coin(first, 0), .coin(first, 1), .coin(second, 0)], to: outputs,
            unseen: [1, 2, 3])
        let onward = ledger.add(
            height: 2900, from: [.coin(tx, 0)],
            to: [(ViewLedger.address("Branch B"), 11_540_000), (ViewLedger.address("Peel head"), 19_991_780)])
        ledger.add(height: 3000, from: [.coin(onward, 1)], to: [(ViewLedger.address("Peel end"), 19_990_000)])
        ledger.add(height: 2950, from: [.coin(tx, 4), .coin(tx, 5)], to: [(ViewLedger.address("Joined"), 14_510_000)])
        var names = names([
            ("Payout A", .init()), ("Payout B", .init()), ("Payout C", .init()), ("Pay change", .init()),
            ("Victim 1", .victim), ("Victim 3", .victim), ("Victim 5", .victim), ("Branch B", .init()),
            ("Peel head", .init()),
        ])
        for n in 0..<41 { names.addresses[ViewLedger.address("deposit \(n)")] = GraphMark(label: "[Exchange K]") }
        if let row = ledger.transactions([tx]).first?.row { names.transactions[row.txid] = GraphMark(notes: 1) }
        return (ledger, tx, names)
    }

    /// Six payments of victims to a collector, one paid back in part, the rest joined by another coin and split.
    static func collector() -> (ledger: ViewLedger, address: Address, names: GraphNames) {
        var ledger = ViewLedger()
        let collector = ViewLedger.address("Collector")
        let victims = (1...4).map { ViewLedger.address("Victim \($0)") }
        let bought = ledger.add(
            height: 400, from: [.stated(ViewLedger.address("Exchange M"), 77_570_000)],
            to: [(victims[0], 31_000_000), (victims[2], 36_000_000), (ViewLedger.address("stranger"), 10_560_000)])
        let first = ledger.add(height: 550, from: [.coin(bought, 0)], to: [(collector, 18_250_000), (victims[0], 12_740_000)])
        let second = ledger.add(height: 700, from: [.unknown], to: [(collector, 9_400_000)])
        let back = ledger.add(
            height: 1600, from: [.coin(second, 0)], to: [(victims[2], 1_200_000), (collector, 8_197_740)])
        let third = ledger.add(
            height: 1900, from: [.coin(bought, 1)], to: [(collector, 35_000_000), (victims[2], 990_000)])
        let fourth = ledger.add(height: 2100, from: [.coin(first, 1)], to: [(collector, 12_000_000), (victims[0], 730_000)])
        ledger.add(height: 2500, from: [.stated(victims[3], 10_000)], to: [(collector, 546)], unseen: [0])
        let change = ledger.add(height: 2600, from: [], to: [(ViewLedger.address("Pay change"), 31_540_000)])
        let split = ledger.add(
            height: 2900,
            from: [.coin(first, 0), .coin(back, 1), .coin(third, 0), .coin(fourth, 0), .coin(change, 0)],
            to: [(ViewLedger.address("Branch B"), 30_000_000), (ViewLedger.address("Peel head"), 74_979_520)])
        ledger.add(
            height: 3050, from: [.coin(split, 1)],
            to: [(ViewLedger.address("Exchange K"), 15_000_000), (ViewLedger.address("Peel 2"), 59_970_000)])
        let names = names([
            ("Collector", .init(role: .suspect, flag: true, notes: 2)), ("Victim 1", .victim), ("Victim 2", .victim),
            ("Victim 3", .victim), ("Victim 4", .victim), ("Branch B", .init()), ("Peel head", .init(notes: 1)),
            ("Pay change", .init()), ("Exchange K", .init(role: .service)),
        ])
        return (ledger, collector, names)
    }
}

/// A mark without its label, short enough to write in a table.
struct CaseMark {
    var role: CaseRole?
    var flag = false
    var notes = 0

    static let victim = CaseMark(role: .victim)
}
