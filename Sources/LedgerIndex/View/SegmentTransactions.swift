import CLedgerKernel
import Ledger

/// Blocks and transactions of one segment, by the ids it has inside.
extension SegmentView {
    /// The block of a transaction.
    @inline(__always)
    func block(of transaction: UInt32) throws(LedgerError) -> UnsafePointer<clew_block> {
        let place = try at(transactionBlock, transaction) & ~Mark.high
        guard place < blockCount else { throw damaged("a transaction names a block that is not there") }
        return try block(place)
    }

    @inline(__always)
    func block(_ place: UInt32) throws(LedgerError) -> UnsafePointer<clew_block> {
        try touch(blocks + Int(place), MemoryLayout<clew_block>.size)
        return blocks + Int(place)
    }

    func isCoinbase(_ transaction: UInt32) throws(LedgerError) -> Bool {
        try at(transactionBlock, transaction) & Mark.high != 0
    }

    /// Height and position.
    @inline(__always)
    func reference(of transaction: UInt32) throws(LedgerError) -> TxRef {
        let block = try block(of: transaction)
        let place = transaction &- block.pointee.first_tx
        if block.pointee.positions == Mark.none { return TxRef(height: block.pointee.height, position: place) }
        let (index, overflow) = block.pointee.positions.addingReportingOverflow(place)
        guard !overflow, index < positionCount else { throw damaged("a transaction's position is not there") }
        return TxRef(height: block.pointee.height, position: try at(positions, index))
    }

    /// The place of the last block that is not above `height`; nil when all are.
    func place(notAbove height: UInt32) throws(LedgerError) -> UInt32? {
        if height < firstHeight { return nil }
        // Heights mostly follow on each other; then the place can be told at once.
        let guess = height - firstHeight
        if guess < blockCount, try block(guess).pointee.height == height { return guess }
        let above = try Self.bound(Int(blockCount)) { place throws(LedgerError) in
            try block(UInt32(place)).pointee.height <= height
        }
        return UInt32(above) - 1
    }

    /// The transactions of a block.
    func transactions(ofBlock place: UInt32) throws(LedgerError) -> Range<UInt32> {
        let start = try block(place).pointee.first_tx
        let end = place + 1 < blockCount ? try block(place + 1).pointee.first_tx : transactionCount
        guard start <= end, end <= transactionCount else { throw damaged("its blocks are not in order") }
        return start..<end
    }

    /// The first transaction at or after `ref`; the count when there is none.
    func lowerBound(_ ref: TxRef) throws(LedgerError) -> UInt32 {
        guard let place = try place(notAbove: ref.height) else { return 0 }
        let range = try transactions(ofBlock: place)
        let block = try block(place)
        guard block.pointee.height == ref.height else { return range.upperBound }
        if block.pointee.positions == Mark.none {
            return range.lowerBound + min(ref.position, UInt32(range.count))
        }
        let first = block.pointee.positions
        guard UInt64(first) + UInt64(range.count) <= UInt64(positionCount) else {
            throw damaged("a transaction's position is not there")
        }
        return range.lowerBound
            + UInt32(
                try Self.bound(range.count) { place throws(LedgerError) in
                    try at(positions, Int(first) + place) < ref.position
                })
    }

    /// The transaction at `ref`; nil when there is none.
    @inline(__always)
    func transaction(at ref: TxRef) throws(LedgerError) -> UInt32? {
        guard ref.height >= firstHeight, ref.height <= lastHeight else { return nil }
        let guess = ref.height - firstHeight
        if guess < blockCount {
            let block = try block(guess)
            if block.pointee.height == ref.height, block.pointee.positions == Mark.none {
                let transaction = UInt64(block.pointee.first_tx) + UInt64(ref.position)
                let end = guess + 1 < blockCount ? try self.block(guess + 1).pointee.first_tx : transactionCount
                return transaction < UInt64(min(end, transactionCount)) ? UInt32(transaction) : nil
            }
        }
        let transaction = try lowerBound(ref)
        guard transaction < transactionCount, try reference(of: transaction) == ref else { return nil }
        return transaction
    }

