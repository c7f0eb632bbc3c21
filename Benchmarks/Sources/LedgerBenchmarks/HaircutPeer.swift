/// The arithmetic of `LedgerHaircut` fed by SQLite's rows.
struct HaircutPeer {
    private(set) var transactions: UInt64 = 0
    private var taints: [UInt64] = []
    private var values: [UInt64] = []
    private var rests: [UInt64] = []
    private var tainted: UInt64 = 0
    private var whole: UInt64 = 0

    /// Runs over the whole ledger; every transaction in `starts` (ascending) taints its outputs whole.
    static func run(_ peer: SQLitePeer, outputs: Int, from starts: [UInt64]) throws -> UInt64 {
        var pass = HaircutPeer()
        pass.taints.reserveCapacity(outputs)
        pass.values.reserveCapacity(outputs)
        var transaction: UInt64 = 0, next = 0, first = 0
        try peer.stream(
            { output in
                pass.tainted &+= pass.taints[output]
                pass.whole &+= pass.values[output]
            },
            { value in
                pass.values.append(value)
                pass.taints.append(0)
            },
            {
                if pass.tainted > 0 { pass.divide(from: first) }
                if next < starts.count, starts[next] == transaction {
                    for output in first..<pass.values.count { pass.taints[output] = pass.values[output] }
                    next += 1
                }
                (pass.tainted, pass.whole) = (0, 0)
                first = pass.values.count
                transaction += 1
            })
        return pass.transactions
    }

    private mutating func divide(from first: Int) {
        transactions += 1
        var left = tainted, paid: UInt64 = 0
        rests.removeAll(keepingCapacity: true)
        for output in first..<values.count { taints[output] = share(values[output], &paid, &left) }
        if left == 0 { return }
        _ = share(whole - paid, &paid, &left)
        while left > 0 {
            var greatest = 0
            for index in rests.indices where rests[index] > rests[greatest] { greatest = index }
            rests[greatest] = 0
            if first + greatest < values.count { taints[first + greatest] += 1 }
            left -= 1
        }
    }

    @inline(__always)
    private mutating func share(_ value: UInt64, _ paid: inout UInt64, _ left: inout UInt64) -> UInt64 {
        paid &+= value
        let (high, low) = tainted.multipliedFullWidth(by: value)
        let (part, rest) = high == 0 ? low.quotientAndRemainder(dividingBy: whole) : whole.dividingFullWidth((high, low))
        rests.append(rest)
        left &-= part
        return part
    }
}
