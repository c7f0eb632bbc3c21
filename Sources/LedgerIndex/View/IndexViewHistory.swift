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
        var parts = try parts(of: address)
        while let rows = try next(&parts) { rows.each(body) }
    }

    /// The same of many addresses, one after the other; `body` gets the address's place too. What the next addresses
    /// need is asked for ahead, from memory or from the disk, so that reads do not wait for one another.
    @inlinable
    public func eachReceipt(
        of addresses: UnsafeBufferPointer<UInt64>, _ body: (Int, Receipt) -> Void
    ) throws(LedgerError) {
        var place = 0
        while place < min(48, addresses.count) {
            ask(addresses[place], record: false)
            place += 1
        }
        place = 0
        while place < addresses.count {
            if place + 48 < addresses.count { ask(addresses[place + 48], record: false) }
            if place + 24 < addresses.count { ask(addresses[place + 24], record: true) }
            try eachReceipt(of: addresses[place]) { body(place, $0) }
            place += 1
        }
    }

    /// The same of addresses as they are written, without a number in between; of one that the snapshot does not know
    /// nothing is called.
    public func eachReceipt(
        of addresses: [Address], _ body: (Int, Receipt) -> Void
    ) throws(LedgerError) {
        try eachFound(addresses) { index, place, entry throws(LedgerError) in
            guard let entry else { return }
            var parts = HistoryParts(home: place, entry: entry)
            while let rows = try next(&parts) { rows.each { body(index, $0) } }
        }
    }

    /// Asks for what the history of an address needs first: the place of its record, or where that is at hand the record.
    @usableFromInline
    func ask(_ address: UInt64, record: Bool) {
        var place = count - 1
        while place > 0, segments[place].firstAddress > address { place -= 1 }
        guard place >= 0 else { return }
        let segment = segments + place
        let local = address &- segment.pointee.firstAddress
        guard local < UInt64(segment.pointee.addressCount) else { return }
        let start = segment.pointee.addressPlaces + Int(local)
        if record { segment.pointee.askForRecord(start.pointee) } else { segment.pointee.ask(start) }
    }

    /// Rows of one segment up to the snapshot's end.
    @usableFromInline
    struct ReceiptRows {
        @usableFromInline let start: UnsafePointer<clew_receipt>
        @usableFromInline let first: UInt64
        @usableFromInline let count: Int

        @inlinable @inline(__always)
        func each(_ body: (Receipt) -> Void) {
            var place = 0
            while place < count {
                body(Receipt(start[place], after: first))
                place &+= 1
            }
        }

        @usableFromInline
        init(start: UnsafePointer<clew_receipt>, first: UInt64, count: Int) {
            self.start = start
            self.first = first
            self.count = count
        }
    }

    /// Where an address has rows: in its oldest segment, and in newer ones that are looked through one after the other.
    @usableFromInline
    struct HistoryParts {
        let home: Int
        let entry: UnsafePointer<clew_address>
        var place: Int

        init(home: Int, entry: UnsafePointer<clew_address>) {
            self.home = home
            self.entry = entry
            place = home
        }
    }

    @usableFromInline
    func parts(of address: UInt64) throws(LedgerError) -> HistoryParts {
        let (home, entry) = try check(address)
        return HistoryParts(home: home, entry: entry)
    }

    /// The rows of one segment after the other; nil after the last.
    @usableFromInline
    func next(_ parts: inout HistoryParts) throws(LedgerError) -> ReceiptRows? {
        if parts.place == parts.home {
            parts.place += 1
            return try rows(parts.home, parts.entry)
        }
        let key = parts.entry.pointee.key
        while parts.place < count, (segments + parts.place).pointee.firstTransaction < end {
            let place = parts.place
            let newer = segments + place
            parts.place += 1
            guard try newer.pointee.mayHold(key, newer.pointee.addressFilter, newer.pointee.addressFilterWords) else {
                continue
            }
            let found = try segments[parts.home].withKey(of: parts.entry) { key throws(LedgerError) in
                try newer.pointee.find(key)
            }
            if let found { return try rows(place, found) }
        }
        return nil
    }

    @inline(__always)
    private func rows(
        _ place: Int, _ entry: UnsafePointer<clew_address>
    ) throws(LedgerError) -> ReceiptRows? {
        let segment = segments + place
        let rows = try segment.pointee.rows(entry).receipts
        guard let start = rows.baseAddress else { return nil }
        let bound = bound(place)
        var count = rows.count
        if bound < segment.pointee.transactionCount {
            count = try SegmentView.bound(count) { place throws(LedgerError) in rows[place].tx < bound }
        }
        return ReceiptRows(start: start, first: segment.pointee.firstTransaction, count: count)
    }
}
