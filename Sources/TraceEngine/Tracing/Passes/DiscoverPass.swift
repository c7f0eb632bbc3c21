import Ledger

/// The first pass: breadth-first from the starts, hop by hop, one question of each kind to the ledger a hop.
extension TraceFacts {
    /// - Parameter passesUnknown: whether value goes on through transactions of which an input's value is not known:
    ///   `poison` alone does.
    mutating func discover(
        _ starts: [Int: [UInt32]], passesUnknown: Bool
    ) async throws(TraceError) -> Discovery {
        var found = Discovery(question.direction)
        found.starts = starts
        found.grow(rows)
        var frontier = starts.keys.filter { rows.outputs[$0].value > 0 }.sorted()
        for slot in frontier { found.hops[slot] = 0 }
        var hop: UInt32 = 0
        while !frontier.isEmpty {
            try control.check()
            control.report(TraceProgress(phase: .discover, hop: hop, done: UInt64(rows.count), total: nil))
            do throws(LedgerError) {
                frontier =
                    question.direction == .forward
                    ? try await stepForward(frontier, hop, &found, passesUnknown)
                    : try await stepBackward(frontier, hop, &found, passesUnknown)
            } catch {
                throw control.error(error)
            }
            // No ledger has as many transactions as would make this wrap.
            hop &+= 1
        }
        return found
    }

    // MARK: Forward

    private mutating func stepForward(
        _ frontier: [Int], _ hop: UInt32, _ found: inout Discovery, _ passesUnknown: Bool
    ) async throws(LedgerError) -> [Int] {
        try await lookUp(owners: frontier.lazy.map { [rows] in rows.outputs[$0].owner })
        var going: [Int] = []
        for slot in frontier {
            let output = rows.outputs[slot]
            var fate = arrival(slot)
            switch output.fate {
            case .unspendable: fate.arrival = .burn
            case .notCovered: fate.arrival = .coverage
            case .unspent: fate.arrival = .unspent
            case .spent: break
            }
            found.fates[slot] = fate
            if fate.mayFollow(ignoresTag: false) { going.append(slot) }
        }
        try await rows.load(going.map { rows.outputs[$0].spender }, from: ledger)
        found.grow(rows)
        let nexts = going.map { rows.place(of: rows.outputs[$0].spender) ?? 0 }
        let passed = try await enter(zip(going, nexts), hop, &found, passesUnknown)
        var reached: [Int] = []
        for place in passed {
            for slot in rows.slots(place) where rows.outputs[slot].value > 0 && !found.isReached(slot) {
                found.hops[slot] = hop + 1
                reached.append(slot)
            }
        }
        return reached
    }

    // MARK: Backward

    private mutating func stepBackward(
        _ frontier: [Int], _ hop: UInt32, _ found: inout Discovery, _ passesUnknown: Bool
    ) async throws(LedgerError) -> [Int] {
        try await lookUp(owners: frontier.lazy.map { [rows] in rows.outputs[$0].owner })
        var going: [Int] = []
        for slot in frontier {
            var fate = arrival(slot)
            if rows.rows[rows.placeOfSlot[slot]].isCoinbase { fate.arrival = .issued }
            found.fates[slot] = fate
            if fate.mayFollow(ignoresTag: found.ignoresTag(slot)) { going.append(slot) }
        }
        let nexts = going.map { rows.placeOfSlot[$0] }
        let passed = try await enter(zip(going, nexts), hop, &found, passesUnknown)

        var sources: [TxRef] = []
        var beyond: [Int] = []
        for place in passed {
            for seat in rows.seats(place) {
                if rows.inputs[seat].known == .resolved {
                    sources.append(rows.inputs[seat].previous.tx)
                } else {
                    beyond.append(seat)
                }
            }
        }
        try await lookUp(owners: beyond.lazy.map { [rows] in rows.inputs[$0].owner })
        if !cutOutputs.isEmpty { try await lookUp(outpointsAt: beyond) }
        for seat in beyond {
            var fate = PositionFate()
            let isCutOutput = outpoints[seat].map { cutOutputs.contains($0) } ?? false
            fate.isChosen = isCutOutput || owners[rows.inputs[seat].owner]?.isCut ?? false
            fate.tag = owners[rows.inputs[seat].owner]?.tag
            fate.arrival = .coverage
            found.outside[seat] = (hop + 1, fate)
        }
        try await rows.load(sources, from: ledger)
        found.grow(rows)
        var reached: [Int] = []
        for place in passed {
            for seat in rows.seats(place) where rows.inputs[seat].known == .resolved {
                guard let slot = rows.slot(of: rows.inputs[seat].previous), rows.outputs[slot].value > 0 else { continue }
                if found.isReached(slot) { continue }
                found.hops[slot] = hop + 1
                reached.append(slot)
            }
        }
        return reached
    }

    // MARK: Both

    /// What ends a branch on arrival, as far as it is the same in both directions.
    private func arrival(_ slot: Int) -> PositionFate {
        var fate = PositionFate()
        let owner = rows.outputs[slot].owner
        fate.tag = owners[owner]?.tag
        fate.isChosen = isCut(
            owner,
            Outpoint(txid: rows.rows[rows.placeOfSlot[slot]].txid, index: rows.output(at: slot).index))
        return fate
    }

    /// Decides for each position whether its next transaction is entered; answers the places newly passed, ascending.
    private mutating func enter(
        _ going: some Sequence<(Int, Int)>, _ hop: UInt32, _ found: inout Discovery, _ passesUnknown: Bool
    ) async throws(LedgerError) -> [Int] {
        try await detect(going.lazy.map(\.1))
        var rest: [(slot: Int, place: Int)] = []
        for (slot, place) in going {
            if rows.fees[place] == nil { found.metUnknown = true }
            let isFar = question.limits.hops.map { hop >= $0 } ?? false
            if let reason = gate(place, passesUnknown: passesUnknown) ?? (isFar ? .hopLimit : nil) {
                found.fates[slot].next = reason
            } else {
                rest.append((slot, place))
            }
        }
        try await count(owners: rest.lazy.map { [rows] in rows.outputs[$0.slot].owner })
        var passed: [Int] = []
        for (slot, place) in rest {
            if isHub(rows.outputs[slot].owner) {
                found.fates[slot].isHub = true
            } else if !found.passes[place] {
                found.passes[place] = true
                passed.append(place)
            }
        }
        return passed.sorted()
    }
}
