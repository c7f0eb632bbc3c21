import CLedgerKernel
import Ledger

/// Second step: a bucket of txids at a time, finds the output each input spends, and writes the directory of ids.
extension SegmentBuild {
    func joinTransactions() throws(LedgerError) {
        guard let byTxid, let byAddress else { return }
        let spends = try SpillFile(in: folder, buckets: ranges(header.outputs))
        let others = try SpillFile(in: folder, buckets: ranges(header.inputs))
        let olderSpends = try SpillFile(in: folder, buckets: spendBuckets)
        let directoryBits = Directory.bits(Int(header.transactions))
        let directory = writer(.txidDirectory, bytes: (1 << directoryBits + 1) * 4)
        let entries = writer(.txidEntries, bytes: Int(header.transactions) * 12)
        var nextSlot = 0, written: UInt32 = 0
        let bits = txidBits
        // Outputs that a transaction of an older segment has, and which ids are taken over from there, are rare.
        var overwrites: [clew_overwritten] = []

        try Ahead.run(count: byTxid.bucketCount, (TxidBucket(), TxidBucket())) { number, bucket throws(LedgerError) in
            try bucket.fill(number, byTxid, after: bits)
        } use: { number, bucket throws(LedgerError) in
            try step(.transactions, number, byTxid.bucketCount)
            for place in 0..<bucket.count {
                let entry = bucket.sorted[place]
                let slot = Int(truncatingIfNeeded: entry.key >> UInt64(64 - directoryBits))
                while nextSlot <= slot {
                    try directory.append(written)
                    nextSlot += 1
                }
                try entries.append(UInt32(truncatingIfNeeded: entry.key))
                try entries.append(UInt32(truncatingIfNeeded: entry.key >> 32))
                try entries.append(entry.other)
                written += 1
                try noteOverwrites(bucket.sorted, place, bucket.count, bucket.base, &overwrites)
            }
            for place in 0..<bucket.outsides {
                let row = bucket.row(bucket.outside[place].row)
                try takeOutside(row, UnsafeRawPointer(row + 1), others, olderSpends, byAddress)
            }
            for place in 0..<bucket.inputs {
                let found = bucket.found[place]
                let row = bucket.row(found.row)
                let source = bucket.row(found.source)
                guard row.pointee.a < source.pointee.c else {
                    throw try noSuchOutput(row.pointee, outputs: UInt64(source.pointee.c))
                }
                let output = source.pointee.b + row.pointee.a
                try spends.append(
                    Int(output) >> options.rangeBits,
                    Spilled.Spend(
                        output: output, input: row.pointee.b, tx: row.pointee.c, n: row.pointee.d,
                        previous: source.pointee.a, reserved: 0))
            }
        }
        while nextSlot <= 1 << directoryBits {
            try directory.append(written)
            nextSlot += 1
        }
        try directory.flush()
        try entries.flush()
        overwrites.sort { $0.tx < $1.tx }
        for row in overwrites { try overwritten.append(row) }
        self.spends = spends
        otherInputs = others
        try joinOlder(olderSpends, others, byAddress)
    }

    /// BIP 30: transactions of equal id, one after the other, here and in older segments.
    private func noteOverwrites(
        _ sorted: UnsafePointer<KeyedRow>, _ place: Int, _ count: Int, _ base: UnsafeRawPointer,
        _ overwrites: inout [clew_overwritten]
    ) throws(LedgerError) {
        func txid(_ place: Int) -> TxID {
            (base + Int(sorted[place].row) * 8).assumingMemoryBound(to: Spilled.ByTxid.self).pointee.txid.hash
        }
        let by = header.firstTransaction + UInt64(sorted[place].other)
        var before = place - 1
        while before >= 0, sorted[before].key == sorted[place].key {
            if txid(before) == txid(place) {
                overwrites.append(
                    clew_overwritten(tx: header.firstTransaction + UInt64(sorted[before].other), by: by))
                return
            }
            before -= 1
        }
        guard older.count > 0 else { return }
        noteOlderRead()
        let last = try older.last(txid(place))
        if last != IndexView.none { overwrites.append(clew_overwritten(tx: last, by: by)) }
    }

