import Ledger

/// The second pass for one method: taint through the transactions found, in ledger order, and what stopped it.
struct Assignment: Sendable {
    let method: TraceMethod
    let minimum: UInt64?
    let startCount: Int
    /// Runs of every tainted slot, one slot after the other.
    private(set) var arena: [TaintRun] = []
    /// Where the runs of a slot stand; empty where it has no taint.
    private var spans: [Range<Int>]
    /// Slots that carry taint and are followed.
    private(set) var follows: [Bool]
    private(set) var ends: [End] = []
    /// What each start added and what was there before, by the number of the start.
    private(set) var added: [UInt64]
    private(set) var overlap: [UInt64]
    private(set) var fee: UInt64 = 0
    private(set) var feeByStart: [UInt64]
    /// Transactions whose fee took taint.
    private(set) var feeTransactions = 0
    private var flow: TaintFlow
    private var sources = TaintTable()
    private var targets = TaintTable()

    /// A branch that ended.
    struct End: Sendable {
        var position: Position
        var reason: StopReason
        var hops: UInt32
        /// Of all starts together; for `poison` the position's whole value.
        var value: UInt64
        var runs: [TaintRun]
    }

    init(_ method: TraceMethod, _ rows: TraceRows, starts: Int, minimum: UInt64?) {
        self.method = method
        self.minimum = minimum
        startCount = starts
        spans = [Range<Int>](repeating: 0..<0, count: rows.outputs.count)
        follows = [Bool](repeating: false, count: rows.outputs.count)
        added = [UInt64](repeating: 0, count: starts)
        overlap = added
        feeByStart = added
        flow = TaintFlow(method)
    }

    /// The taint of a slot, as `TaintTable` describes it.
    func runs(_ slot: Int) -> ArraySlice<TaintRun> { arena[spans[slot]] }

    func isTainted(_ slot: Int) -> Bool { !spans[slot].isEmpty }

    /// The taint of a slot, of all starts together.
    func taint(_ slot: Int, _ rows: TraceRows) -> UInt64 { taint(of: runs(slot), value: rows.outputs[slot].value) }

    private func taint(of runs: ArraySlice<TaintRun>, value: UInt64) -> UInt64 {
        if method == .poison { return runs.isEmpty ? 0 : value }
        return runs.reduce(0) { $1.label == TaintRun.clean ? $0 : $0 &+ $1.value }
    }

    /// Passes all taint. `order` holds every place that passes value or holds a start, in the order of the direction.
    mutating func run(
        _ order: [Int], _ rows: TraceRows, _ found: Discovery, _ control: TraceControl
    ) throws(TraceError) {
        for (done, place) in order.enumerated() {
            if done & 0xFF == 0 {
                try control.check()
                control.report(
                    TraceProgress(phase: .assign(method), hop: 0, done: UInt64(done), total: UInt64(order.count)))
            }
            do throws(TaintError) {
                found.direction == .forward ? try forward(place, rows, found) : try backward(place, rows, found)
            } catch {
                throw .taint(error)
            }
        }
    }

    // MARK: Forward

    private mutating func forward(_ place: Int, _ rows: TraceRows, _ found: Discovery) throws(TaintError) {
        let slots = rows.slots(place)
        if found.passes[place], collectInputs(place, rows) {
            try flow.forward(sources, to: rows.outputs[slots].lazy.map { $0.value }, into: &targets)
            for (k, slot) in slots.enumerated() where targets.isTainted(k) { keep(targets[k], at: slot) }
            // Only `poison` comes here with amounts that are not known; the fee is then not known either.
            if rows.fees[place] != nil { try addFee(targets[slots.count], value: targets.values[slots.count]) }
        }
        for slot in slots {
            try addStarts(slot, rows, found)
            settle(slot, rows, found, ignoresTag: false)
        }
    }

    /// What the inputs carry; false when none carries anything.
    private mutating func collectInputs(_ place: Int, _ rows: TraceRows) -> Bool {
        sources.removeAll()
        var isTainted = false
        for seat in rows.seats(place) {
            let input = rows.inputs[seat]
            if input.known == .resolved, let slot = rows.slot(of: input.previous), slot < follows.count, follows[slot] {
                isTainted = true
                sources.append(value: input.value, arena[spans[slot]])
            } else {
                appendClean(input.value, to: &sources)
            }
        }
        return isTainted
    }

    private func appendClean(_ value: UInt64, to table: inout TaintTable) {
        if method.isOrdered { table.append(TaintRun(value: value, label: TaintRun.clean)) }
        table.end(value: value)
    }

    private mutating func addFee(_ runs: ArraySlice<TaintRun>, value: UInt64) throws(TaintError) {
        let taint = taint(of: runs.contains { $0.label != TaintRun.clean } ? runs : [], value: value)
        guard taint > 0 else { return }
        feeTransactions += 1
        fee = try TaintFlow.sum([fee, taint])
        for run in runs where run.label != TaintRun.clean {
            let start = Int(run.label) - 1
            feeByStart[start] = try TaintFlow.sum([feeByStart[start], run.value])
        }
    }

