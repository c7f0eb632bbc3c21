import CLedgerKernel
import Ledger

/// What inputs spend of older segments. These are asked three times, each time in the order in which their rows lie: by id
/// for the transactions, by transaction for the outputs, by address for the scripts. Pages are then read once and one after
/// the other, where one input after the other would touch nine of them anywhere.
extension SegmentBuild {
    /// The transaction of an older segment that an input spends of; `none` when there is none. Ids are asked in ascending
    /// order.
    ///
    /// Of an input that states nothing only the eight bytes by which the directory is sorted were compared, where they stand
    /// for one transaction alone: `joinOlder` compares the others.
    func olderTransaction(of row: UnsafePointer<Spilled.ByTxid>) throws(LedgerError) -> UInt64 {
        guard older.count > 0 else { return IndexView.none }
        noteOlderRead()
        let (candidate, count) = try older.candidate(row.pointee.txid.w0)
        if count == 0 { return IndexView.none }
        if count == 1, row.pointee.tag == Spilled.ByTxid.unstated { return candidate }
        noteOlderRead()
        return try older.last(row.pointee.txid.hash)
    }

    /// Finds the outputs that are spent, and whose they were.
    func joinOlder(_ spends: SpillFile, _ others: SpillFile, _ byAddress: SpillFile) throws(LedgerError) {
        let marks = try SpillFile(in: folder, buckets: markBuckets)
        self.marks = marks
        guard older.count > 0 else { return }
        let owners = try SpillFile(in: folder, buckets: ownerBuckets)
        let start = older.start, width = spendWidth
        try Ahead.run(count: spends.bucketCount, (OlderBucket(), OlderBucket())) { number, bucket throws(LedgerError) in
            try bucket.fill(number, spends, Spilled.OlderSpend.self) {
                ($0.previous - start - UInt64(number) * width) << 32 | UInt64($0.index)
            }
        } use: { _, bucket throws(LedgerError) in
            try step(.transactions, 1, 1)
            for place in 0..<bucket.count {
                try takeOlder(bucket.row(place, Spilled.OlderSpend.self).pointee, others, marks, owners)
            }
        }
        let first = older.firstAddress, span = ownerWidth
        try Ahead.run(count: owners.bucketCount, (OlderBucket(), OlderBucket())) { number, bucket throws(LedgerError) in
            try bucket.fill(number, owners, Spilled.OlderOwner.self) { $0.address - first - UInt64(number) * span }
        } use: { _, bucket throws(LedgerError) in
            try step(.transactions, 1, 1)
            for place in 0..<bucket.count {
                let row = bucket.row(place, Spilled.OlderOwner.self).pointee
                noteOlderRead()
                try older.script(ofAddress: row.address).withRaw { raw throws(LedgerError) in
                    try spill(
                        AddressKey(canonical: raw), row.input, Spilled.ByAddress.external,
                        Spilled.InputSide(value: row.value, tx: row.tx, n: row.n), byAddress)
                }
            }
        }
    }

    private func takeOlder(
        _ row: Spilled.OlderSpend, _ others: SpillFile, _ marks: SpillFile, _ owners: SpillFile
    ) throws(LedgerError) {
        noteOlderRead()
        var other = Spilled.OtherInput(
            value: 0, input: row.input, kind: 2, index: row.index, owner: Mark.none, txid: row.txid, tx: 0, output: 0,
            script: 0, length: 0, reserved: 0)
        let bucket = Int(row.input) >> options.rangeBits
        let txid = row.txid.hash
        guard try older.txid(of: row.previous) == txid else {
            noteUnknown(row.tx)
            return try others.append(bucket, other)
        }
        let outputs = try older.outputs(of: row.previous)
        guard UInt64(row.index) < UInt64(outputs.count) else {
            throw try noSuchOutput(txid, row.index, UInt64(outputs.count), spentBy: row.tx, row.n)
        }
        let number = outputs.lowerBound + UInt64(row.index)
        let output = try older.output(number)
        guard output.spender == IndexView.none else {
            throw LedgerError(
                "Input \(row.n) of transaction \(try self.txid(row.tx)) spends output \(row.index) of \(txid), which "
                    + "transaction \(try older.txid(of: output.spender)) spends already: both cannot be of one chain. "
                    + "Import them into folders of their own, with --ledger.")
        }
        other.kind = 3
        other.tx = row.previous
        other.output = number
        other.value = output.value
        try others.append(bucket, other)
        try marks.append(markBucket(number), clew_mark(output: number, tx: row.tx, input: row.n))
        if output.owner != IndexView.none {
            try owners.append(
                Int((output.owner - older.firstAddress) / ownerWidth),
                Spilled.OlderOwner(address: output.owner, value: output.value, input: row.input, tx: row.tx, n: row.n, reserved: 0))
        }
    }

