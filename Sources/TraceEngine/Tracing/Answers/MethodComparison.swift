import Ledger

/// Methods side by side: one row for each place and reason at which any of them ended a branch.
public struct ComparedStop: Hashable, Sendable {
    /// The stop of the first method that has it; its `value` and `byStart` are that method's.
    public var stop: TraceStop
    /// By method, in the order of the answer; 0 where that method ends nothing there.
    public var values: [UInt64]
}

/// Where two methods first hand on different amounts.
public struct MethodParting: Hashable, Sendable {
    public var transaction: TxRow
    /// What went in without taint by the first method, which is what the methods treat differently: by input index.
    public var cleanInputs: [CleanInput]

    /// An input, or a part of one, that carries no taint.
    public struct CleanInput: Hashable, Sendable {
        public var index: UInt32
        public var owner: AddressRef
        /// Base units without taint.
        public var value: UInt64
    }
}

extension TraceAnswer {
    /// The stop sheets of all methods in one, by hops, then in ledger order.
    public var comparison: [ComparedStop] {
        struct Key: Hashable {
            var outpoint: Outpoint
            var at: TxRef?
            var reason: StopReason
        }
        var rows: [Key: ComparedStop] = [:]
        for (k, trace) in methods.enumerated() {
            for stop in trace.stops {
                let key = Key(outpoint: stop.place.outpoint, at: stop.place.at, reason: stop.reason)
                var row = rows[key] ?? ComparedStop(stop: stop, values: [UInt64](repeating: 0, count: methods.count))
                row.values[k] = stop.value
                rows[key] = row
            }
        }
        return rows.values.sorted { TraceStop.isBefore($0.stop, $1.stop) }
    }

    /// The first transaction, in the order of the trace, at which two methods give any position different amounts; nil
    /// when they never do.
    public func parting(of a: MethodTrace, and b: MethodTrace) -> MethodParting? {
        let isForward = question.direction == .forward
        let order = rows.rows.indices.sorted { isForward ? rows.rows[$0].at < rows.rows[$1].at : rows.rows[$0].at > rows.rows[$1].at }
        for place in order {
            let differs = given(place).contains { a.assignment.taint($0, rows) != b.assignment.taint($0, rows) }
            guard differs else { continue }
            var clean: [MethodParting.CleanInput] = []
            for (index, seat) in rows.seats(place).enumerated() {
                let input = rows.inputs[seat]
                let slot = input.known == .resolved ? rows.slot(of: input.previous) : nil
                let taint = slot.map { a.assignment.follows[$0] || !isForward ? a.assignment.taint($0, rows) : 0 } ?? 0
                if taint < input.value {
                    clean.append(.init(index: UInt32(index), owner: input.owner, value: input.value - taint))
                }
            }
            return MethodParting(transaction: rows.rows[place], cleanInputs: clean)
        }
        return nil
    }

    /// The slots that a transaction hands taint to.
    private func given(_ place: Int) -> [Int] {
        if question.direction == .forward { return Array(rows.slots(place)) }
        return rows.seats(place).compactMap { seat in
            rows.inputs[seat].known == .resolved ? rows.slot(of: rows.inputs[seat].previous) : nil
        }
    }
}

extension TraceStop {
    /// By hops, then in ledger order; what is not in the ledger last, by its id.
    static func isBefore(_ a: TraceStop, _ b: TraceStop) -> Bool {
        if a.hops != b.hops { return a.hops < b.hops }
        let (x, y) = (a.place, b.place)
        if (x.at ?? .none) != (y.at ?? .none) { return (x.at ?? .none) < (y.at ?? .none) }
        if x.outpoint.txid != y.outpoint.txid {
            return x.outpoint.txid.wire.lexicographicallyPrecedes(y.outpoint.txid.wire)
        }
        if x.outpoint.index != y.outpoint.index { return x.outpoint.index < y.outpoint.index }
        return (StopReason.allCases.firstIndex(of: a.reason) ?? 0) < (StopReason.allCases.firstIndex(of: b.reason) ?? 0)
    }
}
