import TraceEngine

/// What one position holds in the reference: every unit with its start, or an amount a start, or a set of starts.
struct Holding {
    var value: UInt64
    var method: TraceMethod
    /// `fifo`, `lifo`: one entry a unit, 0 for clean.
    var units: [Int] = []
    /// The others: what stems from each start, counted from 1; for `poison` the whole value.
    var byStart: [Int: UInt64] = [:]

    init(empty value: UInt64, _ method: TraceMethod) {
        self.value = value
        self.method = method
        if method.isOrdered { units = Array(repeating: 0, count: Int(value)) }
    }

    var amount: UInt64 {
        switch method {
        case .fifo, .lifo: UInt64(units.count { $0 != 0 })
        case .poison: byStart.isEmpty ? 0 : value
        default: byStart.values.reduce(0, +)
        }
    }

    func parts(_ count: Int) -> [UInt64] {
        (1...count).map { start in
            method.isOrdered ? UInt64(units.count { $0 == start }) : byStart[start] ?? 0
        }
    }

    /// What is clean becomes the start's.
    func claimed(by start: Int) -> Holding {
        var result = self
        if value == 0 { return result }
        switch method {
        case .fifo, .lifo: result.units = units.map { $0 == 0 ? start : $0 }
        case .poison: result.byStart[start] = value
        default:
            let clean = value - amount
            if clean > 0 { result.byStart[start, default: 0] += clean }
        }
        return result
    }
}

/// The rules of one transaction, written from DESIGN section 4 with numbers of any size and units one by one.
enum ReferenceRules {
    /// Outputs, then the fee.
    static func forward(_ method: TraceMethod, _ inputs: [Holding], _ outputs: [UInt64], _ fee: UInt64) -> [Holding] {
        let sizes = outputs + [fee]
        switch method {
        case .poison: return poisoned(inputs, sizes)
        case .fifo, .lifo:
            return cut(inputs.flatMap(\.units), sizes, fromBack: method == .lifo).enumerated().map { k, units in
                var holding = Holding(empty: sizes[k], method)
                holding.units = units
                return holding
            }
        default: break
        }
        var left: [Int: UInt64] = [:]
        for input in inputs { left.merge(input.byStart, uniquingKeysWith: +) }
        let total = left.values.reduce(0, +)
        var amounts = [UInt64](repeating: 0, count: sizes.count)
        var order = Array(sizes.indices)
        if method == .haircut {
            amounts = divide(total, sizes)
        } else {
            order = outputs.indices.sorted { outputs[$0] == outputs[$1] ? $0 < $1 : outputs[$0] > outputs[$1] } + [outputs.count]
            var rest = total
            for k in order {
                amounts[k] = min(rest, sizes[k])
                rest -= amounts[k]
            }
        }
        return handOut(amounts, order, sizes, &left, method)
    }

    static func backward(_ method: TraceMethod, _ outputs: [Holding], _ inputs: [UInt64], _ fee: UInt64) -> [Holding] {
        switch method {
        case .poison: return poisoned(outputs, inputs)
        case .fifo, .lifo:
            // Follow every unit forward by its number, then read the map the other way round.
            let count = Int(inputs.reduce(0, +))
            let arrived = cut(Array(0..<count), outputs.map(\.value) + [fee], fromBack: method == .lifo)
            var label = [Int](repeating: 0, count: count)
            for (output, numbers) in zip(outputs, arrived) {
                for (unit, number) in zip(output.units, numbers) { label[number] = unit }
            }
            var first = 0
            return inputs.map { size in
                var holding = Holding(empty: size, method)
                holding.units = Array(label[first..<(first + Int(size))])
                first += Int(size)
                return holding
            }
        default:
            var left: [Int: UInt64] = [:]
            for output in outputs { left.merge(output.byStart, uniquingKeysWith: +) }
            let amounts = divide(left.values.reduce(0, +), inputs)
            return handOut(amounts, Array(inputs.indices), inputs, &left, method)
        }
    }

    private static func poisoned(_ sources: [Holding], _ sizes: [UInt64]) -> [Holding] {
        let starts = Set(sources.flatMap(\.byStart.keys))
        return sizes.map { size in
            var holding = Holding(empty: size, .poison)
            for start in starts { holding.byStart[start] = size }
            return holding
        }
    }

    private static func cut(_ units: [Int], _ sizes: [UInt64], fromBack: Bool) -> [[Int]] {
        var rest = units
        return sizes.map { size in
            let piece = fromBack ? Array(rest.suffix(Int(size))) : Array(rest.prefix(Int(size)))
            if fromBack { rest.removeLast(Int(size)) } else { rest.removeFirst(Int(size)) }
            return piece
        }
    }

    private static func handOut(
        _ amounts: [UInt64], _ order: [Int], _ sizes: [UInt64], _ left: inout [Int: UInt64], _ method: TraceMethod
    ) -> [Holding] {
        var result = sizes.map { Holding(empty: $0, method) }
        for k in order {
            let starts = left.keys.sorted()
            let parts = divide(amounts[k], starts.map { left[$0] ?? 0 })
            for (start, part) in zip(starts, parts) where part > 0 {
                result[k].byStart[start] = part
                left[start, default: 0] -= part
            }
        }
        return result
    }

    /// Largest remainder, one unit after the other.
    static func divide(_ total: UInt64, _ weights: [UInt64]) -> [UInt64] {
        let whole = weights.reduce(0 as UInt128) { $0 + UInt128($1) }
        guard whole > 0 else { return weights.map { _ in 0 } }
        var parts = weights.map { UInt64(UInt128(total) * UInt128($0) / whole) }
        var rests = weights.map { UInt128(total) * UInt128($0) % whole }
        for _ in 0..<(total - parts.reduce(0, +)) {
            var best = 0
            for k in rests.indices where rests[k] > rests[best] { best = k }
            parts[best] += 1
            rests[best] = 0
        }
        return parts
    }
}
