import Ledger

/// Gathers what may lead from one end to the other into a graph.
struct PathSearch {
    let question: PathQuestion
    var graph = PathGraph()
    /// What each node stands for.
    private var meaning: [Int: Meaning] = [:]
    private var nodeOfAddress: [AddressRef: Int] = [:]
    private var nodeOfSlot: [Int: Int] = [:]
    /// The outputs of the ends; empty for an address that is asked for as a whole.
    private var sourceSlots: [Int] = []
    private var targetSlots: Set<Int> = []
    private var source: AddressRef?
    private var targetOwner: AddressRef?
    /// What each edge to the target arrives at, by edge: transaction and first node.
    private var arrivals: [ArrivalKey: Int] = [:]
    private var ended: [StopReason: Int] = [:]
    /// The earliest arrival at each address; nil for the source, which may be left at any time.
    private var arrival: [AddressRef: TxRef?] = [:]

    private enum Meaning {
        case address(AddressRef)
        case slot(Int)
    }

    private struct ArrivalKey: Hashable {
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

    private func handle(_ address: Address, _ ledger: some UTXOReader) async throws(TraceError) -> AddressRef? {
        do throws(LedgerError) { return try await ledger.find([address])[0] } catch { throw .ledger(error) }
    }

    private func isTarget(_ slot: Int, _ rows: TraceRows) -> Bool {
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

    // MARK: From address to address

    mutating func followAddresses(_ facts: inout TraceFacts<some UTXOReader>) async throws(TraceError) {
        var frontier: [(address: AddressRef, since: TxRef?, until: TxRef?)] = []
        var hop: UInt32 = 0
        if let source {
            graph.sources = [node(address: source)]
            frontier = [(source, nil, nil)]
            arrival[source] = .some(nil)
        } else {
            do throws(LedgerError) { frontier = try await leaveOutputs(&facts) } catch { throw .ledger(error) }
            hop = 1
        }
        while !frontier.isEmpty {
            if question.kinds == [.fewest], graph.reachesTarget { return }
            if let limit = question.limits.hops, hop >= limit {
                ended[.hopLimit] = frontier.count
                return
            }
            try facts.control.check()
            facts.control.report(
                TraceProgress(phase: .discover, hop: hop, done: UInt64(facts.rows.count), total: nil))
            do throws(LedgerError) { frontier = try await step(frontier, &facts) } catch { throw .ledger(error) }
            hop &+= 1
        }
    }

    /// The first edges from outputs: each is spent once, by one transaction.
    private mutating func leaveOutputs(
        _ facts: inout TraceFacts<some UTXOReader>
    ) async throws(LedgerError) -> [(address: AddressRef, since: TxRef?, until: TxRef?)] {
        graph.sources = sourceSlots.map { node(slot: $0) }
        try await facts.rows.load(sourceSlots.map { facts.rows.outputs[$0].spender }, from: facts.ledger)
        let leaving = sourceSlots.compactMap { slot in
            facts.rows.place(of: facts.rows.outputs[slot].spender).map { (slot, $0) }
        }
        try await facts.detect(leaving.map(\.1))
        var next = Improvements()
        for (slot, place) in leaving {
            if let reason = facts.gate(place, passesUnknown: true) {
                ended[reason, default: 0] += 1
                continue
            }
            spread(from: node(slot: slot), paid: facts.rows.outputs[slot].value, owner: .none, place, facts.rows, &next)
        }
        return improve(next)
    }

    /// Everything that addresses did after value arrived there, one question of each kind for all.
    private mutating func step(
        _ frontier: [(address: AddressRef, since: TxRef?, until: TxRef?)],
        _ facts: inout TraceFacts<some UTXOReader>
    ) async throws(LedgerError) -> [(address: AddressRef, since: TxRef?, until: TxRef?)] {
        try await facts.lookUp(owners: frontier.map(\.address))
        try await facts.count(owners: frontier.map(\.address))
        var going: [(address: AddressRef, since: TxRef?, until: TxRef?)] = []
        for one in frontier {
            let reason = facts.owners[one.address]?.tag ?? (facts.isHub(one.address) ? .hub : nil)
            if let reason, one.address != source {
                ended[reason, default: 0] += 1
            } else {
                going.append(one)
            }
        }
        var pages = Batch<TxRef>()
        try await facts.ledger.appearances(of: going.map(\.address), Cursor(), into: &pages)
        var visits: [(address: AddressRef, tx: TxRef)] = []
        for (k, one) in going.enumerated() {
            for tx in pages[key: k] where one.since.map({ tx > $0 }) ?? true && one.until.map({ tx <= $0 }) ?? true {
                visits.append((one.address, tx))
            }
        }
        try await facts.rows.load(visits.map(\.tx), from: facts.ledger)
        let places = visits.map { facts.rows.place(of: $0.tx) ?? 0 }
        try await facts.detect(places)
        var next = Improvements()
        for (visit, place) in zip(visits, places) {
            var paid: UInt64 = 0
            for seat in facts.rows.seats(place) where facts.rows.inputs[seat].owner == visit.address {
                paid = Self.sum(paid, facts.rows.inputs[seat].value)
            }
            if paid == 0 { continue }
            if let reason = facts.gate(place, passesUnknown: true) {
                ended[reason, default: 0] += 1
                continue
            }
            spread(from: node(address: visit.address), paid: paid, owner: visit.address, place, facts.rows, &next)
        }
        return improve(next)
    }

    /// Adds the edges from a node through a transaction to each address it pays.
    private mutating func spread(
        from: Int, paid: UInt64, owner: AddressRef, _ place: Int, _ rows: TraceRows, _ next: inout Improvements
    ) {
        let at = rows.rows[place].at
        var order: [AddressRef] = []
        var sums: [AddressRef: UInt64] = [:]
        var target: (value: UInt64, slot: Int)?
        for slot in rows.slots(place) where rows.outputs[slot].value > 0 {
            let output = rows.outputs[slot]
            if isTarget(slot, rows) {
                target = (Self.sum(target?.value ?? 0, output.value), target?.slot ?? slot)
            }
            if output.owner == .none || output.owner == owner || output.owner == targetOwner { continue }
            if sums[output.owner] == nil { order.append(output.owner) }
            sums[output.owner] = Self.sum(sums[output.owner] ?? 0, output.value)
        }
        if let target { arrive(at: at, from: from, value: min(paid, target.value), slot: target.slot) }
        for payee in order {
            graph.add(
                PathGraph.Edge(at: at, from: from, to: node(address: payee), value: min(paid, sums[payee] ?? 0)))
            next.reach(payee, at)
        }
    }

    /// Which addresses were reached earlier than before, in the order in which they were met.
    private struct Improvements {
        var order: [AddressRef] = []
        var at: [AddressRef: TxRef] = [:]

        mutating func reach(_ address: AddressRef, _ tx: TxRef) {
            if let known = at[address] {
                at[address] = min(known, tx)
            } else {
                order.append(address)
                at[address] = tx
            }
        }
    }

    private mutating func improve(
        _ next: Improvements
    ) -> [(address: AddressRef, since: TxRef?, until: TxRef?)] {
        var frontier: [(address: AddressRef, since: TxRef?, until: TxRef?)] = []
        for address in next.order {
            guard let at = next.at[address] else { continue }
            let before = arrival[address]
            // Reached at any time (a source), or no later than now.
            if let before, before.map({ $0 <= at }) ?? true { continue }
            frontier.append((address, at, before ?? nil))
            arrival[address] = at
        }
        return frontier
    }

    /// A sum that stays at the greatest number where it would not fit; it only ever bounds a value from above.
    private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (sum, isTooLarge) = a.addingReportingOverflow(b)
        return isTooLarge ? .max : sum
    }

