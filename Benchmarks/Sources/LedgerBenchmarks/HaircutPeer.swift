import CKernels

/// The arithmetic of `LedgerHaircut` fed by SQLite's rows.
///
/// What each output carries is kept in memory on both sides. Where an input's value is not joined by SQLite, the program
/// keeps the values of all outputs as well, which SQLite's rows then only need name.
struct HaircutPeer {
    private(set) var transactions: UInt64 = 0
    private var taints: [UInt64] = []
    private var values: [UInt64] = []
    private var first = 0
    private var tainted: UInt64 = 0
    private var whole: UInt64 = 0

    /// Runs over the whole ledger; every transaction in `starts` (ascending) taints its outputs whole.
    static func run(_ peer: SQLitePeer, outputs: Int, from starts: [UInt64], joining: Bool) throws -> UInt64 {
        var pass = HaircutPeer()
        pass.taints.reserveCapacity(outputs)
        pass.values.reserveCapacity(outputs)
        var transaction: UInt64 = 0, next = 0
        try peer.stream(
            joining: joining,
            { output, value in
                pass.tainted &+= pass.taints[output]
                pass.whole &+= joining ? value : pass.values[output]
            },
            { value in
                pass.values.append(value)
                pass.taints.append(0)
            },
            {
                if pass.tainted > 0 { pass.divide() }
                if next < starts.count, starts[next] == transaction {
                    for output in pass.first..<pass.values.count { pass.taints[output] = pass.values[output] }
                    next += 1
                }
                (pass.tainted, pass.whole) = (0, 0)
                pass.first = pass.values.count
                transaction += 1
            })
        return pass.transactions
    }

    private mutating func divide() {
        transactions += 1
        let (tainted, whole, first) = (tainted, whole, first)
        let count = values.count - first
        values.withUnsafeBufferPointer { values in
            taints.withUnsafeMutableBufferPointer { taints in
                guard let values = values.baseAddress, let taints = taints.baseAddress else { return }
                _ = c_divide(tainted, whole, values + first, taints + first, count)
            }
        }
    }
}
