import Ledger

/// Some of a balance that stems from one start, or from none.
public struct AccountRun: Hashable, Sendable {
    public var value: UInt256
    /// 0 for clean value; else the number of the start, counted from 1.
    public var label: UInt32

    public init(value: UInt256, label: UInt32) {
        self.value = value
        self.label = label
    }
}

/// One balance in a trace by one method: what it is worth, and what of that stems from which start.
///
/// For `fifo` and `lifo` the lots are runs in the order of arrival, clean ones among them. For `haircut` and `libr` they
/// are one amount a start, in the order of the starts; for `poison` each start that reaches, with the whole balance.
public struct BalanceLots: Sendable {
    public let method: TraceMethod
    public let direction: TraceDirection
    public private(set) var total: UInt256
    public var lots: ArraySlice<AccountRun> { held[first...] }
    private var held: [AccountRun]
    /// Lots before this one are spent; they are let go of now and then, so that taking from the front costs nothing.
    private var first = 0

    /// - Parameter opening: forward what was there before the ledger begins, clean and before all other lots; backward
    ///   what is there in the end.
    public init(_ method: TraceMethod, _ direction: TraceDirection = .forward, opening: UInt256 = .zero) {
        self.method = method
        self.direction = direction
        total = opening
        held = method.isOrdered && opening > .zero ? [AccountRun(value: opening, label: 0)] : []
    }

    /// What stems from starts, of all together.
    public var taint: UInt256 {
        if method == .poison { return lots.isEmpty ? .zero : total }
        return Self.sum(lots)
    }

    /// Adds what arrives: `value` in all, of which `runs` stem from starts (in order, with clean runs, for `fifo` and
    /// `lifo`). Throws when the balance would exceed 256 bits.
    public mutating func deposit(_ value: UInt256, _ runs: [AccountRun]) throws(TaintError) {
        let (sum, isTooLarge) = total.addingReportingOverflow(value)
        if isTooLarge { throw .sumTooLarge }
        total = sum
        switch method {
        case .fifo, .lifo:
            let some = runs.isEmpty ? [AccountRun(value: value, label: 0)] : runs
            if method == .fifo, direction == .backward {
                prepend(some)
            } else {
                for run in some where run.value > .zero { append(run) }
            }
        case .poison:
            for run in runs where run.label != 0 && value > .zero { insert(AccountRun(value: .zero, label: run.label)) }
        case .haircut, .tiho, .libr:
            for run in runs where run.label != 0 && run.value > .zero { insert(run) }
        }
    }

    /// Takes `value` out and says what of it stems from which start, in the form that `deposit` takes. Throws when the
    /// balance holds less: the caller knows the opening lot it needs.
    public mutating func withdraw(_ value: UInt256) throws(TaintError) -> [AccountRun] {
        let (rest, isShort) = total.subtractingReportingOverflow(value)
        if isShort { throw .runsDoNotFit }
        let before = total
        total = rest
        switch method {
        case .fifo: return take(value, fromBack: direction == .backward)
        case .lifo: return take(value, fromBack: true)
        case .poison:
            let runs = lots.map { AccountRun(value: value, label: $0.label) }
            if rest == .zero { held = [] }
            return runs
        case .haircut:
            return handOut(share(of: Self.sum(lots), taking: value, of: before))
        case .libr, .tiho:
            // Clean value leaves first.
            let tainted = Self.sum(lots)
            let clean = before.subtractingReportingOverflow(tainted).partialValue
            return handOut(value > clean ? value.subtractingReportingOverflow(clean).partialValue : .zero)
        }
    }

    /// Marks what is clean of runs that arrive as one start's; answers what was clean.
    static func claim(
        _ runs: [AccountRun], worth value: UInt256, by label: UInt32, _ method: TraceMethod
    ) -> (runs: [AccountRun], added: UInt256) {
        switch method {
        case .fifo, .lifo:
            let some = runs.isEmpty ? [AccountRun(value: value, label: 0)] : runs
            let added = sum(some.filter { $0.label == 0 }, cleanToo: true)
            return (some.map { $0.label == 0 ? AccountRun(value: $0.value, label: label) : $0 }, added)
        case .poison:
            let added = runs.isEmpty ? value : .zero
            return (inserting(AccountRun(value: value, label: label), into: runs, adds: false), added)
        case .haircut, .tiho, .libr:
            let added = value.subtractingReportingOverflow(sum(runs)).partialValue
            return (added > .zero ? inserting(AccountRun(value: added, label: label), into: runs, adds: true) : runs, added)
        }
    }

