import CLedgerKernel
import Ledger

/// What addresses received, from rows that lie beside each other.
extension IndexView {
    /// An output an address received, as `eachReceipt` hands it out.
    public struct Receipt: Sendable {
        public var value: UInt64
        /// The transaction and the output's index in it.
        public var transaction: UInt64
        public var index: UInt32
        /// Block time, seconds since 1970.
        public var time: UInt32

        @inlinable @inline(__always)
        init(_ row: clew_receipt, after first: UInt64) {
            value = row.value
            transaction = first &+ UInt64(row.tx)
            index = row.index
            time = row.time
        }
    }

    /// Calls `body` with every output an address received, in ledger order.
    @inlinable
    public func eachReceipt(of address: UInt64, _ body: (Receipt) -> Void) throws(LedgerError) {
        var part = 0
        while let rows = try receipts(of: address, part: &part) {
            var place = 0
            while place < rows.count {
                body(Receipt(rows.start[place], after: rows.first))
                place &+= 1
            }
        }
    }

    /// The same of many addresses, one after the other; `body` gets the address's place too. What the next addresses
    /// need is asked for ahead, from memory or from the disk, so that reads do not wait for one another.
    @inlinable
    public func eachReceipt(
        of addresses: UnsafeBufferPointer<UInt64>, _ body: (Int, Receipt) -> Void
    ) throws(LedgerError) {
        var place = 0
        while place < min(48, addresses.count) {
            ask(addresses[place], rows: false)
            place += 1
        }
        place = 0
        while place < addresses.count {
            if place + 48 < addresses.count { ask(addresses[place + 48], rows: false) }
            if place + 24 < addresses.count { ask(addresses[place + 24], rows: true) }
            try eachReceipt(of: addresses[place]) { body(place, $0) }
            place += 1
        }
    }

    /// Asks for what the history of an address needs first: its entry, or where that is at hand its rows.
    @usableFromInline
    func ask(_ address: UInt64, rows: Bool) {
        var place = count - 1
        while place > 0, segments[place].firstAddress > address { place -= 1 }
        guard place >= 0 else { return }
        let segment = segments + place
        let local = address &- segment.pointee.firstAddress
        guard local < UInt64(segment.pointee.addressCount) else { return }
        let entry = segment.pointee.addresses + Int(local)
        if rows {
            let start = Int(entry.pointee.rows) * 8
            guard start + 64 < segment.pointee.historyBytes else { return }
            segment.pointee.ask(segment.pointee.history + start)
            clew_prefetch(segment.pointee.history + start + 64)
        } else {
            segment.pointee.ask(entry)
            segment.pointee.ask(UnsafeRawPointer(entry) + 40)
        }
    }

    /// Rows of one segment up to the snapshot's end.
    @usableFromInline
    struct ReceiptRows {
        @usableFromInline let start: UnsafePointer<clew_receipt>
        @usableFromInline let first: UInt64
        @usableFromInline let count: Int
    }

    /// The rows of one segment after the other; `part` begins at 0. Nil after the last.
    @usableFromInline
    func receipts(of address: UInt64, part: inout Int) throws(LedgerError) -> ReceiptRows? {
        if part == 0 {
            let (place, local) = try check(address)
            part = place + 1
            return try rows(place, local)
        }
        guard part < count else { return nil }
        let (home, local) = try segment(ofAddress: address)
        let key = (segments + home).pointee.addresses[Int(local)].key
        while part < count, (segments + part).pointee.firstTransaction < end {
            let newer = segments + part
            part += 1
            guard try newer.pointee.mayHold(key, newer.pointee.addressFilter, newer.pointee.addressFilterWords) else {
                continue
            }
            let found = try segments[home].withKey(of: local) { key throws(LedgerError) in try newer.pointee.find(key) }
            if let found { return try rows(part - 1, found) }
        }
        return nil
    }

    @inline(__always)
    private func rows(_ place: Int, _ local: UInt32) throws(LedgerError) -> ReceiptRows? {
        let segment = segments + place
        let rows = try segment.pointee.rows(try segment.pointee.address(local)).receipts
        guard let start = rows.baseAddress else { return nil }
        let bound = bound(place)
        var count = rows.count
        if bound < segment.pointee.transactionCount { while count > 0, rows[count - 1].tx >= bound { count -= 1 } }
        return ReceiptRows(start: start, first: segment.pointee.firstTransaction, count: count)
    }
}
