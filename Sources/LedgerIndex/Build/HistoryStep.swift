import CLedgerKernel
import Ledger

/// Sixth step: a bucket of addresses at a time, puts what each received and spent into its record.
extension SegmentBuild {
    func writeHistory() throws(LedgerError) {
        guard let receipts, let spendRows, let addressEntries else { return }
        let count = Int(header.addresses)
        let bits = Directory.bits(count)
        let directory = writer(.addressDirectory, bytes: (1 << bits + 1) * 4)
        let places = writer(.addressPlaces, bytes: count * 4)
        // Its length is known at the end, so it is the last column that is laid out here.
        let records = writer(.addressRecords, bytes: 0)
        let first = addressStarts
        let reader = EntryReader(addressEntries)
        var nextSlot = 0
        var units = 0
        var filter = FilterColumn(of: self, keys: count)
        try Ahead.run(count: receipts.bucketCount, (HistoryBucket(), HistoryBucket())) { number, bucket throws(LedgerError) in
            try bucket.fill(
                number, Int(first[number])..<Int(first[number + 1]), receipts, spendRows, reader)
        } use: { number, bucket throws(LedgerError) in
            try step(.history, number, receipts.bucketCount)
            for address in 0..<bucket.count {
                let (key, start) = bucket.head(address)
                let place = UInt32(truncatingIfNeeded: units + start / 8)
                let slot = Int(truncatingIfNeeded: key >> UInt64(64 - bits))
                while nextSlot <= slot {
                    try directory.append(place)
                    nextSlot += 1
                }
                try places.append(place)
                filter.insert(key)
            }
            try records.append(UnsafeRawBufferPointer(start: bucket.image, count: bucket.size))
            units += bucket.size / 8
            guard units < Int(UInt32.max) else {
                throw LedgerError("A segment's histories exceed 32 GiB: import fewer blocks at a time.")
            }
        }
        while nextSlot <= 1 << bits {
            try directory.append(UInt32(units))
            nextSlot += 1
        }
        for writer in [directory, places, records] { try writer.flush() }
        header[.addressRecords].length = UInt64(records.count)
        end = Int(header[.addressRecords].offset) + records.count
        try filter.write(.addressFilter, to: self)
    }
}

/// The entries of addresses in their order, read by one thread.
private final class EntryReader {
    private var entries: ColumnReader<clew_address>
    init(_ writer: FileWriter) { entries = ColumnReader(writer) }
    func row(_ address: Int) throws(LedgerError) -> clew_address { try entries.row(address) }
}

/// The records of one bucket's addresses, put together in memory.
private final class HistoryBucket {
    private(set) var count = 0
    private(set) var size = 0
    private(set) var image: UnsafeMutableRawPointer
    private var tallies: UnsafeMutablePointer<Tally>
    private let receiptScratch = ScratchBuffer(), spendScratch = ScratchBuffer(), imageScratch = ScratchBuffer()
    private let tallyScratch = ScratchBuffer()

    init() {
        image = imageScratch.reserve(0)
        tallies = tallyScratch.rows(1, Tally.self)
    }

    /// Key of an address and where its record begins in `image`.
    @inline(__always)
    func head(_ address: Int) -> (UInt64, Int) {
        let start = tallies[address].start
        return ((image + start).load(as: UInt64.self), start)
    }

    func fill(
        _ bucket: Int, _ addresses: Range<Int>, _ receipts: SpillFile, _ spendRows: SpillFile, _ entries: EntryReader
    ) throws(LedgerError) {
        count = addresses.count
        size = 0
        if count == 0 { return }
        let first = addresses.lowerBound
        let received = try receipts.rows(bucket, Spilled.Receipt.self, into: receiptScratch)
        let spent = try spendRows.rows(bucket, Spilled.SpendRow.self, into: spendScratch)
        tallies = tallyScratch.rows(count, Tally.self)
        tallies.initialize(repeating: Tally(), count: count)
        for place in received.indices { tallies[Int(received[place].owner) - first].receipts += 1 }
        for place in spent.indices { tallies[Int(spent[place].owner) - first].spends += 1 }
        for address in 0..<count {
            tallies[address].start = size
            size += MemoryLayout<clew_address>.size
            tallies[address].nextReceipt = size
            size += Int(tallies[address].receipts) * 24
            tallies[address].nextSpend = size
            size += Int(tallies[address].spends) * 16
        }
        image = imageScratch.reserve(size)
        var place = 0
        while place < received.count {
            let row = received[place]
            let tally = tallies + (Int(row.owner) - first)
            (image + tally.pointee.nextReceipt).storeBytes(
                of: clew_receipt(value: row.value, tx: row.tx, index: row.n, time: row.time, spender: row.spender),
                as: clew_receipt.self)
            tally.pointee.nextReceipt += 24
            place += 1
        }
        place = 0
        while place < spent.count {
            let row = spent[place]
            let tally = tallies + (Int(row.owner) - first)
            (image + tally.pointee.nextSpend).storeBytes(
                of: clew_spend(value: row.value, tx: row.tx, input: row.n), as: clew_spend.self)
            tally.pointee.nextSpend += 16
            place += 1
        }
        for address in 0..<count {
            var entry = try entries.row(first + address)
            let tally = tallies[address]
            entry.id = UInt32(first + address)
            entry.receipts = tally.receipts
            entry.spends = tally.spends
            entry.transactions = Self.settle(image + tally.start + MemoryLayout<clew_address>.size, tally)
            (image + tally.start).storeBytes(of: entry, as: clew_address.self)
        }
    }

    private struct Tally: BitwiseCopyable {
        var receipts: UInt32 = 0
        var spends: UInt32 = 0
        var start = 0
        var nextReceipt = 0
        var nextSpend = 0
    }

    /// Sorts the spends of an address and answers how many transactions it is in.
    private static func settle(_ rows: UnsafeMutableRawPointer, _ tally: Tally) -> UInt32 {
        let received = UnsafeRawPointer(rows).assumingMemoryBound(to: clew_receipt.self)
        let spends = (rows + Int(tally.receipts) * 24).assumingMemoryBound(to: clew_spend.self)
        let count = Int(tally.spends)
        if count > 24 {
            var range = UnsafeMutableBufferPointer(start: spends, count: count)
            range.sort { ($0.tx, $0.input & ~Mark.high) < ($1.tx, $1.input & ~Mark.high) }
        } else {
            var place = 1
            while place < count {
                let row = spends[place]
                var hole = place
                while hole > 0, (spends[hole - 1].tx, spends[hole - 1].input & ~Mark.high) > (row.tx, row.input & ~Mark.high) {
                    spends[hole] = spends[hole - 1]
                    hole -= 1
                }
                spends[hole] = row
                place += 1
            }
        }
        var transactions: UInt32 = 0
        var receipt = 0, spend = 0
        while receipt < Int(tally.receipts) || spend < count {
            let a = receipt < Int(tally.receipts) ? received[receipt].tx : Mark.none
            let b = spend < count ? spends[spend].tx : Mark.none
            let tx = min(a, b)
            while receipt < Int(tally.receipts), received[receipt].tx == tx { receipt += 1 }
            while spend < count, spends[spend].tx == tx { spend += 1 }
            transactions += 1
        }
        return transactions
    }
}
