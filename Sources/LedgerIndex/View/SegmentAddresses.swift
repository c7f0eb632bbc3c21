import CLedgerKernel
import Ledger

/// Addresses, their histories and scripts of one segment, by the ids it has inside.
extension SegmentView {
    /// The address's entry.
    @inline(__always)
    func address(_ address: UInt32) throws(LedgerError) -> UnsafePointer<clew_address> {
        guard address < addressCount else { throw damaged("something names an address that is not there") }
        try touch(addresses + Int(address), MemoryLayout<clew_address>.size)
        return addresses + Int(address)
    }

    /// The 20 bytes of an entry, or the place of its script.
    @inline(__always)
    static func payload(_ entry: UnsafePointer<clew_address>) -> UnsafeRawPointer {
        UnsafeRawPointer(entry) + 28
    }

    /// The address found by its key; nil when this segment has none.
    @inline(__always)
    func find(_ key: AddressKey) throws(LedgerError) -> UInt32? {
        guard addressCount > 0, try mayHold(key.key, addressFilter, addressFilterWords) else { return nil }
        let range = try bucket(addressDirectory, Int(truncatingIfNeeded: key.key >> addressShift), addressCount)
        if range.isEmpty { return nil }
        try touch(addresses + Int(range.lowerBound), range.count * MemoryLayout<clew_address>.stride)
        var place = Int(range.lowerBound)
        if range.count > 32 {
            place += try Self.bound(range.count) { offset throws(LedgerError) in
                addresses[Int(range.lowerBound) + offset].key < key.key
            }
        }
        while place < Int(range.upperBound) {
            let entry = addresses + place
            if entry.pointee.key > key.key { return nil }
            if entry.pointee.key == key.key, entry.pointee.form == key.form, try isEqual(entry, key) { return UInt32(place) }
            place += 1
        }
        return nil
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
    func script(ofAddress address: UInt32) throws(LedgerError) -> [UInt8] {
        let entry = try self.address(address)
        guard entry.pointee.form == AddressKey.Form.script else {
            return AddressKey.script(entry.pointee.form, Self.payload(entry))
        }
        return [UInt8](try longScript(entry))
    }

    /// Calls `body` with the address as a key to look for in another segment.
    func withKey<Value>(
        of address: UInt32, _ body: (AddressKey) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        let entry = try self.address(address)
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
        let start = Int(entry.pointee.rows) * 8
        let receipts = Int(entry.pointee.receipts)
        let spends = Int(entry.pointee.spends)
        let count = receipts * MemoryLayout<clew_receipt>.stride + spends * MemoryLayout<clew_spend>.stride
        guard start <= historyBytes, count <= historyBytes - start else {
            throw damaged("an address's history is not where it should be")
        }
        let first = history + start
        if count > 0 { try touch(first, count) }
        let second = first + receipts * MemoryLayout<clew_receipt>.stride
        return (
            UnsafeBufferPointer(start: first.assumingMemoryBound(to: clew_receipt.self), count: receipts),
            UnsafeBufferPointer(start: second.assumingMemoryBound(to: clew_spend.self), count: spends)
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
        return try script(ofAddress: owner)
    }
}
