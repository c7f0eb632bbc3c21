import Ledger

/// The outputs that starts stand for.
struct StartPlaces: Sendable {
    /// The slots of each start, in ledger order.
    var slots: [[Int]] = []

    /// The numbers of the starts at each slot, ascending, from 0.
    var bySlot: [Int: [UInt32]] {
        var result: [Int: [UInt32]] = [:]
        for (number, some) in slots.enumerated() {
            for slot in some { result[slot, default: []].append(UInt32(number)) }
        }
        return result
    }
}

extension TraceFacts {
    /// Finds the starts in the ledger and reads their transactions, one question of each kind for all.
    ///
    /// Throws for a start that the ledger does not have, or one that stands for no output at all.
    mutating func findStarts() async throws(TraceError) -> StartPlaces {
        var ids: [TxID] = []
        var addresses: [Address] = []
        for start in question.starts {
            switch start {
            case .output(let txid, _, _), .transaction(let txid, _): ids.append(txid)
            case .address(let address, _): addresses.append(address)
            }
        }
        let carriers: [[TxRef]]
        let handles: [AddressRef?]
        var history = Batch<OutputRef>()
        do throws(LedgerError) {
            carriers = ids.isEmpty ? [] : try await ledger.find(ids)
            handles = addresses.isEmpty ? [] : try await ledger.find(addresses)
            let known = handles.compactMap(\.self)
            if !known.isEmpty { try await ledger.history(of: known, Cursor(), into: &history) }
            try await rows.load(carriers.flatMap(\.self) + history.rows.map(\.tx), from: ledger)
        } catch {
            throw control.error(error)
        }

        var places = StartPlaces()
        var (nextID, nextAddress, nextHistory) = (0, 0, 0)
        for start in question.starts {
            var slots: [Int] = []
            switch start {
            case .output(_, let height, let index):
                let place = try one(of: carriers[nextID], height, start)
                nextID += 1
                guard let slot = rows.slot(of: OutputRef(tx: rows.rows[place].at, index: index)) else {
                    throw missing(start, "the transaction has \(rows.slots(place).count) outputs, counted from 0")
                }
                slots = [slot]
            case .transaction(_, let height):
                slots = Array(rows.slots(try one(of: carriers[nextID], height, start)))
                nextID += 1
            case .address(_, let span):
                guard handles[nextAddress] != nil else {
                    throw missing(start, "the ledger, which covers \(coverage), does not know the address")
                }
                nextAddress += 1
                for output in history[key: nextHistory] {
                    guard let slot = rows.slot(of: output) else { continue }
                    if span?.contains(rows.rows[rows.placeOfSlot[slot]]) ?? true { slots.append(slot) }
                }
                nextHistory += 1
            }
            if slots.isEmpty {
                throw missing(start, "the address received no output\(span(of: start)) in this ledger")
            }
            places.slots.append(slots)
        }
        return places
    }

    private func span(of start: TraceStart) -> String {
        if case .address(_, .some(let span)) = start { " in \(span)" } else { "" }
    }

    private var coverage: String {
        let ranges = ledger.info.coverage.ranges
        guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound else { return "nothing" }
        return "blocks \(first) to \(last) of \(ledger.info.chain)"
    }

    /// The place of the transaction of an id: the later of two, unless a height says which (BIP 30).
    private func one(of found: [TxRef], _ height: UInt32?, _ start: TraceStart) throws(TraceError) -> Int {
        let chosen = found.filter { $0.height == height ?? $0.height }
        guard let ref = chosen.last, let place = rows.place(of: ref) else {
            throw missing(start, "the transaction is not in the ledger, which covers \(coverage)")
        }
        return place
    }

    private func missing(_ start: TraceStart, _ reason: String) -> TraceError {
        .question("\(start.text(on: ledger.info.chain)): \(reason).")
    }
}
