import Encoding
import Ledger

/// What positions are called, looked up together for all methods.
struct PlaceNames: Sendable {
    var places: [Position: TracePlace] = [:]
}

extension TraceFacts {
    /// Names positions: ids, addresses, and whether an id needs a height; one question of each kind.
    mutating func names(of positions: [Position]) async throws(TraceError) -> PlaceNames {
        do throws(LedgerError) {
            var seats: [Int] = []
            var handles: [AddressRef] = []
            var ids: Set<TxID> = []
            for position in positions {
                switch position {
                case .slot(let slot):
                    handles.append(rows.outputs[slot].owner)
                    ids.insert(rows.rows[rows.placeOfSlot[slot]].txid)
                case .outside(let seat):
                    handles.append(rows.inputs[seat].owner)
                    seats.append(seat)
                }
            }
            try await lookUp(outpointsAt: seats)
            let addresses = try await ledger.names(of: handles)
            let sorted = ids.sorted { $0.wire.lexicographicallyPrecedes($1.wire) }
            var twins: [TxID: TxRef] = [:]
            for (id, carriers) in zip(sorted, try await ledger.find(sorted)) where carriers.count > 1 {
                twins[id] = carriers.last
            }
            var names = PlaceNames()
            for position in positions where names.places[position] == nil {
                names.places[position] = name(position, addresses, twins)
            }
            return names
        } catch {
            throw control.error(error)
        }
    }

    private func name(
        _ position: Position, _ addresses: [AddressRef: Address], _ twins: [TxID: TxRef]
    ) -> TracePlace {
        switch position {
        case .slot(let slot):
            let row = rows.rows[rows.placeOfSlot[slot]]
            let output = rows.outputs[slot]
            return TracePlace(
                outpoint: Outpoint(txid: row.txid, index: rows.output(at: slot).index), at: row.at,
                needsHeight: twins[row.txid].map { $0 != row.at } ?? false, owner: addresses[output.owner],
                value: output.value, time: row.time)
        case .outside(let seat):
            let input = rows.inputs[seat]
            return TracePlace(
                outpoint: outpoints[seat] ?? Outpoint(txid: .zero, index: input.previous.index), at: nil,
                needsHeight: false, owner: addresses[input.owner], value: input.known == .unknown ? nil : input.value,
                time: nil)
        }
    }

    /// The stop sheet of one method.
    func sheet(_ assignment: Assignment, _ discovery: Int, _ names: PlaceNames) throws(TraceError) -> MethodTrace {
        var stops: [TraceStop] = []
        var totals: [StopReason: UInt64] = [:]
        stops.reserveCapacity(assignment.ends.count)
        for end in assignment.ends {
            guard let place = names.places[end.position] else { continue }
            var byStart = [UInt64](repeating: 0, count: assignment.startCount)
            // Runs of one position never sum to more than its value.
            for run in end.runs { byStart[Int(run.label) - 1] &+= run.value }
            stops.append(explained(end, place, byStart))
            totals[end.reason] = try TraceError.tainting { () throws(TaintError) in
                try TaintFlow.sum([totals[end.reason] ?? 0, end.value])
            }
        }
        stops.sort(by: TraceStop.isBefore)
        let (startTotal, stopTotal) = try TraceError.tainting { () throws(TaintError) in
            (try TaintFlow.sum(assignment.added), try TaintFlow.sum(Array(totals.values)))
        }
        return MethodTrace(
            method: assignment.method,
            starts: zip(assignment.added, assignment.overlap).map { StartAmount(value: $0, overlap: $1) },
            stops: stops, totals: totals, fee: assignment.fee, feeByStart: assignment.feeByStart,
            feeTransactions: assignment.feeTransactions, startTotal: startTotal, stopTotal: stopTotal,
            assignment: assignment, discovery: discovery)
    }
}
