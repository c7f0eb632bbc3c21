import CLedgerKernel
import Ledger

/// Addresses and their histories.
extension IndexView {
    /// The number of an address; `none` when the snapshot does not know it.
    public func find(_ address: Address) throws(LedgerError) -> UInt64 {
        try address.script.withRaw { script throws(LedgerError) in
            try find(AddressKey(canonical: script))
        }
    }

    /// The numbers of many addresses, in order. What they need is asked for ahead, so that reads do not wait for one
    /// another.
    public func find(_ addresses: [Address], into numbers: inout [UInt64]) throws(LedgerError) {
        numbers.removeAll(keepingCapacity: true)
        numbers.reserveCapacity(addresses.count)
        let ahead = 16
        var slots = [UInt64](repeating: 0, count: 2 * ahead)
        for place in 0..<addresses.count + 2 * ahead {
            if place < addresses.count {
                let key = addresses[place].script.withUnsafeBytes { AddressKey(canonical: $0).key }
                slots[place % (2 * ahead)] = key
                for part in 0..<count where segments[part].addressCount > 0 {
                    clew_prefetch(segments[part].addressDirectory + Int(truncatingIfNeeded: key >> segments[part].addressShift))
                }
            }
            if place >= ahead, place - ahead < addresses.count {
                let key = slots[(place - ahead) % (2 * ahead)]
                for part in 0..<count where segments[part].addressCount > 0 {
                    let slot = Int(truncatingIfNeeded: key >> segments[part].addressShift)
                    let first = segments[part].addressDirectory[slot]
                    if first < segments[part].addressCount {
                        clew_prefetch(segments[part].addresses + Int(first))
                        clew_prefetch(UnsafeRawPointer(segments[part].addresses + Int(first)) + 64)
                    }
                }
            }
            if place >= 2 * ahead { numbers.append(try find(addresses[place - 2 * ahead])) }
        }
    }

    /// Asks for what the history of an address needs first: its entry, or where that is at hand its rows.
    @usableFromInline
    func prefetch(_ address: UInt64, rows: Bool) {
        var place = count - 1
        while place > 0, segments[place].firstAddress > address { place -= 1 }
        guard place >= 0 else { return }
        let local = address &- segments[place].firstAddress
        guard local < UInt64(segments[place].addressCount) else { return }
        let entry = segments[place].addresses + Int(local)
        if rows {
            let start = Int(entry.pointee.rows) * 8
            if start < segments[place].historyBytes { clew_prefetch(segments[place].history + start) }
        } else {
            clew_prefetch(entry)
            clew_prefetch(UnsafeRawPointer(entry) + 40)
        }
    }

    @inline(__always)
    func find(_ key: AddressKey) throws(LedgerError) -> UInt64 {
        var place = 0
        while place < count {
            let segment = segments + place
            if let local = try segment.pointee.find(key) {
                let isWhole = end >= segment.pointee.firstTransaction + UInt64(segment.pointee.transactionCount)
                if !isWhole, try !appears(segment.pointee, local) { return Self.none }
                return segment.pointee.firstAddress + UInt64(local)
            }
            place += 1
        }
        return Self.none
    }

    /// Whether an address has a row before the snapshot's end; only where the segment reaches beyond it.
    private func appears(_ segment: SegmentView, _ local: UInt32) throws(LedgerError) -> Bool {
        guard end > segment.firstTransaction else { return false }
        let rows = try segment.rows(try segment.address(local))
        let bound = end - segment.firstTransaction
        return rows.receipts.first.map { UInt64($0.tx) < bound } ?? false
            || rows.spends.first.map { UInt64($0.tx) < bound } ?? false
    }

    /// Checks that a number is an address of this snapshot.
    func check(_ address: UInt64) throws(LedgerError) -> (Int, UInt32) {
        let (place, local) = try segment(ofAddress: address)
        guard try segments[place].home(local) == address, try appearsIn(place, local) else {
            throw unknown("address", address)
        }
        return (place, local)
    }

    @inline(__always)
    private func appearsIn(_ place: Int, _ local: UInt32) throws(LedgerError) -> Bool {
        if end >= segments[place].firstTransaction + UInt64(segments[place].transactionCount) { return true }
        return try appears(segments[place], local)
    }

    /// The canonical script of an address.
    public func script(ofAddress address: UInt64) throws(LedgerError) -> [UInt8] {
        let (place, local) = try check(address)
        return try segments[place].script(ofAddress: local)
    }

