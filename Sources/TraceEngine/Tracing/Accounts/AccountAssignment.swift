import Ledger

/// The second pass for one method: every transfer of the balances that are followed, in the order of the direction.
struct AccountAssignment {
    let method: TraceMethod
    let question: AccountQuestion
    private(set) var added: [UInt256]
    private(set) var overlap: [UInt256]
    private(set) var fee = UInt256.zero
    private(set) var feeByStart: [UInt256]
    private(set) var feeTransactions = 0
    private(set) var stops: [Key: Sum] = [:]
    /// What came to each address, whether it stayed or went on.
    private(set) var arrivals: [AddressRef: Arrival] = [:]
    private var balances: [AddressRef: BalanceLots] = [:]
    /// By `poison`, the starts that came to rest with hubs.
    private var resting: [Key: Set<UInt32>] = [:]
    /// The last arrival of taint at each balance.
    private var last: [AddressRef: TxRef] = [:]

    struct Arrival {
        /// Labels of the starts, counted from 1.
        var labels: Set<UInt32> = []
        /// Throughput: value that passes twice counts twice. What does not fit stays at the greatest number there is.
        var value = UInt256.zero
        var transfers: UInt64 = 0
    }

    struct Key: Hashable {
        var address: AddressRef
        var reason: StopReason
    }

    struct Sum {
        var value = UInt256.zero
        var byStart: [UInt256]
        var last: TxRef
        /// The next transfer, which decided.
        var next: TransferPlace?
    }

    private var direction: TraceDirection { question.direction }

    /// - Parameter openings: by balance, what is there when the pass begins.
    init(_ method: TraceMethod, _ question: AccountQuestion, _ openings: [AddressRef: UInt256]) {
        self.method = method
        self.question = question
        added = [UInt256](repeating: .zero, count: question.starts.count)
        overlap = added
        feeByStart = added
        for (address, opening) in openings { balances[address] = BalanceLots(method, question.direction, opening: opening) }
    }

    mutating func pass<Reader>(
        _ row: TransferRow, _ place: TransferPlace, _ found: AccountDiscovery<Reader>
    ) throws(TaintError) {
        // A transfer to oneself moves nothing.
        if row.from == row.to || row.value == .zero { return }
        let starts = found.starts[place] ?? []
        let isBeyond = direction.isBeyond(found.times[row.at] ?? 0, question.limits.until)
        if isBeyond && starts.isEmpty { return }
        let target = direction.target(row)
        var runs = isBeyond ? [] : try balances[direction.source(row)]?.withdraw(row.value) ?? []
        if row.kind == .gas {
            if direction == .forward { try burn(runs, row.value) } else { try balances[target]?.deposit(row.value, []) }
            return
        }
        for start in starts {
            let there = taint(of: runs, value: row.value)
            let claimed = BalanceLots.claim(runs, worth: row.value, by: UInt32(start) + 1, method)
            runs = claimed.runs
            added[start] = try Self.sum(added[start], claimed.added)
            overlap[start] = try Self.sum(overlap[start], there)
        }
        let amount = taint(of: runs, value: row.value)
        if amount > .zero {
            arrive(at: target, amount, runs)
            if let end = end(row, place, amount, isStart: !starts.isEmpty, isBeyond: isBeyond, found) {
                let isRest = !isBeyond && (end.reason == .unspent || end.reason == .coverage)
                if method == .poison, isRest, found.hubBounds[end.address] != nil {
                    // What rests with a hub taints all that it holds: known in the end.
                    resting[Key(address: end.address, reason: end.reason), default: []].formUnion(runs.map(\.label))
                    last[end.address] = row.at
                } else {
                    try stop(Key(address: end.address, reason: end.reason), amount, runs, row.at, next: end.next)
                }
                // What stopped counts as clean from here on.
                runs = []
            } else {
                last[target] = row.at
            }
        }
        if !isBeyond { try balances[target]?.deposit(row.value, runs) }
    }

    private mutating func arrive(at target: AddressRef, _ amount: UInt256, _ runs: [AccountRun]) {
        guard target != .none else { return }
        arrivals[target, default: Arrival()].labels.formUnion(runs.lazy.map(\.label).filter { $0 != 0 })
        let (sum, isTooLarge) = (arrivals[target]?.value ?? .zero).addingReportingOverflow(amount)
        arrivals[target]?.value = isTooLarge ? .max : sum
        arrivals[target]?.transfers += 1
    }

    /// Gas takes its part of the balance.
    private mutating func burn(_ runs: [AccountRun], _ value: UInt256) throws(TaintError) {
        for run in runs where run.label != 0 {
            feeByStart[Int(run.label) - 1] = try Self.sum(feeByStart[Int(run.label) - 1], run.value)
        }
        let amount = taint(of: runs, value: value)
        if amount > .zero { feeTransactions += 1 }
        fee = try Self.sum(fee, amount)
    }