    /// An input whose previous output is not in this segment: in an older one, stated, or unknown.
    private func takeOutside(
        _ row: UnsafePointer<Spilled.ByTxid>, _ rest: UnsafeRawPointer, _ others: SpillFile, _ olderSpends: SpillFile,
        _ byAddress: SpillFile
    ) throws(LedgerError) {
        let transaction = try olderTransaction(of: row)
        if transaction != IndexView.none {
            try olderSpends.append(
                spendBucket(transaction),
                Spilled.OlderSpend(
                    txid: row.pointee.txid, previous: transaction, input: row.pointee.b, index: row.pointee.a,
                    tx: row.pointee.c, n: row.pointee.d))
            return
        }
        var other = Spilled.OtherInput(
            value: 0, input: row.pointee.b, kind: 2, index: row.pointee.a, owner: Mark.none, txid: row.pointee.txid,
            tx: 0, output: 0, script: 0, length: 0, reserved: 0)
        if row.pointee.tag != Spilled.ByTxid.unstated {
            other.kind = 1
            other.value = rest.load(as: UInt64.self)
            let script = UnsafeRawBufferPointer(start: rest + 8, count: Int(row.pointee.tag))
            other.length = row.pointee.tag
            other.script = try keep(script)
            if let address = LockingScript([UInt8](script)).address {
                try address.script.withRaw { raw throws(LedgerError) in
                    try spill(
                        AddressKey(canonical: raw), row.pointee.b, Spilled.ByAddress.stated,
                        Spilled.InputSide(value: other.value, tx: row.pointee.c, n: row.pointee.d), byAddress)
                }
            }
        } else {
            noteUnknown(row.pointee.c)
        }
        try others.append(Int(row.pointee.b) >> options.rangeBits, other)
    }

    /// Counts an input of which nothing is known.
    func noteUnknown(_ transaction: UInt32) {
        header.unknownInputs += 1
        header.firstUnknown = min(header.firstUnknown, UInt64(transaction))
    }

    private func noSuchOutput(_ row: Spilled.ByTxid, outputs: UInt64) throws(LedgerError) -> LedgerError {
        try noSuchOutput(row.txid.hash, row.a, outputs, spentBy: row.c, row.d)
    }

    func noSuchOutput(
        _ previous: TxID, _ index: UInt32, _ outputs: UInt64, spentBy transaction: UInt32, _ input: UInt32
    ) throws(LedgerError) -> LedgerError {
        LedgerError(
            "Input \(input) of transaction \(try txid(transaction)) spends output \(index) of \(previous), which has only "
                + "\(outputs) outputs: the data are damaged or of another chain.")
    }
}

/// The rows of one bucket: transactions sorted by id, of each input the transaction it spends of, and the inputs that spend
/// of none here, sorted by the id they name: older segments are then asked in the order of their directories.
private final class TxidBucket {
    /// An input and the transaction, by where they are, in units of eight bytes.
    struct Found: BitwiseCopyable {
        var row, source: UInt32
    }

    private(set) var base: UnsafeRawPointer
    private(set) var sorted: UnsafeMutablePointer<KeyedRow>
    private(set) var count = 0
    private(set) var found: UnsafeMutablePointer<Found>
    private(set) var inputs = 0
    private(set) var outside: UnsafeMutablePointer<KeyedRow>
    private(set) var outsides = 0
    private let scratch = ScratchBuffer(), keys = ScratchBuffer(), spare = ScratchBuffer(), places = ScratchBuffer()
    private let outsideKeys = ScratchBuffer(), outsideSpare = ScratchBuffer()

    init() {
        base = UnsafeRawPointer(scratch.reserve(0))
        sorted = keys.rows(1, KeyedRow.self)
        found = places.rows(1, Found.self)
        outside = outsideKeys.rows(1, KeyedRow.self)
    }