    // MARK: Parts

    /// ⌊taint · value / whole⌋, and one more where the remainder asks for it: two shares by the largest remainder. Of equal
    /// remainders forward the withdrawal is the lower index; backward what was there before, older than what arrived.
    private func share(of taint: UInt256, taking value: UInt256, of whole: UInt256) -> UInt256 {
        guard let (share, rest) = whole.dividingFullWidth(taint.multipliedFullWidth(by: value)) else { return .zero }
        // The two remainders sum to the whole, or both are 0.
        let other = whole.subtractingReportingOverflow(rest).partialValue
        let isMore = direction == .forward ? rest >= other : rest > other
        return rest > .zero && isMore ? share.addingReportingOverflow(UInt256(UInt64(1))).partialValue : share
    }

    /// Takes an amount from the starts pro rata to what each still has here, largest remainder, ties to the lower start.
    private mutating func handOut(_ amount: UInt256) -> [AccountRun] {
        guard amount > .zero else { return [] }
        let whole = Self.sum(lots)
        var left = amount
        var parts: [UInt256] = []
        var rests: [UInt256] = []
        for lot in held {
            let (share, rest) = whole.dividingFullWidth(amount.multipliedFullWidth(by: lot.value)) ?? (.zero, .zero)
            parts.append(share)
            rests.append(rest)
            left = left.subtractingReportingOverflow(share).partialValue
        }
        // Fewer units are left over than there are starts.
        let order = held.indices.sorted { rests[$0] != rests[$1] ? rests[$0] > rests[$1] : $0 < $1 }
        for k in order.prefix(Int(truncatingIfNeeded: left.low)) {
            parts[k] = parts[k].addingReportingOverflow(UInt256(UInt64(1))).partialValue
        }
        var result: [AccountRun] = []
        for k in held.indices where parts[k] > .zero {
            result.append(AccountRun(value: parts[k], label: held[k].label))
            held[k].value = held[k].value.subtractingReportingOverflow(parts[k]).partialValue
        }
        held.removeAll { $0.value == .zero }
        return result
    }

    private mutating func take(_ value: UInt256, fromBack: Bool) -> [AccountRun] {
        var missing = value
        var taken: [AccountRun] = []
        while missing > .zero, let next = fromBack ? lots.last : lots.first {
            let part = min(missing, next.value)
            taken.append(AccountRun(value: part, label: next.label))
            missing = missing.subtractingReportingOverflow(part).partialValue
            let place = fromBack ? held.count - 1 : first
            held[place].value = next.value.subtractingReportingOverflow(part).partialValue
            guard held[place].value == .zero else { continue }
            if fromBack { held.removeLast() } else { first += 1 }
        }
        if direction == .forward, first > 32, first > held.count / 2 {
            held.removeFirst(first)
            first = 0
        }
        return fromBack ? taken.reversed() : taken
    }

    /// Puts lots before all others, in their order.
    private mutating func prepend(_ some: [AccountRun]) {
        for run in some.reversed() where run.value > .zero {
            if let next = lots.first, next.label == run.label {
                held[first].value = next.value.addingReportingOverflow(run.value).partialValue
            } else if first > 0 {
                first -= 1
                held[first] = run
            } else {
                // Room for as many again, so that putting in front costs nothing on average.
                let room = max(16, held.count)
                held.insert(contentsOf: repeatElement(run, count: room), at: 0)
                first = room - 1
            }
        }
    }

    private mutating func append(_ run: AccountRun) {
        if let last = lots.last, last.label == run.label {
            held[held.count - 1].value = last.value.addingReportingOverflow(run.value).partialValue
        } else {
            held.append(run)
        }
    }

    private mutating func insert(_ run: AccountRun) { held = Self.inserting(run, into: held, adds: method != .poison) }

    private static func inserting(_ run: AccountRun, into runs: [AccountRun], adds: Bool) -> [AccountRun] {
        var result = runs
        if let k = result.firstIndex(where: { $0.label >= run.label }) {
            if result[k].label != run.label {
                result.insert(run, at: k)
            } else if adds {
                result[k].value = result[k].value.addingReportingOverflow(run.value).partialValue
            }
        } else {
            result.append(run)
        }
        return result
    }

    /// Parts of one balance: they never sum to more than it holds.
    static func sum(_ runs: some Sequence<AccountRun>, cleanToo: Bool = false) -> UInt256 {
        runs.reduce(.zero) { $1.label == 0 && !cleanToo ? $0 : $0.addingReportingOverflow($1.value).partialValue }
    }
}
