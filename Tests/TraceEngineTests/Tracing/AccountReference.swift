import Ledger
import TraceEngine

/// Traces of balances written from DESIGN section 4 alone: every unit or every start by itself, everybody's balance
/// through the whole ledger, values of 64 bits. Slow, and shares nothing with the engine.
struct AccountReference {
    struct Stop: Hashable {
        /// `.none` for what was destroyed.
        var owner: AddressRef
        var reason: StopReason
        var value: UInt64
        var byStart: [UInt64]
        var hops: Int
    }

    var stops: Set<Stop> = []
    var fee: UInt64 = 0
    var feeByStart: [UInt64]
    var added: [UInt64]
    var overlap: [UInt64]

    private let world: AccountWorld
    private let rows: [TransferRow]
    private let question: AccountQuestion
    private let method: TraceMethod
    private let categories: [AddressRef: String]
    /// By start, the places in `rows` that it stands for.
    private let starts: [[Int]]
    private var hops: [AddressRef: Int] = [:]
    private var sums: [AddressRef: [StopReason: Holding]] = [:]

    private var isForward: Bool { question.direction == .forward }

    /// - Parameter categories: what the tests' tags say of each address.
    init(
        _ world: AccountWorld, _ question: AccountQuestion, _ method: TraceMethod, starts: [[TransferRow]],
        categories: [AddressRef: String]
    ) {
        self.world = world
        self.question = question
        self.method = method
        self.categories = categories
        rows = world.rows.filter { $0.asset == question.asset && $0.from != $0.to && $0.value > .zero }
        let all = rows
        self.starts = starts.map { some in some.compactMap { row in all.firstIndex(of: row) } }
        added = [UInt64](repeating: 0, count: starts.count)
        overlap = added
        feeByStart = added
        countHops()
        if isForward { forward() } else { backward() }
        for (owner, reasons) in sums {
            for (reason, holding) in reasons where holding.amount > 0 {
                stops.insert(
                    Stop(
                        owner: owner, reason: reason, value: holding.amount, byStart: holding.parts(added.count),
                        hops: hops[owner] ?? 0))
            }
        }
    }

    // MARK: What limits

    private func leaves(_ row: TransferRow) -> AddressRef { isForward ? row.from : row.to }
    private func arrives(_ row: TransferRow) -> AddressRef { isForward ? row.to : row.from }
    private func isLater(_ a: Int, than b: Int) -> Bool { isForward ? a > b : a < b }

    private func isBeyond(_ k: Int) -> Bool {
        guard let until = question.limits.until else { return false }
        let time = rows[k].at.height * 10
        return isForward ? time > until : time < until
    }

    private func isHub(_ owner: AddressRef) -> Bool {
        guard let limit = question.limits.hub, owner != .none else { return false }
        let all = world.rows.filter { $0.from == owner || $0.to == owner }
        return Set(all.map(\.at)).count > Int(limit)
    }

    private func tagEnd(_ owner: AddressRef) -> StopReason? {
        if owner == .none { return nil }
        if question.cuts[world.addresses(of: [owner])[0]] != nil { return .chosen }
        guard let category = categories[owner], question.stops.categories.contains(category) else { return nil }
        return category == "mixer" ? .mixer : category == "bridge" ? .bridge : .service
    }

    /// Fewest transactions to each balance: every move that any move leads to, until nothing gets nearer.
    private mutating func countHops() {
        var near: [Int: Int] = [:]
        for k in starts.joined() {
            near[k] = isForward ? 0 : 1
            if !isForward { hops[rows[k].to] = 0 }
        }
        if !isForward, question.limits.hops == 0 { return }
        func reach() -> [AddressRef: Int] {
            var result = hops.filter { $0.value == 0 && !isForward }
            for (k, hop) in near { result[arrives(rows[k])] = min(result[arrives(rows[k])] ?? .max, hop) }
            return result
        }
        var isChanged = true
        while isChanged {
            isChanged = false
            let reached = reach()
            for (k, hop) in near {
                let owner = arrives(rows[k])
                if owner == .none || tagEnd(owner) != nil || isHub(owner) { continue }
                if let limit = question.limits.hops, reached[owner] ?? 0 >= Int(limit) { continue }
                for next in rows.indices where isLater(next, than: k) && leaves(rows[next]) == owner {
                    if rows[next].kind == .gas || isBeyond(next) { continue }
                    let further = hop + (rows[next].at == rows[k].at ? 0 : 1)
                    if further < near[next] ?? .max {
                        near[next] = further
                        isChanged = true
                    }
                }
            }
        }
        hops = reach()
        hops[.none] = nil
    }

