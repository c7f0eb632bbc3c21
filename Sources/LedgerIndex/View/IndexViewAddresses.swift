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
        try eachFound(addresses) { _, place, entry throws(LedgerError) in
            numbers.append(entry.map { segments[place].firstAddress + UInt64($0.pointee.id) } ?? Self.none)
        }
    }

    /// Calls `body` with each address's place in the list, its oldest segment and its record there, in order.
    @inline(__always)
    func eachFound(
        _ addresses: [Address],
        _ body: (Int, Int, UnsafePointer<clew_address>?) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var keys = KeyRing()
        var place = 0
        while place < addresses.count + KeyRing.count {
            if count > 0, place < addresses.count {
                keys[place] = addresses[place].script.withUnsafeBytes { AddressKey(canonical: $0).key }
                askFirst(keys[place])
            }
            let second = place - KeyRing.count / 3, third = place - 2 * KeyRing.count / 3
            if count > 0, second >= 0, second < addresses.count { askSecond(keys[second]) }
            if count > 1, third >= 0, third < addresses.count { askThird(keys[third]) }
            let due = place - KeyRing.count
            if due >= 0 {
                try addresses[due].script.withRaw { script throws(LedgerError) in
                    let (place, entry) = try record(of: AddressKey(canonical: script))
                    try body(due, place, entry)
                }
            }
            place += 1
        }
    }

    /// Asks for the oldest segment's directory, where most addresses are, and for the newer ones' filters.
    @inline(__always)
    private func askFirst(_ key: UInt64) {
        segments.pointee.askForDirectory(key)
        var newer = 1
        while newer < count {
            (segments + newer).pointee.askForFilter(key)
            newer &+= 1
        }
    }

    /// Asks for the records that the oldest's directory names, and for the directories of those whose filter passes.
    @inline(__always)
    private func askSecond(_ key: UInt64) {
        segments.pointee.askForRecord(segments.pointee.likelyPlace(key))
        var newer = 1
        while newer < count {
            let segment = segments + newer
            if segment.pointee.likelyHolds(key) { segment.pointee.askForDirectory(key) }
            newer &+= 1
        }
    }

    /// Asks for the records in these.
    @inline(__always)
    private func askThird(_ key: UInt64) {
        var newer = 1
        while newer < count {
            let segment = segments + newer
            if segment.pointee.likelyHolds(key) { segment.pointee.askForRecord(segment.pointee.likelyPlace(key)) }
            newer &+= 1
        }
    }

    @inline(__always)
    func find(_ key: AddressKey) throws(LedgerError) -> UInt64 {
        let (place, entry) = try record(of: key)
        guard let entry else { return Self.none }
        return (segments + place).pointee.firstAddress + UInt64(entry.pointee.id)
    }

    /// The oldest segment that has the address and its record there; nil when the snapshot does not know it.
    @inline(__always)
    private func record(of key: AddressKey) throws(LedgerError) -> (Int, UnsafePointer<clew_address>?) {
        var place = 0
        while place < count {
            if let entry = try (segments + place).pointee.find(key) {
                return try appearsIn(place, entry) ? (place, entry) : (place, nil)
            }
            place += 1
        }
        return (0, nil)
    }

    /// Whether an address has a row before the snapshot's end; only where the segment reaches beyond it.
    @inline(never)
    private func appears(_ place: Int, _ entry: UnsafePointer<clew_address>) throws(LedgerError) -> Bool {
        let segment = segments[place]
        guard end > segment.firstTransaction else { return false }
        let rows = try segment.rows(entry)
        let bound = end - segment.firstTransaction
        return rows.receipts.first.map { UInt64($0.tx) < bound } ?? false
            || rows.spends.first.map { UInt64($0.tx) < bound } ?? false
    }

    @inline(__always)
    private func appearsIn(_ place: Int, _ entry: UnsafePointer<clew_address>) throws(LedgerError) -> Bool {
        let segment = segments + place
        if end >= segment.pointee.firstTransaction + UInt64(segment.pointee.transactionCount) { return true }
        return try appears(place, entry)
    }

    /// The oldest segment and the record of an address of this snapshot; an error for a number that is none.
    @inline(__always)
    func check(_ address: UInt64) throws(LedgerError) -> (Int, UnsafePointer<clew_address>) {
        let (place, local) = try segment(ofAddress: address)
        let segment = segments + place
        guard try segment.pointee.home(local) == address else { throw unknown("address", address) }
        let entry = try segment.pointee.address(local)
        guard try appearsIn(place, entry) else { throw unknown("address", address) }
        return (place, entry)
    }

    /// The canonical script of an address.
    public func script(ofAddress address: UInt64) throws(LedgerError) -> [UInt8] {
        let (place, entry) = try check(address)
        return try segments[place].script(of: entry)
    }

    /// Says before `script(ofAddress:)` of so many addresses in ascending order that the system shall read ahead; and with 0
    /// after it that it shall no more. Of few nothing is said: reads would only grow.
    public func willReadAddresses(_ count: Int) {
        guard count == 0 || count > Int(addressEnd - firstAddress) / 64 else { return }
        for segment in storage.segments {
            for column in [SegmentColumn.addressPlaces, .addressRecords] {
                let place = segment.header[column]
                if place.length > 0 { segment.willPass(Int(place.offset), Int(place.length), count > 0) }
            }
        }
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
        let (place, entry) = try check(address)
        try body(segments[place], entry, bound(place))
        guard place + 1 < count else { return }
        try segments[place].withKey(of: entry) { key throws(LedgerError) in
            var newer = place + 1
            while newer < count, segments[newer].firstTransaction < end {
                if let there = try segments[newer].find(key) { try body(segments[newer], there, bound(newer)) }
                newer += 1
            }
        }
    }

    /// Where the snapshot ends inside a segment.
    @inline(__always)
    func bound(_ place: Int) -> UInt32 {
        UInt32(min(UInt64(segments[place].transactionCount), end - min(end, segments[place].firstTransaction)))
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

/// The keys of the addresses that are on their way: enough that reads of the memory overlap, few enough that what came
/// is still there.
private struct KeyRing {
    static let count = 32
    private var keys: InlineArray<32, UInt64> = .init(repeating: 0)

    subscript(place: Int) -> UInt64 {
        @inline(__always) get { keys[place & (Self.count - 1)] }
        @inline(__always) set { keys[place & (Self.count - 1)] = newValue }
    }
}