    /// Calls `body` for each segment that has rows of the address, oldest first, with the segment, the rows, and the
    /// transaction of it at which the snapshot ends.
    @inline(__always)
    func eachPart(
        of address: UInt64,
        _ body: (
            SegmentView, UnsafePointer<clew_address>, UInt32
        ) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let (place, local) = try check(address)
        let entry = try segments[place].address(local)
        try body(segments[place], entry, bound(place))
        guard place + 1 < count else { return }
        try segments[place].withKey(of: local) { key throws(LedgerError) in
            var newer = place + 1
            while newer < count, segments[newer].firstTransaction < end {
                if let there = try segments[newer].find(key) {
                    try body(segments[newer], try segments[newer].address(there), bound(newer))
                }
                newer += 1
            }
        }
    }

    /// Where the snapshot ends inside a segment.
    @inline(__always)
    private func bound(_ place: Int) -> UInt32 {
        UInt32(min(UInt64(segments[place].transactionCount), end - min(end, segments[place].firstTransaction)))
    }

    /// An output an address received, as `eachReceipt` hands it out.
    public struct Receipt: Sendable {
        public var value: UInt64
        /// The transaction and the output's index in it.
        public var transaction: UInt64
        public var index: UInt32
        /// Block time, seconds since 1970.
        public var time: UInt32
    }

    /// Calls `body` with every output an address received, in ledger order: rows that lie beside each other.
    @inlinable
    public func eachReceipt(of address: UInt64, _ body: (Receipt) -> Void) throws(LedgerError) {
        var part = 0
        while let rows = try receipts(of: address, part: &part) {
            var place = 0
            while place < rows.count {
                body(rows[place])
                place += 1
            }
        }
    }

    /// The same of many addresses, one after the other; `body` gets the address's place too.
    @inlinable
    public func eachReceipt(
        of addresses: UnsafeBufferPointer<UInt64>, _ body: (Int, Receipt) -> Void
    ) throws(LedgerError) {
        var place = 0
        while place < addresses.count {
            if place + 16 < addresses.count { prefetch(addresses[place + 16], rows: false) }
            if place + 8 < addresses.count { prefetch(addresses[place + 8], rows: true) }
            try eachReceipt(of: addresses[place]) { body(place, $0) }
            place += 1
        }
    }

    /// The rows of one segment after the other; `part` begins at 0. Nil after the last.
    @usableFromInline
    func receipts(of address: UInt64, part: inout Int) throws(LedgerError) -> ReceiptRows? {
        if part == 0 {
            let (place, local) = try check(address)
            part = place + 1
            return ReceiptRows(segments[place], try segments[place].rows(try segments[place].address(local)).receipts, bound(place))
        }
        guard part < count else { return nil }
        let (home, local) = try segment(ofAddress: address)
        return try segments[home].withKey(of: local) { key throws(LedgerError) in
            while part < count, segments[part].firstTransaction < end {
                let place = part
                part += 1
                if let there = try segments[place].find(key) {
                    return ReceiptRows(
                        segments[place], try segments[place].rows(try segments[place].address(there)).receipts,
                        bound(place))
                }
            }
            return nil
        }
    }

    /// Rows of one segment up to the snapshot's end.
    @usableFromInline
    struct ReceiptRows {
        private let rows: UnsafeBufferPointer<clew_receipt>
        private let first: UInt64
        @usableFromInline let count: Int

        init(_ segment: SegmentView, _ rows: UnsafeBufferPointer<clew_receipt>, _ bound: UInt32) {
            self.rows = rows
            first = segment.firstTransaction
            var count = rows.count
            while count > 0, rows[count - 1].tx >= bound { count -= 1 }
            self.count = count
        }

        @usableFromInline subscript(place: Int) -> Receipt {
            let row = rows[place]
            return Receipt(value: row.value, transaction: first + UInt64(row.tx), index: row.index, time: row.time)
        }
    }

    /// Tells the system that reads will jump about, so that it does not read ahead.
    public func adviseRandom() {
        for segment in storage.segments { segment.adviseRandom() }
    }

    /// Gives the mapped pages back; they are read again when needed.
    public func release() {
        for segment in storage.segments { segment.release() }
    }

    /// The values of all outputs, a part a segment, compared with their checksums.
    public func outputValues() throws(LedgerError) -> [UnsafeBufferPointer<UInt64>] {
        var parts: [UnsafeBufferPointer<UInt64>] = []
        for place in 0..<count {
            try segments[place].touch(.outputValue)
            parts.append(UnsafeBufferPointer(start: segments[place].outputValue, count: Int(segments[place].outputCount)))
        }
        return parts
    }
}
