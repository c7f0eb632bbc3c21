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
        let width = 1 << options.rangeBits
        let owner = UnsafeMutablePointer<UInt32>.allocate(capacity: width)
        let spender = UnsafeMutablePointer<UInt32>.allocate(capacity: width)
        let spenderInput = UnsafeMutablePointer<UInt32>.allocate(capacity: width)
        let spendRow = UnsafeMutablePointer<UInt32>.allocate(capacity: width)
        defer {
            owner.deallocate()
            spender.deallocate()
            spenderInput.deallocate()
            spendRow.deallocate()
        }
        let scratch = ScratchBuffer(), spendScratch = ScratchBuffer()
        let times = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, self.times.count))
        times.initialize(from: self.times, count: self.times.count)
        defer { times.deallocate() }
        let buckets = BucketFinder(addressStarts)
        var tx: UInt32 = 0
        var txFirst: UInt32 = 0
        var txEnd: UInt32 = count > 0 ? try firsts.row(1) : 0
        var time: UInt32 = count > 0 ? times[Int(try blocks.row(0) & ~Mark.high)] : 0

        for range in 0..<owners.bucketCount {
            try step(.outputs, range, owners.bucketCount)
            let start = range << options.rangeBits
            let size = min(width, count - start)
            if size <= 0 { continue }
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
            let genesis = genesisOutputs.clamped(to: start..<start + size)
            for output in genesis { spenderInput[output - start] = Mark.high }
            let spent = try spends.rows(range, Spilled.Spend.self, into: spendScratch)
            place = 0
            while place < spent.count {
                let row = spent[place]
                let local = Int(row.output) - start
                if spender[local] != Mark.none { throw try spentTwice(spent[Int(spendRow[local])], row) }
                spender[local] = row.tx
                spenderInput[local] |= row.n
                spendRow[local] = UInt32(place)
                place += 1
            }
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
                    let row = spent[Int(spendRow[local])]
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
