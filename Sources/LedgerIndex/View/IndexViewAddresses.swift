import CLedgerKernel
import Ledger

/// Addresses.
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
        guard count > 0 else { return numbers.append(contentsOf: repeatElement(Self.none, count: addresses.count)) }
        let result: Result<Void, LedgerError> = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.ahead) { keys in
            do throws(LedgerError) { return .success(try find(addresses, into: &numbers, keys)) } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Addresses between asking for a directory's slot, for the entries it names, and reading them.
    private static var ahead: Int { 32 }

    private func find(
        _ addresses: [Address], into numbers: inout [UInt64], _ keys: UnsafeMutableBufferPointer<UInt64>
    ) throws(LedgerError) {
        let ahead = Self.ahead
        // Most addresses are in the oldest segment; the newer ones are asked without preparation.
        let first = segments
        var place = 0
        while place < addresses.count + ahead {
            if place < addresses.count {
                let key = addresses[place].script.withUnsafeBytes { AddressKey(canonical: $0).key }
                keys[place & (ahead - 1)] = key
                first.pointee.ask(first.pointee.addressDirectory + Int(truncatingIfNeeded: key >> first.pointee.addressShift))
            }
            let middle = place - ahead / 2
            if middle >= 0, middle < addresses.count {
                let slot = Int(truncatingIfNeeded: keys[middle & (ahead - 1)] >> first.pointee.addressShift)
                let entry = first.pointee.addressDirectory[slot]
                if entry < first.pointee.addressCount {
                    first.pointee.ask(first.pointee.addresses + Int(entry))
                    clew_prefetch(UnsafeRawPointer(first.pointee.addresses + Int(entry)) + 64)
                }
            }
            // The slot of its key is overwritten by the next round only.
            if place >= ahead - 1, place - (ahead - 1) < addresses.count {
                numbers.append(try find(addresses[place - (ahead - 1)]))
            }
            place += 1
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
    func bound(_ place: Int) -> UInt32 {
        UInt32(min(UInt64(segments[place].transactionCount), end - min(end, segments[place].firstTransaction)))
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
