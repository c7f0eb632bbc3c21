import Ledger

/// Gathers what may lead from one end to the other into a graph.
struct PathSearch: Sendable {
    let question: PathQuestion
    var graph = PathGraph()
    /// What each node stands for.
    var meaning: [Int: Meaning] = [:]
    var nodeOfAddress: [AddressRef: Int] = [:]
    var nodeOfSlot: [Int: Int] = [:]
    /// The outputs of the ends; empty for an address that is asked for as a whole.
    var sourceSlots: [Int] = []
    var targetSlots: Set<Int> = []
    var source: AddressRef?
    var targetOwner: AddressRef?
    /// What each edge to the target arrives at, by edge: transaction and first node.
    var arrivals: [ArrivalKey: Int] = [:]
    var ended: [StopReason: Int] = [:]
    /// The earliest arrival at each address; nil for the source, which may be left at any time.
    var arrival: [AddressRef: TxRef?] = [:]

    enum Meaning {
        case address(AddressRef)
        case slot(Int)
    }

    struct ArrivalKey: Hashable {
        var at: TxRef
        var from: Int
        var value: UInt64
    }

    init(_ question: PathQuestion) { self.question = question }

    // MARK: Ends

    mutating func findEnds(_ facts: inout TraceFacts<some UTXOReader>) async throws(TraceError) {
        let places = try await facts.findStarts()
        sourceSlots = places.slots[0]
        targetSlots = Set(places.slots[1])
        if case .address(let address, nil) = question.from, !question.followsOutputs {
            source = try await handle(address, facts.ledger)
            sourceSlots = []
        }
        if case .address(let address, nil) = question.to { targetOwner = try await handle(address, facts.ledger) }
    }

    func handle(_ address: Address, _ ledger: some UTXOReader) async throws(TraceError) -> AddressRef? {
        do throws(LedgerError) { return try await ledger.find([address])[0] } catch { throw .ledger(error) }
    }

    func isTarget(_ slot: Int, _ rows: TraceRows) -> Bool {
        targetOwner.map { rows.outputs[slot].owner == $0 } ?? targetSlots.contains(slot)
    }

    // MARK: From output to output

    mutating func followOutputs(_ facts: inout TraceFacts<some UTXOReader>) async throws(TraceError) {
        var starts: [Int: [UInt32]] = [:]
        for slot in sourceSlots { starts[slot] = [0] }
        let found = try await facts.discover(starts, passesUnknown: true)
        let rows = facts.rows
        for slot in found.hops.indices where found.isReached(slot) {
            let fate = found.fates[slot]
            if let reason = fate.reason(amount: .max, minimum: nil, ignoresTag: false) {
                ended[reason, default: 0] += 1
                continue
            }
            guard let place = rows.place(of: rows.outputs[slot].spender) else { continue }
            let from = node(slot: slot)
            for target in rows.slots(place) where rows.outputs[target].value > 0 {
                let value = min(rows.outputs[slot].value, rows.outputs[target].value)
                let at = rows.rows[place].at
                graph.add(PathGraph.Edge(at: at, from: from, to: node(slot: target), value: value))
                if isTarget(target, rows) { arrive(at: at, from: from, value: value, slot: target) }
            }
        }
        graph.sources = sourceSlots.map { node(slot: $0) }
    }
}
