import Ledger

/// Finds peel chains in one pass: a chain waits at its larger output until that is spent.
struct PeelChains: Sendable {
    private struct Chain: Sendable {
        var transactions: [TxRef]
        var entered: UInt64
        var peeled: UInt64
        var rest: UInt64
    }

    private let hops: Int
    private let greatestInputs: Int
    private let share: UInt64
    private var open: [OutputRef: Chain] = [:]
    private(set) var findings: [PatternFinding] = []

    init(_ settings: PatternSettings) {
        hops = max(1, settings.count(.peelChain, "hops"))
        greatestInputs = settings.count(.peelChain, "inputs")
        share = settings[.peelChain, "share"]
    }

    /// Takes in the next transaction in ledger order.
    mutating func add(_ row: TxRow, _ inputs: ArraySlice<InputRow>, _ outputs: ArraySlice<OutputRow>) {
        var chain: Chain?
        for input in inputs where input.known == .resolved {
            guard let waiting = open.removeValue(forKey: input.previous) else { continue }
            if chain == nil, peels(row, inputs, outputs) { chain = waiting } else { end(waiting) }
        }
        guard peels(row, inputs, outputs) else { return }
        var larger = -1
        var smaller: UInt64 = 0
        for (n, output) in outputs.enumerated() where output.value > 0 {
            if larger < 0 {
                larger = n
            } else if output.value > outputs[outputs.startIndex + larger].value {
                smaller = outputs[outputs.startIndex + larger].value
                larger = n
            } else {
                smaller = output.value
            }
        }
        let kept = outputs[outputs.startIndex + larger]
        var next = chain ?? Chain(transactions: [], entered: kept.value &+ smaller, peeled: 0, rest: 0)
        next.transactions.append(row.at)
        next.peeled &+= smaller
        next.rest = kept.value
        if kept.fate == .spent { open[OutputRef(tx: row.at, index: UInt32(larger))] = next } else { end(next) }
    }

    /// Ends the chains that still wait, which a snapshot's spends do not leave.
    mutating func finish() {
        for (_, chain) in open.sorted(by: { $0.key < $1.key }) { end(chain) }
        open = [:]
    }

    private func peels(_ row: TxRow, _ inputs: ArraySlice<InputRow>, _ outputs: ArraySlice<OutputRow>) -> Bool {
        guard !row.isCoinbase, inputs.count <= greatestInputs else { return false }
        let values = outputs.map(\.value).filter { $0 > 0 }
        guard values.count == 2, let least = values.min(), let most = values.max() else { return false }
        return UInt128(least) * 100 <= UInt128(most) * UInt128(share)
    }

    private mutating func end(_ chain: Chain) {
        guard chain.transactions.count >= hops, let last = chain.transactions.last else { return }
        findings.append(
            PatternFinding(
                pattern: .peelChain, anchor: last,
                measures: [
                    "hops": .count(chain.transactions.count), "entered": .value(chain.entered), "peeled": .value(chain.peeled),
                    "rest": .value(chain.rest),
                ],
                transactions: ["transactions": chain.transactions]))
    }
}
