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

    /// Sums over what an address received: what a pass over its history costs at least.
    public func received(_ address: UInt64) throws(LedgerError) -> (outputs: Int, value: UInt64) {
        var outputs = 0
        var value: UInt64 = 0
        try eachPart(of: address) { segment, entry, bound throws(LedgerError) in
            let rows = try segment.rows(entry).receipts
            guard let first = rows.baseAddress else { return }
            var place = 0
            while place < rows.count, first[place].tx < bound {
                value &+= first[place].value
                outputs += 1
                place += 1
            }
        }
        return (outputs, value)
    }
}