    /// Where value that just arrived ends, if it does.
    private func end(_ k: Int, _ amount: UInt64) -> (AddressRef, StopReason)? {
        let row = rows[k]
        let isStart = starts.contains { $0.contains(k) }
        let isSmall = question.minimum.map { amount < UInt64($0.low) } ?? false
        if !isForward {
            if row.from == .none { return (row.to, .issued) }
            if isStart, isBeyond(k) { return (row.to, .timeLimit) }
            if isStart, question.limits.hops == 0 { return (row.to, .hopLimit) }
            if isStart, isSmall { return (row.to, .minimumValue) }
            if isStart, isHub(row.to) { return (row.to, .hub) }
        }
        let owner = arrives(row)
        if owner == .none { return (owner, .burn) }
        if let reason = tagEnd(owner) { return (owner, reason) }
        let later = rows.indices.filter { isLater($0, than: k) && leaves(rows[$0]) == owner }
        guard let next = isForward ? later.first : later.last else {
            return isBeyond(k) ? (owner, world.isWhole ? .unspent : .coverage) : nil
        }
        if isBeyond(k) || isBeyond(next) { return (owner, .timeLimit) }
        if let limit = question.limits.hops, hops[owner] ?? 0 >= Int(limit) { return (owner, .hopLimit) }
        if isSmall { return (owner, .minimumValue) }
        return isHub(owner) ? (owner, .hub) : nil
    }

    private mutating func stop(_ owner: AddressRef, _ reason: StopReason, _ part: Holding) {
        var sum = sums[owner, default: [:]][reason] ?? Holding(empty: 0, method)
        sum.value += part.value
        sum.units += part.units.filter { $0 != 0 }
        for (start, amount) in part.byStart { sum.byStart[start, default: 0] += amount }
        sums[owner, default: [:]][reason] = sum
    }

    private mutating func claim(_ k: Int, _ moved: Holding) -> Holding {
        var moved = moved
        for (number, some) in starts.enumerated() where some.contains(k) {
            added[number] += moved.value - moved.amount
            overlap[number] += moved.amount
            moved = moved.claimed(by: number + 1)
        }
        return moved
    }

    /// What a balance lacks at its lowest.
    private func opening(_ owner: AddressRef) -> UInt64 {
        var (held, most): (Int64, Int64) = (0, 0)
        for row in rows {
            if row.to == owner { held += Int64(row.value.low) }
            if row.from == owner { held -= Int64(row.value.low) }
            most = max(most, -held)
        }
        return UInt64(most)
    }

    private var owners: Set<AddressRef> { Set(rows.flatMap { [$0.from, $0.to] }).subtracting([.none]) }

    // MARK: Forward

    private mutating func forward() {
        var held: [AddressRef: Holding] = [:]
        for owner in owners { held[owner] = Holding(empty: opening(owner), method) }
        for k in rows.indices {
            let (row, value) = (rows[k], UInt64(rows[k].value.low))
            let isStart = starts.contains { $0.contains(k) }
            if isBeyond(k), !isStart { continue }
            var moved = Holding(empty: value, method)
            if row.from != .none, !isBeyond(k) { moved = AccountRules.take(value, from: &held[row.from], method) }
            if row.kind == .gas {
                fee += moved.amount
                for (start, part) in moved.parts(added.count).enumerated() { feeByStart[start] += part }
                continue
            }
            moved = claim(k, moved)
            if moved.amount > 0, let (owner, reason) = end(k, moved.amount) {
                stop(owner, reason, moved)
                moved = Holding(empty: value, method)
            }
            if row.to != .none, !isBeyond(k) { AccountRules.put(moved, into: &held[row.to], method) }
        }
        for (owner, holding) in held where holding.amount > 0 {
            let hasLater = rows.indices.contains { isBeyond($0) && rows[$0].from == owner }
            stop(owner, hasLater ? .timeLimit : world.isWhole ? .unspent : .coverage, holding)
        }
    }

    // MARK: Backward

    private mutating func backward() {
        if method.isOrdered { return invert() }
        // Turned round: what was paid comes back, and what was received goes out again.
        var held: [AddressRef: Holding] = [:]
        for owner in owners {
            var total = opening(owner)
            for row in rows where row.to == owner { total += UInt64(row.value.low) }
            for row in rows where row.from == owner { total -= UInt64(row.value.low) }
            held[owner] = Holding(empty: total, method)
        }
        for k in rows.indices.reversed() {
            let (row, value) = (rows[k], UInt64(rows[k].value.low))
            if isBeyond(k), !starts.contains(where: { $0.contains(k) }) { continue }
            var moved = Holding(empty: value, method)
            if row.kind != .gas {
                if row.to != .none, !isBeyond(k) {
                    moved = AccountRules.take(value, from: &held[row.to], method, restFirst: true)
                }
                moved = claim(k, moved)
                if moved.amount > 0, let (owner, reason) = end(k, moved.amount) {
                    stop(owner, reason, moved)
                    moved = Holding(empty: value, method)
                }
            }
            if row.from != .none, !isBeyond(k) { AccountRules.put(moved, into: &held[row.from], method) }
        }
        for (owner, holding) in held where holding.amount > 0 { stop(owner, begin(owner), holding) }
    }