    // MARK: Buckets

    /// Buckets for so many rows of this segment that lie in a range of so many of older ones: neither many rows nor a wide
    /// range is to fill one.
    private func buckets(_ older: UInt64) -> Int {
        self.older.count == 0 ? 1 : min(1 << 12, max(ranges(header.inputs), ranges(older)))
    }

    private var olderTransactions: UInt64 { older.end - older.start }

    var spendBuckets: Int { buckets(olderTransactions) }

    private var spendWidth: UInt64 { olderTransactions / UInt64(spendBuckets) + 1 }

    func spendBucket(_ transaction: UInt64) -> Int { Int((transaction - older.start) / spendWidth) }

    private var olderAddresses: UInt64 { older.addressEnd - older.firstAddress }

    private var ownerBuckets: Int { buckets(olderAddresses) }

    private var ownerWidth: UInt64 { olderAddresses / UInt64(ownerBuckets) + 1 }

    // MARK: Marks

    private var olderOutputs: UInt64 { header.firstOutput - (older.count > 0 ? older.segments[0].firstOutput : header.firstOutput) }

    private var markBuckets: Int { older.count == 0 ? 1 : ranges(header.inputs) }

    private func markBucket(_ output: UInt64) -> Int {
        let start = older.segments[0].firstOutput
        let width = olderOutputs / UInt64(markBuckets) + 1
        return Int((output - start) / width)
    }

    /// Last of all: the spends of older segments in the order of the outputs.
    func writeMarks() throws(LedgerError) {
        guard let marks, older.count > 0 else { return }
        let rows = try FileWriter(in: folder)
        let scratch = ScratchBuffer()
        for bucket in 0..<marks.bucketCount {
            let sorted = try marks.rows(bucket, clew_mark.self, into: scratch).sorted { $0.output < $1.output }
            for (place, mark) in sorted.enumerated() {
                if place > 0, sorted[place - 1].output == mark.output {
                    throw LedgerError(
                        "Input \(mark.input) of transaction \(try txid(mark.tx)) spends an output that input "
                            + "\(sorted[place - 1].input) of transaction \(try txid(sorted[place - 1].tx)) spends "
                            + "already: both cannot be of one chain. Import them into folders of their own, with --ledger.")
                }
                try rows.append(mark)
            }
        }
        try copy(rows, to: .marks)
        let count = rows.count / MemoryLayout<clew_mark>.size
        var filter = FilterColumn(of: self, keys: count)
        var written = ColumnReader<clew_mark>(rows)
        for place in 0..<count { filter.insert(KeyFilter.key(ofOutput: try written.row(place).output)) }
        try filter.write(.markFilter, to: self)
    }
}

/// The rows of one bucket, and their places in the order of their keys.
private final class OlderBucket {
    private(set) var count = 0
    private var base: UnsafeRawPointer
    private var sorted: UnsafeMutablePointer<KeyedRow>
    private let scratch = ScratchBuffer(), keys = ScratchBuffer()

    init() {
        base = UnsafeRawPointer(scratch.reserve(0))
        sorted = keys.rows(1, KeyedRow.self)
    }

    func fill<Row: BitwiseCopyable>(
        _ bucket: Int, _ rows: SpillFile, _: Row.Type, key: (Row) -> UInt64
    ) throws(LedgerError) {
        let rows = try rows.rows(bucket, Row.self, into: scratch)
        count = rows.count
        guard let from = rows.baseAddress else { return }
        base = UnsafeRawPointer(from)
        sorted = keys.rows(count, KeyedRow.self)
        for place in 0..<count { sorted[place] = KeyedRow(key: key(rows[place]), row: UInt32(place), other: 0) }
        var range = UnsafeMutableBufferPointer(start: sorted, count: count)
        range.sort { ($0.key, $0.row) < ($1.key, $1.row) }
    }

    /// The row at a place in the order.
    @inline(__always)
    func row<Row: BitwiseCopyable>(_ place: Int, _: Row.Type) -> UnsafePointer<Row> {
        base.assumingMemoryBound(to: Row.self) + Int(sorted[place].row)
    }
}