    private typealias End = (address: AddressRef, reason: StopReason, next: TransferPlace?)

    /// Why value that arrives is not followed, and where it rests; nil when it goes into the balance.
    private func end<Reader>(
        _ row: TransferRow, _ place: TransferPlace, _ amount: UInt256, isStart: Bool, isBeyond: Bool,
        _ found: AccountDiscovery<Reader>
    ) -> End? {
        let limits = question.limits
        let isSmall = question.minimum.map { amount < $0 } ?? false
        if direction == .backward {
            if row.from == .none { return (row.to, .issued, nil) }
            if isStart {
                // A start stands where value came to rest: limits apply there, and its own tag does not end it.
                if isBeyond { return (row.to, .timeLimit, place) }
                if limits.hops == 0 { return (row.to, .hopLimit, place) }
                if isSmall { return (row.to, .minimumValue, place) }
                if found.hubs[row.to] != nil { return (row.to, .hub, place) }
            }
        }
        let target = direction.target(row)
        if target == .none { return (.none, .burn, nil) }
        if let end = found.ends[target] { return (target, end.reason, nil) }
        // What stays until the end of the snapshot is unspent, and what was there before it begins is not known further,
        // whatever the limits.
        guard let next = found.next(of: target, after: place) else {
            return isBeyond || found.hubs[target] != nil ? (target, rest(row.at, found.ledger.info.coverage), nil) : nil
        }
        if isBeyond || direction.isBeyond(found.times[next.at] ?? 0, limits.until) { return (target, .timeLimit, next) }
        if let limit = limits.hops, found.hops[target] ?? 0 >= limit { return (target, .hopLimit, next) }
        if isSmall { return (target, .minimumValue, next) }
        return found.hubs[target] != nil ? (target, .hub, next) : nil
    }

    /// What is said of value that stays where it is: forward it is still there, unless blocks that are missing might hold
    /// a payment; backward nobody knows where a balance's beginning came from.
    private func rest(_ at: TxRef, _ coverage: Coverage) -> StopReason {
        if direction == .backward { return .coverage }
        let isCovered =
            coverage.heightsKnown && coverage.wholeBlocks && !coverage.gaps.contains { $0.lowerBound > at.height }
        return isCovered ? .unspent : .coverage
    }

    private mutating func stop(
        _ key: Key, _ amount: UInt256, _ runs: [AccountRun], _ at: TxRef, next: TransferPlace?
    ) throws(TaintError) {
        var sum = stops[key] ?? Sum(byStart: [UInt256](repeating: .zero, count: added.count), last: at)
        sum.value = try Self.sum(sum.value, amount)
        for run in runs where run.label != 0 {
            let start = Int(run.label) - 1
            sum.byStart[start] = try Self.sum(sum.byStart[start], run.value)
        }
        sum.last = at
        sum.next = next
        stops[key] = sum
    }

    /// Ends what is left in the balances after the last transfer.
    mutating func settle<Reader>(_ found: AccountDiscovery<Reader>) throws(TaintError) {
        for (key, labels) in resting {
            let whole = found.hubBounds[key.address]?.rest(direction) ?? .zero
            let runs = labels.sorted().map { AccountRun(value: whole, label: $0) }
            try stop(key, whole, runs, last[key.address] ?? .none, next: nil)
        }
        for (address, balance) in balances where balance.taint > .zero {
            let at = last[address] ?? .none
            // What is left where a move follows beyond the time limit was not followed for that reason.
            let far = direction == .forward ? found.payments[address]?.last : found.payments[address]?.first
            let beyond = far.flatMap { direction.isBeyond(found.times[$0.at] ?? 0, question.limits.until) ? $0 : nil }
            let reason = beyond != nil ? .timeLimit : rest(at, found.ledger.info.coverage)
            let runs =
                method == .poison
                ? balance.lots.map { AccountRun(value: balance.total, label: $0.label) } : Array(balance.lots)
            try stop(Key(address: address, reason: reason), balance.taint, runs, at, next: beyond)
        }
    }

    private func taint(of runs: [AccountRun], value: UInt256) -> UInt256 {
        method == .poison ? (runs.isEmpty ? .zero : value) : BalanceLots.sum(runs)
    }

    static func sum(_ a: UInt256, _ b: UInt256) throws(TaintError) -> UInt256 {
        let (sum, isTooLarge) = a.addingReportingOverflow(b)
        if isTooLarge { throw .sumTooLarge }
        return sum
    }
}
