import Ledger
import Support
import TraceEngine

@testable import Workbench

/// Answers what the state asks for until it asks for nothing more.
func load(_ state: inout GraphState, from ledger: ViewLedger, limit: Int = .max) {
    for _ in 0..<100 {
        let needs = state.needs()
        if needs.isEmpty { return }
        for need in needs {
            switch need {
            case .address(let address): state.received(ledger.address(address, limit: limit))
            case .transactions(let refs): state.received(ledger.transactions(refs))
            case .events: state.failed(need)
            }
        }
    }
}

/// A state on some focus of a random ledger, with some of its rows opened.
func randomRun(seed: UInt64, steps: Int = 12) -> (state: GraphState, ledger: ViewLedger) {
    var numbers = SeededNumbers(seed: seed &* 77)
    let ledger = ViewLedger.random(seed: seed)
    let refs = ledger.transactions.map(\.row.at)
    let focus: GraphFocus = seed.isMultiple(of: 2)
        ? .address(ViewLedger.address("person \(seed % 14)"))
        : .transaction(refs[Int(seed) % refs.count])
    let sizes = [(80, 14), (75, 20), (120, 30), (200, 50)]
    let size = sizes[Int(seed / 2) % sizes.count]
    var state = GraphState(focus: focus, viewport: GraphViewport(width: size.0, height: size.1))
    load(&state, from: ledger)
    for _ in 0..<steps { step(&state, ledger, &numbers) }
    return (state, ledger)
}

/// One step somebody could take.
func step(_ state: inout GraphState, _ ledger: ViewLedger, _ numbers: inout SeededNumbers) {
    switch Int.random(in: 0..<8, using: &numbers) {
    case 0, 1: state.move(.right)
    case 2: state.move(.left)
    case 3: state.move(.up)
    case 4: state.move(.down)
    case 5: state.collapse()
    default: state.expand()
    }
    load(&state, from: ledger)
}