    // MARK: Nodes

    private mutating func node(address: AddressRef) -> Int {
        if let node = nodeOfAddress[address] { return node }
        let node = graph.addNode()
        nodeOfAddress[address] = node
        meaning[node] = .address(address)
        return node
    }

    private mutating func node(slot: Int) -> Int {
        if let node = nodeOfSlot[slot] { return node }
        let node = graph.addNode()
        nodeOfSlot[slot] = node
        meaning[node] = .slot(slot)
        return node
    }

    private mutating func arrive(at: TxRef, from: Int, value: UInt64, slot: Int) {
        graph.add(PathGraph.Edge(at: at, from: from, to: PathGraph.target, value: value))
        let key = ArrivalKey(at: at, from: from, value: value)
        arrivals[key] = min(arrivals[key] ?? slot, slot)
    }

    /// The slot that a node of an edge stands for; nil for an address as a whole.
    private func slot(of node: Int, _ edge: PathGraph.Edge) -> Int? {
        if node == PathGraph.target { return arrivals[ArrivalKey(at: edge.at, from: edge.from, value: edge.value)] }
        if case .slot(let slot) = meaning[node] { return slot }
        return nil
    }

    func owner(of node: Int, _ edge: PathGraph.Edge, _ rows: TraceRows) -> AddressRef {
        if let slot = slot(of: node, edge) { return rows.outputs[slot].owner }
        if case .address(let address) = meaning[node] { return address }
        return .none
    }

    /// The output that a node of an edge is; nil for an address as a whole.
    func output(of node: Int, _ edge: PathGraph.Edge, _ rows: TraceRows) -> Outpoint? {
        if node == PathGraph.target, !question.followsOutputs, targetOwner != nil { return nil }
        return slot(of: node, edge).map { slot in
            Outpoint(txid: rows.rows[rows.placeOfSlot[slot]].txid, index: rows.output(at: slot).index)
        }
    }

    // MARK: No way

    /// Why there is no way, as a sentence.
    func reason(_ info: LedgerInfo) -> String {
        let what = question.followsOutputs ? "outputs" : "addresses"
        let (from, to) = (question.from.text(on: info.chain), question.to.text(on: info.chain))
        if graph.edges.isEmpty, ended.values.allSatisfy({ $0 == 0 }) || ended == [.unspent: sourceSlots.count] {
            return "Nothing went on from \(from) in this snapshot."
        }
        let count = max(0, graph.nodes - 1 - graph.sources.count)
        let order = StopReason.allCases.compactMap { reason in ended[reason].map { "\(reason.rawValue) \($0)" } }
        return "From \(from), \(count) \(what) were reached in order of time, and \(to) is not among them."
            + (order.isEmpty ? "" : " Not followed further: \(order.joined(separator: ", ")).")
    }
}
