import Ledger

/// A position that carries taint: what a drawing of the trace needs of it.
public struct TracedPosition: Hashable, Sendable {
    public var output: OutputRef
    public var owner: AddressRef
    /// What it is worth, in base units.
    public var value: UInt64
    /// What of it is traced, of all starts together; never more than `value`.
    public var taint: UInt64
    /// Its runs, as `TaintTable` describes them for the method; clean ones left out.
    public var runs: [TaintRun]
    /// Fewest transactions from a start.
    public var hops: UInt32
    /// Nil when it is followed.
    public var stop: StopReason?

    /// What stems from a start, by its number from 0.
    public func taint(ofStart start: Int) -> UInt64 {
        runs.reduce(0) { Int($1.label) == start + 1 ? $0 &+ $1.value : $0 }
    }
}

extension TraceAnswer {
    /// Every position that carries taint by a method, in ledger order.
    public func positions(of trace: MethodTrace) -> [TracedPosition] {
        let stops = Dictionary(
            trace.assignment.ends.compactMap { end in
                if case .slot(let slot) = end.position { (slot, end.reason) } else { nil }
            }, uniquingKeysWith: { first, _ in first })
        return rows.outputs.indices.filter { trace.assignment.isTainted($0) }.map {
            position($0, trace, stop: stops[$0])
        }.sorted { $0.output < $1.output }
    }

    /// `txid:n` of an output that the trace read; nil for any other.
    public func name(of output: OutputRef) -> String? {
        rows.place(of: output.tx).map { "\(rows.rows[$0].txid):\(output.index)" }
    }

    private func position(_ slot: Int, _ trace: MethodTrace, stop: StopReason?) -> TracedPosition {
        TracedPosition(
            output: rows.output(at: slot), owner: rows.outputs[slot].owner, value: rows.outputs[slot].value,
            taint: trace.assignment.taint(slot, rows),
            runs: trace.assignment.runs(slot).filter { $0.label != TaintRun.clean },
            hops: discoveries[trace.discovery].hops[slot], stop: stop)
    }

    /// One branch from a start to a position: at each step the tainted coin that brought the most of the same starts,
    /// ties to the lower index. Empty when the position carries no taint by the method.
    ///
    /// A branch is an example of a way; where branches join, others lead there too.
    public func branch(to output: OutputRef, by trace: MethodTrace) -> [TracedPosition] {
        guard var slot = rows.slot(of: output), trace.assignment.isTainted(slot) else { return [] }
        let stop = trace.assignment.ends.first { $0.position == .slot(slot) }?.reason
        var steps = [position(slot, trace, stop: stop)]
        while let before = before(slot, trace) {
            slot = before
            steps.append(position(slot, trace, stop: nil))
        }
        return steps.reversed()
    }

    private func before(_ slot: Int, _ trace: MethodTrace) -> Int? {
        let wanted = Set(trace.assignment.runs(slot).map(\.label)).subtracting([TaintRun.clean])
        var best: (slot: Int, amount: UInt64)?
        for candidate in neighbours(slot) where trace.assignment.follows[candidate] {
            let amount = trace.assignment.runs(candidate).reduce(0 as UInt64) {
                wanted.contains($1.label) ? $0 &+ $1.value : $0
            }
            if amount > best?.amount ?? 0 { best = (candidate, amount) }
        }
        return best?.slot
    }

    /// One step back towards the start: what the output's transaction spent; backward, what its spender made.
    private func neighbours(_ slot: Int) -> [Int] {
        if question.direction == .forward {
            return rows.seats(rows.placeOfSlot[slot]).compactMap { seat in
                rows.inputs[seat].known == .resolved ? rows.slot(of: rows.inputs[seat].previous) : nil
            }
        }
        return rows.place(of: rows.outputs[slot].spender).map { Array(rows.slots($0)) } ?? []
    }
}
