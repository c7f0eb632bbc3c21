import CLedgerKernel
import Ledger

/// Addresses, their histories and scripts of one segment, by the ids it has inside.
extension SegmentView {
    /// The head of an address's record.
    @inline(__always)
    func address(_ address: UInt32) throws(LedgerError) -> UnsafePointer<clew_address> {
        guard address < addressCount else { throw damaged("something names an address that is not there") }
        let entry = try record(try at(addressPlaces, address))
        guard entry.pointee.id == address else { throw damaged("an address's record is not where it should be") }
        return entry
    }

    /// The record that begins at a place, its head compared with its checksum.
    @inline(__always)
    private func record(_ place: UInt32) throws(LedgerError) -> UnsafePointer<clew_address> {
        let start = Int(place) * 8
        guard start + MemoryLayout<clew_address>.size <= recordBytes else {
            throw damaged("an address's record is not where it should be")
        }
        try touch(records + start, MemoryLayout<clew_address>.size)
        return (records + start).assumingMemoryBound(to: clew_address.self)
    }

    /// Asks for the beginning of a record: what most addresses have lies in three lines.
    @inline(__always)
    func askForRecord(_ place: UInt32) {
        let start = Int(place) * 8
        guard start + 192 <= recordBytes else { return }
        ask(records + start)
        clew_prefetch(records + start + 64)
        clew_prefetch(records + start + 128)
    }

    /// Asks for the directory's value of a key.
    @inline(__always)
    func askForDirectory(_ key: UInt64) {
        ask(addressDirectory + Int(truncatingIfNeeded: key >> addressShift))
    }

    /// Asks for what the filter says of a key.
    @inline(__always)
    func askForFilter(_ key: UInt64) {
        if addressFilterWords > 0 { ask(addressFilter + KeyFilter.place(key, addressFilterWords)) }
    }

    /// What the directory says, which was not compared with its checksum: good for asking only.
    @inline(__always)
    func likelyPlace(_ key: UInt64) -> UInt32 { addressDirectory[Int(truncatingIfNeeded: key >> addressShift)] }

    /// What the filter says, in the same way.
    @inline(__always)
    func likelyHolds(_ key: UInt64) -> Bool {
        if addressFilterWords == 0 { return true }
        let bits = KeyFilter.bits(key)
        return addressFilter[KeyFilter.place(key, addressFilterWords)] & bits == bits
    }

    /// Units of eight bytes that a record takes.
    @inline(__always)
    private static func units(_ entry: UnsafePointer<clew_address>) -> Int {
        6 + 3 * Int(entry.pointee.receipts) + 2 * Int(entry.pointee.spends)
    }

    /// The 20 bytes of an entry, or the place of its script.
    @inline(__always)
    static func payload(_ entry: UnsafePointer<clew_address>) -> UnsafeRawPointer {
        UnsafeRawPointer(entry) + 28
    }

    /// The record of the address with that key; nil when this segment has none.
    @inline(__always)
    func find(_ key: AddressKey) throws(LedgerError) -> UnsafePointer<clew_address>? {
        guard addressCount > 0, try mayHold(key.key, addressFilter, addressFilterWords) else { return nil }
        let range = try bucket(
            addressDirectory, Int(truncatingIfNeeded: key.key >> addressShift), UInt32(truncatingIfNeeded: recordBytes / 8))
        var place = Int(range.lowerBound)
        if range.count > Self.manyUnits { place = try bound(range, key.key) }
        while place < Int(range.upperBound) {
            let entry = try record(UInt32(truncatingIfNeeded: place))
            if entry.pointee.key > key.key { return nil }
            if entry.pointee.key == key.key, entry.pointee.form == key.form, try isEqual(entry, key) {
                guard entry.pointee.id < addressCount else { throw damaged("a record names an address that is not there") }
                return entry
            }
            place += Self.units(entry)
        }
        return nil
    }

    /// Records beyond this are not read one after the other: somebody may have made many keys alike.
    private static var manyUnits: Int { 512 }

    /// The first record of a directory's value whose key is not below `key`, by the addresses' numbers.
    @inline(never)
    private func bound(_ range: Range<UInt32>, _ key: UInt64) throws(LedgerError) -> Int {
        let first = Int(try record(range.lowerBound).pointee.id)
        let units = recordBytes / 8
        let end = Int(range.upperBound) < units ? Int(try record(range.upperBound).pointee.id) : Int(addressCount)
        guard first <= end, end <= Int(addressCount) else { throw damaged("its addresses are not in order") }
        let found = try Self.bound(end - first) { offset throws(LedgerError) in
            try address(UInt32(first + offset)).pointee.key < key
        }
        return first + found < end ? Int(try at(addressPlaces, first + found)) : Int(range.upperBound)
    }