    @inline(__always)
    func row(_ place: UInt32) -> UnsafePointer<Spilled.ByTxid> {
        (base + Int(place) * 8).assumingMemoryBound(to: Spilled.ByTxid.self)
    }

    func fill(_ bucket: Int, _ byTxid: SpillFile, after bits: Int) throws(LedgerError) {
        let raw = try byTxid.load(bucket, into: scratch)
        (count, inputs, outsides) = (0, 0, 0)
        guard let base = raw.baseAddress else { return }
        self.base = base
        let most = raw.count / MemoryLayout<Spilled.ByTxid>.size
        let all = keys.rows(most, KeyedRow.self)
        found = places.rows(most, Found.self)
        var at = 0
        while at < raw.count {
            let place = UInt32(at / 8)
            let row = row(place)
            if row.pointee.tag == Spilled.ByTxid.transaction {
                all[count] = KeyedRow(key: row.pointee.txid.w0, row: place, other: row.pointee.a)
                count += 1
            } else {
                found[inputs] = Found(row: place, source: Mark.none)
                inputs += 1
            }
            at += Self.size(row)
        }
        sorted = KeySort.sort(all, count, other: spare.rows(count, KeyedRow.self), after: bits)
        let finder = KeyFinder(sorted, count, after: bits)
        var joined = 0
        let missing = outsideKeys.rows(inputs, KeyedRow.self)
        for input in 0..<inputs {
            let place = found[input].row
            let source = source(of: row(place), finder)
            if source != Mark.none {
                found[joined] = Found(row: place, source: source)
                joined += 1
            } else {
                missing[outsides] = KeyedRow(key: row(place).pointee.txid.w0, row: place, other: 0)
                outsides += 1
            }
        }
        inputs = joined
        outside = KeySort.sort(missing, outsides, other: outsideSpare.rows(outsides, KeyedRow.self), after: bits)
    }

    /// BIP 30: the latest transaction of that id before the spender.
    @inline(__always)
    private func source(of row: UnsafePointer<Spilled.ByTxid>, _ finder: KeyFinder) -> UInt32 {
        var source = Mark.none
        var place = finder.first(row.pointee.txid.w0)
        while place < count, sorted[place].key == row.pointee.txid.w0 {
            let candidate = self.row(sorted[place].row)
            if candidate.pointee.a < row.pointee.c, candidate.pointee.txid.hash == row.pointee.txid.hash {
                source = sorted[place].row
            }
            place += 1
        }
        return source
    }

    @inline(__always)
    private static func size(_ row: UnsafePointer<Spilled.ByTxid>) -> Int {
        let size = MemoryLayout<Spilled.ByTxid>.size
        let tag = row.pointee.tag
        return tag >= Spilled.ByTxid.unstated ? size : size + 8 + (Int(tag) + 7) & ~7
    }
}

/// Finds the first of equal keys among sorted ones that are spread evenly.
struct KeyFinder {
    private let rows: UnsafePointer<KeyedRow>
    private let count: Int
    private let low: UInt64
    private let scale: UInt64

    init(_ rows: UnsafePointer<KeyedRow>, _ count: Int, after bits: Int) {
        self.rows = rows
        self.count = count
        low = count > 0 && bits > 0 ? (rows[0].key >> UInt64(64 - bits)) << UInt64(64 - bits) : 0
        scale = bits > 0 ? UInt64(bits) : 0
    }

    /// The first row whose key is not below `key`, by where it should be, then step by step.
    @inline(__always)
    func first(_ key: UInt64) -> Int {
        guard count > 0 else { return 0 }
        let share = (key &- low) << scale
        var place = min(count - 1, Int(truncatingIfNeeded: share.multipliedFullWidth(by: UInt64(count)).high))
        var steps = 0
        while place > 0, rows[place - 1].key >= key {
            place -= 1
            steps += 1
            if steps > 256 { return search(key) }
        }
        while place < count, rows[place].key < key {
            place += 1
            steps += 1
            if steps > 256 { return search(key) }
        }
        return place
    }

    private func search(_ key: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if rows[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
