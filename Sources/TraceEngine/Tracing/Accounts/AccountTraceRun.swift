import Ledger

/// A trace of one asset on an account chain, forward. Like `TraceRun` in everything else.
public struct AccountTraceRun<Reader: AccountReader>: Sendable {
    public let ledger: Reader
    public let question: AccountQuestion
    private let tags: any StopTags

    public init(_ question: AccountQuestion, of ledger: Reader, tags: any StopTags = TagTable()) {
        self.ledger = ledger
        self.question = question
        self.tags = tags
    }

    public func answer(_ control: TraceControl = TraceControl()) async throws(TraceError) -> AccountAnswer {
        guard !question.starts.isEmpty, !question.methods.isEmpty else {
            throw .question("A trace needs at least one start and one method.")
        }
        for method in question.methods where !TraceMethod.forBalances.contains(method) {
            throw .question("\(method.rawValue) is defined for outputs, and this chain's value rests in balances.")
        }
        var found = AccountDiscovery(ledger, question, tags, control)
        try await found.run()
        let order = found.transfers.keys.sorted()
        var openings: [AddressRef: UInt256] = [:]
        do throws(TaintError) {
            for address in found.followed { openings[address] = try found.opening(of: address) }
        } catch {
            throw .taint(error)
        }
        var methods: [AccountMethodTrace] = []
        for method in question.methods {
            try control.check()
            control.report(
                TraceProgress(phase: .assign(method), hop: 0, done: 0, total: UInt64(order.count)))
            do throws(TaintError) {
                var assignment = AccountAssignment(method, question, openings)
                for place in order {
                    guard let row = found.transfers[place] else { continue }
                    if let until = question.limits.until, found.times[row.at] ?? 0 > until { continue }
                    try assignment.pass(row, found)
                }
                methods.append(try assignment.sheet(found))
            } catch {
                throw .taint(error)
            }
        }
        var known: [Address: UInt256] = [:]
        for (ref, opening) in openings where opening > .zero {
            if let name = found.names[ref] { known[name] = opening }
        }
        return AccountAnswer(question: question, info: ledger.info, methods: methods, openings: known)
    }
}

/// The second pass for one method: every transfer of the balances that are followed, in ledger order.
private struct AccountAssignment {
    let method: TraceMethod
    let question: AccountQuestion
    private var balances: [AddressRef: BalanceLots] = [:]
    private var added: [UInt256]
    private var overlap: [UInt256]
    private var fee = UInt256.zero
    private var feeByStart: [UInt256]
    private var stops: [Key: Sum] = [:]
    /// The last arrival of taint at each balance.
    private var last: [AddressRef: TxRef] = [:]

    private struct Key: Hashable {
        var address: AddressRef
        var reason: StopReason
    }

    private struct Sum {
        var value = UInt256.zero
        var byStart: [UInt256]
        var last: TxRef
    }

    init(_ method: TraceMethod, _ question: AccountQuestion, _ openings: [AddressRef: UInt256]) {
        self.method = method
        self.question = question
        added = [UInt256](repeating: .zero, count: question.starts.count)
        overlap = added
        feeByStart = added
        for (address, opening) in openings { balances[address] = BalanceLots(method, opening: opening) }
    }

    mutating func pass<Reader>(_ row: TransferRow, _ found: AccountDiscovery<Reader>) throws(TaintError) {
        // A transfer to oneself moves nothing.
        if row.from == row.to || row.value == .zero { return }
        var runs = try balances[row.from]?.withdraw(row.value) ?? []
        if row.kind == .gas {
            for run in runs where run.label != 0 {
                let start = Int(run.label) - 1
                feeByStart[start] = try Self.sum(feeByStart[start], run.value)
            }
            fee = try Self.sum(fee, taint(of: runs, value: row.value))
            return
        }
        let place = TransferPlace(row)
        for (start, some) in found.starts.enumerated() where some.contains(place) {
            let there = taint(of: runs, value: row.value)
            let claimed = BalanceLots.claim(runs, worth: row.value, by: UInt32(start) + 1, method)
            runs = claimed.runs
            added[start] = try Self.sum(added[start], claimed.added)
            overlap[start] = try Self.sum(overlap[start], there)
        }
        let amount = taint(of: runs, value: row.value)
        if amount > .zero {
            last[row.to] = row.at
            if let reason = end(row, amount, found) {
                try stop(row.to, reason, amount, runs, row.at)
                // What stopped counts as clean from here on.
                runs = []
            }
        }
        try balances[row.to]?.deposit(row.value, runs)
    }