    // MARK: Backward

    private mutating func backward(_ place: Int, _ rows: TraceRows, _ found: Discovery) throws(TaintError) {
        let slots = rows.slots(place)
        sources.removeAll()
        var goesOn = false
        for slot in slots {
            // A start's own tag ends nothing, unless value traced from elsewhere came to rest there too.
            let isStartOnly = found.ignoresTag(slot) && !isTainted(slot)
            try addStarts(slot, rows, found)
            settle(slot, rows, found, ignoresTag: isStartOnly)
            if follows[slot] {
                goesOn = true
                sources.append(value: rows.outputs[slot].value, arena[spans[slot]])
            } else {
                appendClean(rows.outputs[slot].value, to: &sources)
            }
        }
        guard goesOn, found.passes[place] else { return }
        let seats = rows.seats(place)
        try flow.backward(sources, to: rows.inputs[seats].lazy.map { $0.value }, into: &targets)
        for (k, seat) in seats.enumerated() {
            let input = rows.inputs[seat]
            if input.known == .resolved {
                if targets.isTainted(k), let slot = rows.slot(of: input.previous) { keep(targets[k], at: slot) }
            } else if targets.isTainted(k) || input.known == .unknown {
                endOutside(seat, input.known == .unknown ? unknownRuns() : targets[k].filter { $0.label != TaintRun.clean }, rows, found)
            }
        }
    }

    /// What reaches an input whose value is not known: every start of `poison`, with no amount.
    private func unknownRuns() -> [TaintRun] {
        Set(sources.runs.map(\.label)).subtracting([TaintRun.clean]).sorted().map { TaintRun(value: 0, label: $0) }
    }

    private mutating func endOutside(_ seat: Int, _ runs: [TaintRun], _ rows: TraceRows, _ found: Discovery) {
        let (hops, fate) = found.outside[seat] ?? (0, PositionFate())
        ends.append(
            End(
                position: .outside(seat: seat),
                reason: fate.reason(amount: .max, minimum: nil, ignoresTag: false) ?? .coverage, hops: hops,
                value: taint(of: runs[...], value: rows.inputs[seat].value), runs: runs))
    }

    // MARK: Both

    private mutating func keep(_ runs: ArraySlice<TaintRun>, at slot: Int) {
        let first = arena.count
        arena.append(contentsOf: runs)
        spans[slot] = first..<arena.count
    }

    /// Adds the starts that stand at a position: each what is clean there, so that nothing counts twice.
    private mutating func addStarts(_ slot: Int, _ rows: TraceRows, _ found: Discovery) throws(TaintError) {
        guard let numbers = found.starts[slot] else { return }
        let value = rows.outputs[slot].value
        if value == 0 { return }
        for number in numbers {
            let start = Int(number)
            let before = Array(runs(slot))
            let there = taint(of: before[...], value: value)
            let clean = value - min(there, value)
            let label = number + 1
            let after: [TaintRun]
            switch method {
            case .fifo, .lifo:
                after =
                    before.isEmpty
                    ? [TaintRun(value: value, label: label)]
                    : before.map { $0.label == TaintRun.clean ? TaintRun(value: $0.value, label: label) : $0 }
            case .poison:
                after = Self.inserting(TaintRun(value: value, label: label), into: before, replaces: true)
            case .haircut, .tiho, .libr:
                after = clean == 0 ? before : Self.inserting(TaintRun(value: clean, label: label), into: before, replaces: false)
            }
            added[start] = try TaintFlow.sum([added[start], clean])
            overlap[start] = try TaintFlow.sum([overlap[start], there])
            keep(after[...], at: slot)
        }
    }

    /// Runs in the order of their labels, with one more.
    private static func inserting(_ run: TaintRun, into runs: [TaintRun], replaces: Bool) -> [TaintRun] {
        var result = runs
        if let k = result.firstIndex(where: { $0.label >= run.label }) {
            if result[k].label != run.label {
                result.insert(run, at: k)
            } else if !replaces {
                result[k].value &+= run.value
            }
        } else {
            result.append(run)
        }
        return result
    }

    /// Decides whether the taint of a position is followed.
    private mutating func settle(_ slot: Int, _ rows: TraceRows, _ found: Discovery, ignoresTag: Bool) {
        guard isTainted(slot) else { return }
        let amount = taint(slot, rows)
        guard let reason = found.fates[slot].reason(amount: amount, minimum: minimum, ignoresTag: ignoresTag) else {
            follows[slot] = true
            return
        }
        ends.append(
            End(
                position: .slot(slot), reason: reason, hops: found.hops[slot], value: amount,
                runs: runs(slot).filter { $0.label != TaintRun.clean }))
    }
}
