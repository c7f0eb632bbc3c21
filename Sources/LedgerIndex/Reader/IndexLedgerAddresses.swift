import CLedgerKernel
import Ledger

/// Addresses, their histories and their sums.
extension IndexLedger {
    public func find(_ addresses: [Address]) throws(LedgerError) -> [AddressRef?] {
        var numbers: [UInt64] = []
        try view.find(addresses, into: &numbers)
        return numbers.map { $0 == IndexView.none ? nil : AddressRef(raw: $0) }
    }

    public func addresses(of refs: [AddressRef]) throws(LedgerError) -> [Address] {
        try each(refs) { ref throws(LedgerError) in
            Address(canonicalScript: try view.script(ofAddress: ref.raw))
        }
    }

    public func counts(of refs: [AddressRef]) throws(LedgerError) -> [UInt64] {
        try each(refs) { ref throws(LedgerError) in
            var count: UInt64 = 0
            try view.eachPart(of: ref.raw) { part, entry, bound throws(LedgerError) in
                if bound == part.transactionCount {
                    count += UInt64(entry.pointee.transactions)
                } else {
                    var walk = try AppearanceWalk(part, entry, bound: bound)
                    while try walk.next() != nil { count += 1 }
                }
            }
            return count
        }
    }

    public func history(
        of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<OutputRef>
    ) throws(LedgerError) {
        batch.removeAll()
        for ref in refs {
            let start = batch.rows.count
            var isFull = page.limit < 1
            try view.eachPart(of: ref.raw) { part, entry, bound throws(LedgerError) in
                if isFull { return }
                // Of a hub with a million rows only those of the page are read.
                let rows = try part.untouchedRows(entry).receipts
                guard let base = rows.baseAddress else { return }
                func transaction(_ place: Int) throws(LedgerError) -> UInt32 { try part.at(base, place).tx }
                var place = try Self.first(part, rows.count, after: page, transaction)
                while place < rows.count {
                    let current = try transaction(place)
                    if current >= bound { break }
                    var end = place + 1
                    while end < rows.count, try transaction(end) == current { end += 1 }
                    // A page never splits a transaction; one that exceeds it alone is a page of its own.
                    let taken = batch.rows.count - start
                    if taken > 0, taken + (end - place) > page.limit {
                        isFull = true
                        return
                    }
                    let at = try part.reference(of: current)
                    while place < end {
                        batch.rows.append(OutputRef(tx: at, index: rows[place].index))
                        place += 1
                    }
                }
            }
            batch.endKey()
        }
    }

    public func appearances(
        of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<TxRef>
    ) throws(LedgerError) {
        batch.removeAll()
        for ref in refs {
            let start = batch.rows.count
            try view.eachPart(of: ref.raw) { part, entry, bound throws(LedgerError) in
                guard batch.rows.count - start < page.limit else { return }
                var walk = try AppearanceWalk(part, entry, bound: bound)
                walk.receipt = try Self.first(part, walk.receipts.count, after: page) { place throws(LedgerError) in
                    try walk.receipt(at: place)
                }
                walk.spend = try Self.first(part, walk.spends.count, after: page) { place throws(LedgerError) in
                    try walk.spend(at: place)
                }
                while batch.rows.count - start < page.limit, let transaction = try walk.next() {
                    batch.rows.append(try part.reference(of: transaction))
                }
            }
            batch.endKey()
        }
    }

    public func summaries(of refs: [AddressRef]) throws(LedgerError) -> [AddressSummary] {
        try each(refs) { ref throws(LedgerError) in
            var summary = AddressSummary()
            var spent: UInt64 = 0
            try view.eachPart(of: ref.raw) { part, entry, bound throws(LedgerError) in
                let (receipts, spends) = try part.rows(entry)
                for row in receipts {
                    if row.tx >= bound { break }
                    summary.outputs += 1
                    summary.received = try Self.sum(summary.received, row.value)
                }
                for row in spends {
                    if row.tx >= bound { break }
                    if row.input & Mark.high == 0 { spent += 1 }
                    summary.sent = try Self.sum(summary.sent, row.value)
                }
                var walk = try AppearanceWalk(part, entry, bound: bound)
                var last: UInt32?
                while let transaction = try walk.next() {
                    if summary.first == .none { summary.first = try part.reference(of: transaction) }
                    summary.transactions += 1
                    last = transaction
                }
                if let last { summary.last = try part.reference(of: last) }
            }
            summary.unspentOutputs = summary.outputs - min(spent, summary.outputs)
            summary.complete = isEverythingKnown
            return summary
        }
    }

    /// The first row after the page's transaction; `transaction` answers that of a row.
    private static func first(
        _ part: SegmentView, _ count: Int, after page: Cursor, _ transaction: (Int) throws(LedgerError) -> UInt32
    ) throws(LedgerError) -> Int {
        guard let after = page.after else { return 0 }
        if after.height < part.firstHeight { return 0 }
        if after.height > part.lastHeight { return count }
        let next = after.position == .max
            ? try part.lowerBound(TxRef(height: after.height + 1, position: 0))
            : try part.lowerBound(TxRef(height: after.height, position: after.position + 1))
        return try SegmentView.bound(count) { place throws(LedgerError) in try transaction(place) < next }
    }

    static func sum(_ a: UInt64, _ b: UInt64) throws(LedgerError) -> UInt64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { throw LedgerError("The values of this ledger exceed 64 bits: it cannot be of a real chain.") }
        return sum
    }
}

/// The transactions an address is in, in order: what it received and what it spent, put together. Rows are compared with
/// their checksums as they are met.
struct AppearanceWalk {
    let receipts: UnsafeBufferPointer<clew_receipt>
    let spends: UnsafeBufferPointer<clew_spend>
    let bound: UInt32
    var receipt = 0
    var spend = 0
    private let part: SegmentView

    init(_ part: SegmentView, _ entry: UnsafePointer<clew_address>, bound: UInt32) throws(LedgerError) {
        (receipts, spends) = try part.untouchedRows(entry)
        self.bound = bound
        self.part = part
    }

    /// The transaction of a receipt; all ones behind the last.
    @inline(__always)
    func receipt(at place: Int) throws(LedgerError) -> UInt32 {
        guard place < receipts.count, let base = receipts.baseAddress else { return Mark.none }
        return try part.at(base, place).tx
    }

    /// The transaction of a spend; all ones behind the last.
    @inline(__always)
    func spend(at place: Int) throws(LedgerError) -> UInt32 {
        guard place < spends.count, let base = spends.baseAddress else { return Mark.none }
        return try part.at(base, place).tx
    }

    /// The next transaction; nil after the last that the snapshot holds.
    mutating func next() throws(LedgerError) -> UInt32? {
        let transaction = min(try receipt(at: receipt), try spend(at: spend))
        guard transaction < bound else { return nil }
        while try receipt(at: receipt) == transaction { receipt += 1 }
        while try spend(at: spend) == transaction { spend += 1 }
        return transaction
    }
}