    /// Why value that arrives is not followed; nil when it goes into the balance.
    private func end<Reader>(
        _ row: TransferRow, _ amount: UInt256, _ found: AccountDiscovery<Reader>
    ) -> StopReason? {
        if row.to == .none { return .burn }
        if let reason = found.ends[row.to] { return reason }
        // What stays until the end of the snapshot is unspent, whatever the limits.
        let place = TransferPlace(row)
        guard let next = found.payments[row.to]?.first(where: { $0 > place }) else { return nil }
        if let until = question.limits.until, found.times[next.at] ?? 0 > until { return .timeLimit }
        if let limit = question.limits.hops, found.hops[row.to] ?? 0 >= limit { return .hopLimit }
        if let minimum = question.limits.minimumValue, amount < UInt256(minimum) { return .minimumValue }
        return found.hubs.contains(row.to) ? .hub : nil
    }

    private mutating func stop(
        _ address: AddressRef, _ reason: StopReason, _ amount: UInt256, _ runs: [AccountRun], _ at: TxRef
    ) throws(TaintError) {
        let key = Key(address: address, reason: reason)
        var sum = stops[key] ?? Sum(byStart: [UInt256](repeating: .zero, count: added.count), last: at)
        sum.value = try Self.sum(sum.value, amount)
        for run in runs where run.label != 0 {
            sum.byStart[Int(run.label) - 1] = try Self.sum(sum.byStart[Int(run.label) - 1], run.value)
        }
        sum.last = at
        stops[key] = sum
    }

    mutating func sheet<Reader>(_ found: AccountDiscovery<Reader>) throws(TaintError) -> AccountMethodTrace {
        for (address, balance) in balances where balance.taint > .zero {
            let at = last[address] ?? .none
            // Taint that is left where a payment follows beyond the time limit was not followed for that reason.
            let isBeyond = question.limits.until.map { until in
                found.payments[address]?.last.map { found.times[$0.at] ?? 0 > until } ?? false
            }
            // Blocks after the arrival that are missing might hold a payment.
            let isCovered = !found.ledger.info.coverage.gaps.contains { $0.lowerBound > at.height }
            let rest: StopReason = !isCovered ? .coverage : isBeyond ?? false ? .timeLimit : .unspent
            let runs =
                method == .poison
                ? balance.lots.map { AccountRun(value: balance.total, label: $0.label) } : Array(balance.lots)
            try stop(address, rest, balance.taint, runs, at)
        }
        let rows = stops.map { key, sum in
            AccountStop(
                reason: key.reason, address: found.names[key.address], transaction: sum.last, value: sum.value,
                byStart: sum.byStart, hops: found.hops[key.address] ?? 0)
        }.sorted(by: Self.isBefore)
        var ended = fee
        for row in rows { ended = try Self.sum(ended, row.value) }
        var set = UInt256.zero
        for value in added { set = try Self.sum(set, value) }
        return AccountMethodTrace(
            method: method, added: added, overlap: overlap, stops: rows, fee: fee, feeByStart: feeByStart,
            reconciles: method.conserves ? ended == set : nil)
    }

    private static func isBefore(_ a: AccountStop, _ b: AccountStop) -> Bool {
        if a.hops != b.hops { return a.hops < b.hops }
        let (x, y) = (a.address?.script ?? [], b.address?.script ?? [])
        if x != y { return x.lexicographicallyPrecedes(y) }
        return a.reason.rawValue < b.reason.rawValue
    }

    private func taint(of runs: [AccountRun], value: UInt256) -> UInt256 {
        method == .poison ? (runs.isEmpty ? .zero : value) : BalanceLots.sum(runs)
    }

    private static func sum(_ a: UInt256, _ b: UInt256) throws(TaintError) -> UInt256 {
        let (sum, isTooLarge) = a.addingReportingOverflow(b)
        if isTooLarge { throw .sumTooLarge }
        return sum
    }
}
