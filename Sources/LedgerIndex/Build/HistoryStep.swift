import CLedgerKernel
import Ledger

/// Sixth step: a bucket of addresses at a time, puts what each received and spent together.
extension SegmentBuild {
    func writeHistory() throws(LedgerError) {
        guard let receipts, let spendRows, let addressEntries else { return }
        let count = Int(header.addresses)
        let bits = Directory.bits(count)
        let directory = writer(.addressDirectory, bytes: (1 << bits + 1) * 4)
        let addresses = writer(.addresses, bytes: count * 48)
        let history = try historyWriter()
        let receiptScratch = ScratchBuffer(), spendScratch = ScratchBuffer(), imageScratch = ScratchBuffer()
        let countScratch = ScratchBuffer()
        var entries = ColumnReader<clew_address>(addressEntries)
        var nextSlot = 0
        var units = 0
        var filter = FilterColumn(of: self, keys: count)

        for bucket in 0..<receipts.bucketCount {
            try step(.history, bucket, receipts.bucketCount)
            let first = Int(addressStarts[bucket])
            let here = Int(addressStarts[bucket + 1]) - first
            if here == 0 { continue }
            let received = try receipts.rows(bucket, Spilled.Receipt.self, into: receiptScratch)
            let spent = try spendRows.rows(bucket, Spilled.SpendRow.self, into: spendScratch)
            let tallies = countScratch.rows(here, Tally.self)
            tallies.initialize(repeating: Tally(), count: here)
            for place in received.indices { tallies[Int(received[place].owner) - first].receipts += 1 }
            for place in spent.indices { tallies[Int(spent[place].owner) - first].spends += 1 }
            var size = 0
            for address in 0..<here {
                tallies[address].start = size
                tallies[address].nextReceipt = size
                size += Int(tallies[address].receipts) * 24
                tallies[address].nextSpend = size
                size += Int(tallies[address].spends) * 16
            }
            let image = imageScratch.reserve(size)
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
            for address in 0..<here {
                var entry = try entries.row(first + address)
                let tally = tallies[address]
                entry.rows = UInt32(units + tally.start / 8)
                entry.receipts = tally.receipts
                entry.spends = tally.spends
                entry.transactions = Self.settle(image + tally.start, tally)
                let slot = Int(truncatingIfNeeded: entry.key >> UInt64(64 - bits))
                while nextSlot <= slot {
                    try directory.append(UInt32(first + address))
                    nextSlot += 1
                }
                try addresses.append(entry)
                filter.insert(entry.key)
            }
            try history.append(UnsafeRawBufferPointer(start: image, count: size))
            units += size / 8
            guard units < Int(UInt32.max) else {
                throw LedgerError("A segment's histories exceed 32 GiB: import fewer blocks at a time.")
            }
        }
        while nextSlot <= 1 << bits {
            try directory.append(UInt32(count))
            nextSlot += 1
        }
        for writer in [directory, addresses, history] { try writer.flush() }
        header[.history].length = UInt64(history.count)
        end = Int(header[.history].offset) + history.count
        try filter.write(.addressFilter, to: self)
    }

    /// Its length is known at the end, so it is the last column that is laid out here.
    private func historyWriter() throws(LedgerError) -> FileWriter { writer(.history, bytes: 0) }

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