    @inline(__always)
    private func isEqual(_ entry: UnsafePointer<clew_address>, _ key: AddressKey) throws(LedgerError) -> Bool {
        if key.form != AddressKey.Form.script {
            guard let bytes = key.payload.baseAddress else { return false }
            let payload = Self.payload(entry)
            // Two comparisons of eight bytes and one of four.
            func word(_ raw: UnsafeRawPointer, _ at: Int) -> UInt64 { raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
            return word(payload, 0) == word(bytes, 0) && word(payload, 8) == word(bytes, 8)
                && payload.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
                    == bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
        }
        return try longScript(entry).elementsEqual(key.payload)
    }

    private func longScript(_ entry: UnsafePointer<clew_address>) throws(LedgerError) -> UnsafeRawBufferPointer {
        let payload = Self.payload(entry)
        return try script(
            payload.loadUnaligned(as: UInt64.self), payload.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    }

    func script(_ offset: UInt64, _ length: UInt32) throws(LedgerError) -> UnsafeRawBufferPointer {
        guard offset <= UInt64(scriptBytes), UInt64(length) <= UInt64(scriptBytes) - offset else {
            throw damaged("a script is not where it should be")
        }
        if length > 0 { try touch(scripts + Int(offset), Int(length)) }
        return UnsafeRawBufferPointer(start: scripts + Int(offset), count: Int(length))
    }

    /// The canonical script of an address.
    func script(of entry: UnsafePointer<clew_address>) throws(LedgerError) -> [UInt8] {
        guard entry.pointee.form == AddressKey.Form.script else {
            return AddressKey.script(entry.pointee.form, Self.payload(entry))
        }
        return [UInt8](try longScript(entry))
    }

    /// Calls `body` with the address as a key to look for in another segment.
    func withKey<Value>(
        of entry: UnsafePointer<clew_address>, _ body: (AddressKey) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        let payload = entry.pointee.form == AddressKey.Form.script
            ? try longScript(entry) : UnsafeRawBufferPointer(start: Self.payload(entry), count: 20)
        return try body(AddressKey(key: entry.pointee.key, form: entry.pointee.form, payload: payload))
    }

    /// The address's id that counts through all segments: that of the oldest segment which has it.
    @inline(__always)
    func home(_ address: UInt32) throws(LedgerError) -> UInt64 {
        guard address < addressCount else { throw damaged("something names an address that is not there") }
        return hasHomes ? try at(homes, address) : firstAddress + UInt64(address)
    }

    /// What an address received and spent in this segment.
    @inline(__always)
    func rows(
        _ entry: UnsafePointer<clew_address>
    ) throws(LedgerError) -> (receipts: UnsafeBufferPointer<clew_receipt>, spends: UnsafeBufferPointer<clew_spend>) {
        let rows = try untouchedRows(entry)
        let count = (Self.units(entry) - 6) * 8
        if count > 0 { try touch(entry + 1, count) }
        return rows
    }

    /// The same, of which nothing was compared with its checksum yet: for those who need a few rows of many.
    @inline(__always)
    func untouchedRows(
        _ entry: UnsafePointer<clew_address>
    ) throws(LedgerError) -> (receipts: UnsafeBufferPointer<clew_receipt>, spends: UnsafeBufferPointer<clew_spend>) {
        guard UnsafeRawPointer(entry) - records + Self.units(entry) * 8 <= recordBytes else {
            throw damaged("an address's history is not where it should be")
        }
        let receipts = Int(entry.pointee.receipts)
        let first = UnsafeRawPointer(entry + 1)
        let second = first + receipts * MemoryLayout<clew_receipt>.stride
        return (
            UnsafeBufferPointer(start: first.assumingMemoryBound(to: clew_receipt.self), count: receipts),
            UnsafeBufferPointer(
                start: second.assumingMemoryBound(to: clew_spend.self), count: Int(entry.pointee.spends))
        )
    }

    /// The locking script of an output.
    func script(ofOutput output: UInt32) throws(LedgerError) -> [UInt8] {
        let place = try Self.bound(oddScriptCount) { place throws(LedgerError) in
            try at(oddScripts, place).output < output
        }
        if place < oddScriptCount {
            let odd = try at(oddScripts, place)
            if odd.output == output { return [UInt8](try script(odd.script, odd.length)) }
        }
        let owner = try at(outputOwner, output)
        guard owner != Mark.none else { throw damaged("an output has neither a script nor an address") }
        return try script(of: try address(owner))
    }
}
