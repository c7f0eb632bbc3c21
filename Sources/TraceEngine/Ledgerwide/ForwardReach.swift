import Ledger
import LedgerIndex

/// The transactions that value of a transaction may have reached, in one pass over the ledger.
///
/// Every spend leads forward in ledger order, so a transaction is reached exactly when one that it spends of was: inputs
/// are read once, in the order in which they lie. This is `poison` by transaction, without stops. One bit a
/// transaction. A walk outwards (`HopWalk`) is faster while it meets few.
public final class ForwardReach: @unchecked Sendable {
    /// Transactions reached, starts among them.
    public private(set) var count = 0
    private let first: UInt64
    private let end: UInt64
    private let words: UnsafeMutablePointer<UInt64>

    /// An error for a start that the snapshot does not hold.
    public init(from starts: [UInt64], in view: IndexView) throws(LedgerError) {
        first = view.start
        end = view.end
        let size = Int((end - first) / 64) + 1
        words = .allocate(capacity: size)
        words.initialize(repeating: 0, count: size)
        guard var next = starts.min() else { return }
        for start in starts {
            _ = try view.reference(of: start)
            words[Int((start - first) / 64)] |= 1 << ((start - first) & 63)
        }
        for columns in try view.columns(.links) where columns.firstTransaction + UInt64(columns.transactionCount) > next {
            next = max(next, columns.firstTransaction)
            guard Self.mark(words, columns, columns.firstTransaction - first, from: Int(next - columns.firstTransaction), first)
            else { throw columns.damaged("a transaction's rows are not in order") }
        }
        count = (0..<size).reduce(0) { $0 + words[$1].nonzeroBitCount }
    }

    deinit { words.deallocate() }

    /// True when the transaction was reached; false for one that is not in the snapshot.
    public func contains(_ transaction: UInt64) -> Bool {
        guard transaction >= first, transaction < end else { return false }
        return words[Int((transaction - first) / 64)] >> ((transaction - first) & 63) & 1 != 0
    }

    /// The kernel: marks the reached ones of a segment. `base` is added to its ids to give places among `words`. False
    /// when the columns cannot be right.
    @inline(__always)
    private static func mark(
        _ words: UnsafeMutablePointer<UInt64>, _ columns: IndexColumns, _ base: UInt64, from start: Int, _ first: UInt64
    ) -> Bool {
        let inputs = columns.transactionInputs, previous = columns.inputTransaction
        var outside = columns.outside
        var transaction = start
        var input = inputs[start]
        while transaction < columns.transactionCount {
            let end = inputs[transaction &+ 1]
            if end > columns.inputCount { return false }
            var hit: UInt64 = 0
            while input < end {
                let source = UInt64(previous[Int(input)])
                if source < UInt64(transaction) {
                    hit |= words[Int((base &+ source) >> 6)] >> ((base &+ source) & 63)
                } else if let (older, _) = outside.previous(of: input), older >= first, older &- first < base {
                    hit |= words[Int((older &- first) >> 6)] >> ((older &- first) & 63)
                }
                input &+= 1
            }
            let place = base &+ UInt64(transaction)
            words[Int(place >> 6)] |= (hit & 1) << (place & 63)
            transaction &+= 1
        }
        return true
    }
}
