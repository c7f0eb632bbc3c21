import Ledger

/// From address to address: an edge spends any output of the address after value arrived there.
extension PathSearch {
    mutating func followAddresses(_ facts: inout TraceFacts<some UTXOReader>) async throws(TraceError) {
        var frontier: [(address: AddressRef, since: TxRef?, until: TxRef?)] = []
        var hop: UInt32 = 0
        if let source {
            graph.sources = [node(address: source)]
            frontier = [(source, nil, nil)]
            arrival[source] = .some(nil)
        } else {
            do throws(LedgerError) { frontier = try await leaveOutputs(&facts) } catch { throw facts.control.error(error) }
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
            do throws(LedgerError) { frontier = try await step(frontier, &facts) } catch { throw facts.control.error(error) }
            hop &+= 1
        }
    }

    /// The first edges from outputs: each is spent once, by one transaction.
    mutating func leaveOutputs(
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
    mutating func step(
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
        var visits: [(address: AddressRef, tx: TxRef)] = []
        for part in going.parts {
            try facts.control.checkReading()
            try await facts.ledger.appearances(of: part.map(\.address), Cursor(), into: &pages)
            for (k, one) in part.enumerated() {
                for tx in pages[key: k] where one.since.map({ tx > $0 }) ?? true && one.until.map({ tx <= $0 }) ?? true {
                    visits.append((one.address, tx))
                }
            }
        }
        try await facts.rows.load(visits.map(\.tx), from: facts.ledger)
        let places = visits.map { facts.rows.place(of: $0.tx) ?? 0 }
        try await facts.detect(places)
        var next = Improvements()
        for (number, (visit, place)) in zip(visits, places).enumerated() {
            if number % TraceControl.together == 0 { try facts.control.checkReading() }
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
    mutating func spread(
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
    struct Improvements {
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

    mutating func improve(
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
    static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (sum, isTooLarge) = a.addingReportingOverflow(b)
        return isTooLarge ? .max : sum
    }
}
