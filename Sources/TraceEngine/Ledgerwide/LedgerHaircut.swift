import Ledger
import LedgerIndex

/// `haircut` over a whole ledger: what every output carries when nothing stops the value of the starts, in one pass in
/// ledger order.
///
/// The figures are those of a trace by `haircut` with no stop but `coverage`: where the value of an input is unknown,
/// what arrives is stopped. Eight bytes an output.
public final class LedgerHaircut: @unchecked Sendable {
    /// What paid for fees, and what was stopped because an input's value is unknown; base units.
    public private(set) var fee: UInt64 = 0
    public private(set) var stopped: UInt64 = 0
    /// Transactions that value of the starts passed through.
    public private(set) var transactions = 0
    private let first: UInt64
    private let count: Int
    private let taints: UnsafeMutablePointer<UInt64>

    /// Follows the outputs of the transactions `starts`: of a start that carries something already, what is clean is
    /// added. An error for a start that the snapshot does not hold, and for a transaction that pays more than it has.
    public init(from starts: [UInt64], in view: IndexView) throws(LedgerError) {
        first = view.firstOutput
        count = view.outputCount
        taints = .allocate(capacity: max(1, count))
        taints.initialize(repeating: 0, count: max(1, count))
        for start in starts { _ = try view.reference(of: start) }
        var pending = Set(starts).sorted()[...]
        guard var next = pending.first else { return }
        for columns in try view.columns([.links, .values]) {
            let end = columns.firstTransaction + UInt64(columns.transactionCount)
            var kernel = HaircutKernel(columns, taints, base: Int(columns.firstOutput - first), first: first)
            next = max(next, columns.firstTransaction)
            while next < end {
                let stop = min(end, pending.first ?? end)
                try kernel.pass(from: Int(next - columns.firstTransaction), to: Int(stop - columns.firstTransaction))
                next = stop
                if next < end {
                    // A start passes on what it carries, and then all its outputs are tainted whole.
                    try kernel.pass(from: Int(next - columns.firstTransaction), to: Int(next - columns.firstTransaction) + 1)
                    try kernel.taint(Int(next - columns.firstTransaction))
                    pending.removeFirst()
                    next += 1
                }
            }
            fee += kernel.fee
            stopped += kernel.stopped
            transactions += kernel.transactions
        }
    }

    deinit { taints.deallocate() }

    /// What an output carries, spent or not; base units, 0 for one that is not in the ledger.
    public func taint(of output: UInt64) -> UInt64 {
        output >= first && output - first < UInt64(count) ? taints[Int(output - first)] : 0
    }
}