    @inline(__always)
    func txid(_ transaction: UInt32) throws(LedgerError) -> TxID { try at(txids, transaction).hash }

    /// The outputs of a transaction.
    @inline(__always)
    func outputs(of transaction: UInt32) throws(LedgerError) -> Range<UInt32> {
        try range(transactionOutputs, transaction, outputCount)
    }

    /// Asks for where the outputs of a transaction are.
    @inline(__always)
    func askForSums(of transaction: UInt32) { ask(transactionOutputs + Int(transaction)) }

    /// Asks for the outputs of a transaction.
    @inline(__always)
    func askForOutputs(of transaction: UInt32) throws(LedgerError) {
        let first = Int(try outputs(of: transaction).lowerBound)
        guard first < Int(outputCount) else { return }
        ask(outputValue + first)
        ask(outputOwner + first)
        ask(outputSpender + first)
        ask(outputSpenderInput + first)
    }

    /// The inputs of a transaction.
    @inline(__always)
    func inputs(of transaction: UInt32) throws(LedgerError) -> Range<UInt32> {
        try range(transactionInputs, transaction, inputCount)
    }

    @inline(__always)
    private func range(
        _ sums: UnsafePointer<UInt32>, _ transaction: UInt32, _ count: UInt32
    ) throws(LedgerError) -> Range<UInt32> {
        let pair = sums + Int(transaction)
        try touch(pair, 8)
        let start = pair[0]
        let end = pair[1]
        guard start <= end, end <= count else { throw damaged("a transaction's rows are not in order") }
        return start..<end
    }

    /// Calls `body` with each transaction of that id, in ledger order.
    @inline(__always)
    func eachCarrier(
        of txid: TxID, _ body: (UInt32) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        try eachEntry(of: txid.words.0) { transaction throws(LedgerError) in
            if try self.txid(transaction) == txid { try body(transaction) }
        }
    }

    /// Calls `body` with each transaction whose id begins with these eight bytes, in ledger order.
    @inline(__always)
    func eachEntry(
        of key: UInt64, _ body: (UInt32) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let range = try bucket(txidDirectory, Int(truncatingIfNeeded: key >> txidShift), transactionCount)
        guard !range.isEmpty else { return }
        try touch(txidEntries + Int(range.lowerBound), range.count * MemoryLayout<clew_txid_entry>.stride)
        let low = UInt32(truncatingIfNeeded: key)
        let high = UInt32(truncatingIfNeeded: key >> 32)
        var entry = Int(range.lowerBound)
        if range.count > 32 {
            entry += try Self.bound(range.count) { place throws(LedgerError) in
                let other = txidEntries[Int(range.lowerBound) + place]
                return (other.high, other.low) < (high, low)
            }
        }
        while entry < Int(range.upperBound) {
            let found = txidEntries[entry]
            if found.high > high { return }
            if found.low == low, found.high == high {
                guard found.tx < transactionCount else { throw damaged("an id names a transaction that is not there") }
                try body(found.tx)
            }
            entry += 1
        }
    }

    /// The spend of an older segment's output in this one.
    @inline(never)
    func mark(_ output: UInt64) throws(LedgerError) -> clew_mark? {
        let found = try Self.bound(markCount) { index throws(LedgerError) in try at(marks, index).output < output }
        guard found < markCount else { return nil }
        let mark = try at(marks, found)
        return mark.output == output ? mark : nil
    }

    /// Where the entries of a directory's value are.
    @inline(__always)
    func bucket(
        _ directory: UnsafePointer<UInt32>, _ value: Int, _ count: UInt32
    ) throws(LedgerError) -> Range<UInt32> {
        let pair = directory + value
        try touch(pair, 8)
        guard pair[0] <= pair[1], pair[1] <= count else { throw damaged("a directory is not in order") }
        return pair[0]..<pair[1]
    }
}
