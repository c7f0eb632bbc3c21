import CLedgerKernel
import Ledger

/// Looking through a whole ledger for shortened identifiers: one pass in the order of the file, without an allocation for
/// what does not fit.
extension IndexView {
    /// Records or ids that one call looks at.
    static var searchedAtOnce: UInt64 { 1 << 16 }

    /// Canonical scripts of addresses that fit, by their place among the addresses of all segments. Whether the snapshot
    /// knows them already is not looked at.
    func scripts(fitting pattern: AddressPattern, from place: UInt64) throws(LedgerError) -> SearchedPart<Address> {
        let end = addressesOfAllSegments
        let stop = min(end, place.addingReportingOverflow(Self.searchedAtOnce).partialValue)
        var part = SearchedPart<Address>(found: [], next: max(stop, place), end: end)
        try eachPiece(place, stop, \.addressCount) { segment, range throws(LedgerError) in
            try segment.willReadRecords(range)
            for local in range {
                let entry = try segment.address(local)
                let lead = AddressPattern.lead(SegmentView.payload(entry))
                switch entry.pointee.form {
                case AddressKey.Form.keyHash: if !AddressPattern.contains(pattern.keyHash, lead) { continue }
                case AddressKey.Form.scriptHash: if !AddressPattern.contains(pattern.scriptHash, lead) { continue }
                case AddressKey.Form.witnessKeyHash: if !AddressPattern.contains(pattern.witness0, lead) { continue }
                default: break
                }
                let script = try segment.script(of: entry)
                guard script.withUnsafeBytes(pattern.mayFit) else { continue }
                let address = Address(canonicalScript: script)
                if pattern.fits(address) { part.found.append(address) }
            }
        }
        return part
    }

    /// Ids of transactions of the snapshot that fit.
    func txids(fitting pattern: TxIDPattern, from place: UInt64) throws(LedgerError) -> SearchedPart<TxID> {
        let size = end - min(start, end)
        let stop = min(size, place.addingReportingOverflow(Self.searchedAtOnce).partialValue)
        var part = SearchedPart<TxID>(found: [], next: max(stop, place), end: size)
        try eachPiece(place, stop, \.transactionCount) { segment, range throws(LedgerError) in
            segment.willReadTxIDs(range)
            for local in range {
                let id = try segment.txid(local)
                if pattern.fits(id) { part.found.append(id) }
            }
        }
        return part
    }

    private var addressesOfAllSegments: UInt64 {
        var sum: UInt64 = 0
        for place in 0..<count { sum += UInt64(segments[place].addressCount) }
        return sum
    }

    /// Calls `body` for each segment with those of its rows that lie between two places, which count through all segments.
    private func eachPiece(
        _ from: UInt64, _ to: UInt64, _ rows: KeyPath<SegmentView, UInt32>,
        _ body: (SegmentView, Range<UInt32>) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var first: UInt64 = 0
        for place in 0..<count {
            let segment = segments[place]
            let end = first + UInt64(segment[keyPath: rows])
            if from < end, first < to {
                try body(segment, UInt32(max(from, first) - first)..<UInt32(min(to, end) - first))
            }
            first = end
        }
    }
}

extension SegmentView {
    /// Has the system read the records of addresses that will be read one after the other.
    fileprivate func willReadRecords(_ addresses: Range<UInt32>) throws(LedgerError) {
        guard let last = addresses.last else { return }
        segment.willRead(UnsafeRawBufferPointer(start: addressPlaces + Int(addresses.lowerBound), count: addresses.count * 4))
        let (start, end) = (Int(try at(addressPlaces, addresses.lowerBound)) * 8, Int(try at(addressPlaces, last)) * 8)
        guard start <= end, end <= recordBytes else { throw damaged("its addresses are not in order") }
        segment.willRead(UnsafeRawBufferPointer(start: records + start, count: end - start))
    }

    fileprivate func willReadTxIDs(_ transactions: Range<UInt32>) {
        segment.willRead(UnsafeRawBufferPointer(start: txids + Int(transactions.lowerBound), count: transactions.count * 32))
    }
}

extension IndexLedger: SearchableLedger {
    public func addresses(fitting pattern: AddressPattern, from place: UInt64) throws(LedgerError) -> SearchedPart<Address> {
        var part = try view.scripts(fitting: pattern, from: place)
        // Of what came after the snapshot nothing is known.
        let known = try find(part.found)
        part.found = zip(part.found, known).filter { $0.1 != nil }.map(\.0)
        return part
    }

    public func txids(fitting pattern: TxIDPattern, from place: UInt64) throws(LedgerError) -> SearchedPart<TxID> {
        try view.txids(fitting: pattern, from: place)
    }
}