    private func begin(_ owner: AddressRef) -> StopReason {
        rows.indices.contains { isBeyond($0) && rows[$0].to == owner } ? .timeLimit : .coverage
    }

    /// `fifo` and `lifo`: follow every unit forward by its name, then read the map the other way round.
    private mutating func invert() {
        // A unit is named by the move that last brought it and its place therein; move -1 is the opening lot.
        struct Unit: Hashable { var move: Int, place: Int }
        var held: [AddressRef: [Unit]] = [:]
        for owner in owners { held[owner] = (0..<Int(opening(owner))).map { Unit(move: -1, place: $0) } }
        var before: [Int: [Unit]] = [:]
        for k in rows.indices {
            let (row, count) = (rows[k], Int(rows[k].value.low))
            if row.from != .none, var units = held[row.from] {
                before[k] = Array(method == .fifo ? units.prefix(count) : units.suffix(count))
                if method == .fifo { units.removeFirst(count) } else { units.removeLast(count) }
                held[row.from] = units
            }
            if row.to != .none { held[row.to, default: []] += (0..<count).map { Unit(move: k, place: $0) } }
        }
        var labels: [Int: [Int]] = [:]
        var openings: [AddressRef: [Int]] = [:]
        for k in rows.indices.reversed() {
            let (row, count) = (rows[k], Int(rows[k].value.low))
            if row.kind == .gas { continue }
            if isBeyond(k), !starts.contains(where: { $0.contains(k) }) {
                // Not entered: what was traced to here rests with whom it was paid to.
                if let some = labels[k] {
                    var part = Holding(empty: UInt64(count), method)
                    part.units = some
                    stop(row.to, .timeLimit, part)
                }
                continue
            }
            var moved = Holding(empty: UInt64(count), method)
            if let some = labels[k], !isBeyond(k) { moved.units = some }
            if let some = labels[k], isBeyond(k) {
                var part = moved
                part.units = some
                stop(row.to, .timeLimit, part)
            }
            moved = claim(k, moved)
            guard moved.amount > 0 else { continue }
            if let (owner, reason) = end(k, moved.amount) {
                stop(owner, reason, moved)
                continue
            }
            for (unit, label) in zip(before[k] ?? [], moved.units) where label != 0 {
                if unit.move < 0 {
                    openings[row.from, default: []].append(label)
                } else {
                    labels[unit.move, default: Array(repeating: 0, count: Int(rows[unit.move].value.low))][unit.place] = label
                }
            }
        }
        for (owner, some) in openings {
            var part = Holding(empty: UInt64(some.count), method)
            part.units = some
            stop(owner, begin(owner), part)
        }
    }
}

/// Balances by the rules, on plain numbers and lists.
enum AccountRules {
    /// - Parameter restFirst: of equal remainders what stays gets the unit, not what is taken.
    static func take(
        _ value: UInt64, from balance: inout Holding?, _ method: TraceMethod, restFirst: Bool = false
    ) -> Holding {
        var moved = Holding(empty: value, method)
        guard var rest = balance else { return moved }
        let before = rest.value
        rest.value -= value
        switch method {
        case .fifo:
            moved.units = Array(rest.units.prefix(Int(value)))
            rest.units.removeFirst(Int(value))
        case .lifo:
            moved.units = Array(rest.units.suffix(Int(value)))
            rest.units.removeLast(Int(value))
        case .poison:
            for start in rest.byStart.keys {
                moved.byStart[start] = value
                rest.byStart[start] = rest.value
            }
            if rest.value == 0 { rest.byStart = [:] }
        default:
            let starts = rest.byStart.keys.sorted()
            let held = starts.map { rest.byStart[$0] ?? 0 }
            let taint = held.reduce(0, +)
            let amount: UInt64
            if method == .libr {
                amount = value > before - taint ? value - (before - taint) : 0
            } else if restFirst {
                amount = ReferenceRules.divide(taint, [before - value, value])[1]
            } else {
                amount = ReferenceRules.divide(taint, [value, before - value])[0]
            }
            for (start, part) in zip(starts, ReferenceRules.divide(amount, held)) {
                moved.byStart[start] = part
                rest.byStart[start, default: 0] -= part
            }
        }
        balance = rest
        moved.byStart = moved.byStart.filter { $0.value > 0 }
        return moved
    }

    static func put(_ moved: Holding, into balance: inout Holding?, _ method: TraceMethod) {
        guard var target = balance else { return }
        target.value += moved.value
        target.units += moved.units
        for (start, part) in moved.byStart { target.byStart[start, default: 0] += part }
        if method == .poison { for start in target.byStart.keys { target.byStart[start] = target.value } }
        balance = target
    }
}
