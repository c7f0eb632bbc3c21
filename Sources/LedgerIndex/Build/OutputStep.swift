import CLedgerKernel
import Ledger

/// Fourth step: a range of outputs at a time, puts owners and spenders beside the values, and sends both sides of every
/// payment on to the inputs and to the addresses' histories.
extension SegmentBuild {
    func writeOutputs() throws(LedgerError) {
        guard let owners, let spends, let inputs, let spendRows else { return }
        let receipts = try SpillFile(in: folder, buckets: 1 << addressBits)
        let count = Int(header.outputs)
        let ownerColumn = writer(.outputOwner, bytes: count * 4)
        let spenderColumn = writer(.outputSpender, bytes: count * 4)
        let spenderInputColumn = writer(.outputSpenderInput, bytes: count * 4)
        var values = ColumnReader<UInt64>(column(.outputValue))
        var firsts = ColumnReader<UInt32>(column(.transactionOutputs))
        var blocks = ColumnReader<UInt32>(column(.transactionBlock))
        let times = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, self.times.count))
        times.initialize(from: self.times, count: self.times.count)
        defer { times.deallocate() }
        let buckets = BucketFinder(addressStarts)
        var tx: UInt32 = 0
        var txFirst: UInt32 = 0
        var txEnd: UInt32 = count > 0 ? try firsts.row(1) : 0
        var time: UInt32 = count > 0 ? times[Int(try blocks.row(0) & ~Mark.high)] : 0

        let bits = options.rangeBits
        let genesis = genesisOutputs

        try Ahead.run(count: owners.bucketCount, (OutputRange(bits), OutputRange(bits))) { number, range throws(LedgerError) in
            try range.fill(number, of: count, owners, spends, unspendable: genesis)
        } use: { number, range throws(LedgerError) in
            try step(.outputs, number, owners.bucketCount)
            let (start, size) = (range.start, range.size)
            if size == 0 { return }
            if let (first, second) = range.spentTwice { throw try spentTwice(range.spent[first], range.spent[second]) }
            let (owner, spender, spenderInput) = (range.owner, range.spender, range.spenderInput)
            var local = 0
            while local < size {
                let output = UInt32(start + local)
                while output >= txEnd {
                    tx += 1
                    txFirst = txEnd
                    txEnd = try firsts.row(Int(tx) + 1)
                    time = times[Int(try blocks.row(Int(tx)) & ~Mark.high)]
                }
                let value = try values.row(Int(output))
                let who = owner[local]
                if who != Mark.none {
                    let bucket = buckets.bucket(of: who)
                    try receipts.append(
                        bucket,
                        Spilled.Receipt(
                            value: value, owner: who, tx: tx, n: output - txFirst, time: time, spender: spender[local],
                            reserved: 0))
                    if spender[local] != Mark.none {
                        try spendRows.append(
                            bucket,
                            Spilled.SpendRow(
                                value: value, owner: who, tx: spender[local], n: spenderInput[local] & ~Mark.high,
                                reserved: 0))
                    }
                }
                if spender[local] != Mark.none {
                    let row = range.spent[Int(range.spendRow[local])]
                    try inputs.append(
                        Int(row.input) >> options.rangeBits,
                        Spilled.Input(
                            value: value, input: row.input, output: output, previous: row.previous, owner: who))
                }
                local += 1
            }
            try ownerColumn.append(UnsafeRawBufferPointer(start: owner, count: size * 4))
            try spenderColumn.append(UnsafeRawBufferPointer(start: spender, count: size * 4))
            try spenderInputColumn.append(UnsafeRawBufferPointer(start: spenderInput, count: size * 4))
        }
        for writer in [ownerColumn, spenderColumn, spenderInputColumn] { try writer.flush() }
        self.receipts = receipts
    }

    private func spentTwice(_ first: Spilled.Spend, _ second: Spilled.Spend) throws(LedgerError) -> LedgerError {
        LedgerError(
            "Input \(second.n) of transaction \(try txid(second.tx)) spends an output of \(try txid(second.previous)), "
                + "which input \(first.n) of transaction \(try txid(first.tx)) spends already: both cannot be of one "
                + "chain. Import them into folders of their own, with --ledger.")
    }

    /// A column that is written, to read it back.
    func column(_ column: SegmentColumn) -> FileWriter {
        FileWriter(descriptor, reading: Int(header[column].offset), count: Int(header[column].length), path: path)
    }
}

/// Owners and spenders of one range of outputs.
private final class OutputRange {
    let owner, spender, spenderInput: UnsafeMutablePointer<UInt32>
    /// Of each output that is spent, which of `spent` says so.
    let spendRow: UnsafeMutablePointer<UInt32>
    private(set) var spent = UnsafeBufferPointer<Spilled.Spend>(start: nil, count: 0)
    /// Two of `spent` that spend one output.
    private(set) var spentTwice: (Int, Int)?
    private(set) var start = 0
    private(set) var size = 0
    private let bits: Int
    private let scratch = ScratchBuffer(), spendScratch = ScratchBuffer()

    init(_ bits: Int) {
        self.bits = bits
        owner = .allocate(capacity: 1 << bits)
        spender = .allocate(capacity: 1 << bits)
        spenderInput = .allocate(capacity: 1 << bits)
        spendRow = .allocate(capacity: 1 << bits)
    }

    deinit {
        owner.deallocate()
        spender.deallocate()
        spenderInput.deallocate()
        spendRow.deallocate()
    }

    func fill(
        _ range: Int, of count: Int, _ owners: SpillFile, _ spends: SpillFile, unspendable: Range<Int>
    ) throws(LedgerError) {
        start = range << bits
        size = max(0, min(1 << bits, count - start))
        if size == 0 { return }
        owner.update(repeating: Mark.none, count: size)
        spender.update(repeating: Mark.none, count: size)
        spenderInput.update(repeating: 0, count: size)
        let owned = try owners.rows(range, Spilled.Owner.self, into: scratch)
        var place = 0
        while place < owned.count {
            let row = owned[place]
            if row.owner == Spilled.Owner.unspendable {
                spenderInput[Int(row.row) - start] = Mark.high
            } else {
                owner[Int(row.row) - start] = row.owner
            }
            place += 1
        }
        for output in unspendable.clamped(to: start..<start + size) { spenderInput[output - start] = Mark.high }
        spent = try spends.rows(range, Spilled.Spend.self, into: spendScratch)
        place = 0
        while place < spent.count {
            let row = spent[place]
            let local = Int(row.output) - start
            if spender[local] != Mark.none {
                spentTwice = (Int(spendRow[local]), place)
                return
            }
            spender[local] = row.tx
            spenderInput[local] |= row.n
            spendRow[local] = UInt32(place)
            place += 1
        }
    }
}

/// Finds the bucket of an address by its number: they are spread evenly, so a guess is nearly right.
struct BucketFinder {
    private let starts: [UInt32]
    private let last: Int
    private let scale: UInt64

    init(_ starts: [UInt32]) {
        self.starts = starts
        last = max(0, starts.count - 2)
        let total = UInt64(max(1, starts.last ?? 1))
        scale = (UInt64(max(1, starts.count - 1)) << 32) / total
    }

    @inline(__always)
    func bucket(of address: UInt32) -> Int {
        starts.withUnsafeBufferPointer { starts in
            var bucket = min(last, Int((UInt64(address) &* scale) >> 32))
            while starts[bucket] > address { bucket -= 1 }
            while starts[bucket + 1] <= address { bucket += 1 }
            return bucket
        }
    }
}
