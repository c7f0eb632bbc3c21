import CLedgerKernel
import Foundation
import Ledger

/// Third step: a bucket of addresses at a time, numbers them in the order of their keys and tells outputs and inputs.
extension SegmentBuild {
    func joinAddresses() throws(LedgerError) {
        guard let byAddress, let owners, let otherInputs else { return }
        let inputs = try SpillFile(in: folder, buckets: ranges(header.inputs))
        let spendRows = try SpillFile(in: folder, buckets: byAddress.bucketCount)
        let entries = try FileWriter(in: folder)
        let homes = try FileWriter(in: folder)
        var address: UInt32 = 0
        let bits = addressBits

        try Ahead.run(count: byAddress.bucketCount, (AddressBucket(), AddressBucket())) {
            number, bucket throws(LedgerError) in try bucket.fill(number, byAddress, after: bits)
        } use: { bucket, rows throws(LedgerError) in
            try step(.addresses, bucket, byAddress.bucketCount)
            addressStarts.append(address)
            let (sorted, count, base) = (rows.sorted, rows.count, rows.base)
            var start = 0
            while start < count {
                var end = start + 1
                let first = Row(base + Int(sorted[start].row) * 8)
                var isOne = true
                while end < count, sorted[end].key == sorted[start].key {
                    if isOne, !Row(base + Int(sorted[end].row) * 8).isSameAddress(first) { isOne = false }
                    end += 1
                }
                if isOne {
                    try number(sorted + start, end - start, base, &address, entries, homes, owners, otherInputs, spendRows, bucket)
                } else {
                    // Two addresses with one key: put each one's rows together, in the order of their scripts.
                    var range = UnsafeMutableBufferPointer(start: sorted + start, count: end - start)
                    range.sort {
                        let a = Row(base + Int($0.row) * 8), b = Row(base + Int($1.row) * 8)
                        return a.isSameAddress(b) ? $0.row < $1.row : a.isBefore(b)
                    }
                    var from = start
                    while from < end {
                        var to = from + 1
                        let one = Row(base + Int(sorted[from].row) * 8)
                        while to < end, Row(base + Int(sorted[to].row) * 8).isSameAddress(one) { to += 1 }
                        try number(sorted + from, to - from, base, &address, entries, homes, owners, otherInputs, spendRows, bucket)
                        from = to
                    }
                }
                start = end
            }
        }
        addressStarts.append(address)
        header.addresses = UInt64(address)
        try copy(homes, to: .homes)
        try entries.flush()
        addressEntries = entries
        self.inputs = inputs
        self.spendRows = spendRows
    }

    /// Gives the next number to an address and tells its rows.
    @inline(__always)
    private func number(
        _ rows: UnsafePointer<KeyedRow>, _ count: Int, _ base: UnsafeRawPointer, _ address: inout UInt32,
        _ entries: FileWriter, _ homes: FileWriter, _ owners: SpillFile, _ otherInputs: SpillFile,
        _ spendRows: SpillFile, _ bucket: Int
    ) throws(LedgerError) {
        let first = Row(base + Int(rows[0].row) * 8)
        var entry = clew_address()
        entry.key = rows[0].key
        entry.form = UInt32(first.head.pointee.form)
        let script = UnsafeRawBufferPointer(start: first.payload, count: Int(first.head.pointee.length))
        let place = entry.form == AddressKey.Form.script ? try keep(script) : 0
        withUnsafeMutableBytes(of: &entry) { raw in
            guard let to = raw.baseAddress.map({ $0 + 28 }) else { return }
            if first.head.pointee.form == UInt8(AddressKey.Form.script) {
                to.storeBytes(of: place, as: UInt64.self)
                to.storeBytes(of: UInt32(script.count), toByteOffset: 8, as: UInt32.self)
            } else {
                to.copyMemory(from: first.payload, byteCount: 20)
            }
        }
        try entries.append(entry)
        if older.count > 0 {
            noteOlderRead()
            let home = try older.find(AddressKey(key: entry.key, form: entry.form, payload: script))
            try homes.append(home == IndexView.none ? header.firstAddress + UInt64(address) : home)
        }
        var place2 = 0
        while place2 < count {
            let row = Row(base + Int(rows[place2].row) * 8)
            if row.head.pointee.side == Spilled.ByAddress.output {
                try owners.append(
                    Int(row.head.pointee.row) >> options.rangeBits,
                    Spilled.Owner(row: row.head.pointee.row, owner: address))
            } else {
                let input = (UnsafeRawPointer(row.head) + 16).load(as: Spilled.InputSide.self)
                try otherInputs.append(
                    Int(row.head.pointee.row) >> options.rangeBits,
                    Spilled.OtherInput(
                        value: 0, input: row.head.pointee.row, kind: 0, index: 0, owner: address, txid: clew_hash(),
                        tx: 0, output: 0, script: 0, length: 0, reserved: 0))
                let isStated = row.head.pointee.side == Spilled.ByAddress.stated
                try spendRows.append(
                    bucket,
                    Spilled.SpendRow(
                        value: input.value, owner: address, tx: input.tx, n: isStated ? input.n | Mark.high : input.n,
                        reserved: 0))
            }
            place2 += 1
        }
        address += 1
    }

    /// One row of an address's bucket.
    fileprivate struct Row {
        let head: UnsafePointer<Spilled.ByAddress>

        @inline(__always)
        init(_ raw: UnsafeRawPointer) { head = raw.assumingMemoryBound(to: Spilled.ByAddress.self) }

        var size: Int { 16 + (head.pointee.side == 0 ? 0 : 16) + (Int(head.pointee.length) + 7) & ~7 }

        var payload: UnsafeRawPointer { UnsafeRawPointer(head) + (head.pointee.side == 0 ? 16 : 32) }

        @inline(__always)
        func isSameAddress(_ other: Row) -> Bool {
            head.pointee.form == other.head.pointee.form && head.pointee.length == other.head.pointee.length
                && memcmp(payload, other.payload, Int(head.pointee.length)) == 0
        }

        func isBefore(_ other: Row) -> Bool {
            let mine = (head.pointee.form, head.pointee.length), its = (other.head.pointee.form, other.head.pointee.length)
            return mine == its ? memcmp(payload, other.payload, Int(head.pointee.length)) < 0 : mine < its
        }
    }
}

/// The rows of one bucket, sorted by key.
private final class AddressBucket {
    private(set) var base: UnsafeRawPointer
    private(set) var sorted: UnsafeMutablePointer<KeyedRow>
    private(set) var count = 0
    private let scratch = ScratchBuffer(), keys = ScratchBuffer(), spare = ScratchBuffer()

    init() {
        base = UnsafeRawPointer(scratch.reserve(0))
        sorted = keys.rows(1, KeyedRow.self)
    }

    func fill(_ bucket: Int, _ byAddress: SpillFile, after bits: Int) throws(LedgerError) {
        let raw = try byAddress.load(bucket, into: scratch)
        count = 0
        guard let base = raw.baseAddress else { return }
        let all = keys.rows(raw.count / 24, KeyedRow.self)
        var at = 0
        while at < raw.count {
            let row = SegmentBuild.Row(base + at)
            all[count] = KeyedRow(key: row.head.pointee.key, row: UInt32(at / 8), other: 0)
            count += 1
            at += row.size
        }
        self.base = base
        sorted = KeySort.sort(all, count, other: spare.rows(count, KeyedRow.self), after: bits)
    }
}
