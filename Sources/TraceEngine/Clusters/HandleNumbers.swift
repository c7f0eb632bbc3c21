import Ledger

/// Numbers from 0 up for the address handles of one snapshot: where a ledger numbers its addresses without gaps those
/// numbers themselves, else in the order in which handles are first met.
struct HandleNumbers: Sendable {
    private static let absent = UInt32.max

    /// The handles that have their own numbers, less the first.
    private let dense: Range<UInt64>?
    /// A table a span of 2³², within which handles are dense: four bytes an address.
    private var tables: [UInt32: ContiguousArray<UInt32>] = [:]
    private var handles: ContiguousArray<UInt64> = []

    init() { dense = nil }

    /// Every handle of the range has a number; no other gets one.
    init(dense: Range<UInt64>) { self.dense = dense }

    var count: Int { dense?.count ?? handles.count }

    /// The number of a handle, given to it now when it has none.
    mutating func number(_ handle: AddressRef) -> UInt32 {
        if let known = known(handle) { return known }
        let (span, place) = (UInt32(handle.raw >> 32), Int(handle.raw & 0xffff_ffff))
        let next = UInt32(handles.count)
        withTable(span) { table in
            if place >= table.count {
                let wanted = max(place + 1, table.count + table.count / 2)
                table.append(contentsOf: repeatElement(Self.absent, count: wanted - table.count))
            }
            table[place] = next
        }
        handles.append(handle.raw)
        return next
    }

    /// The number of a handle; nil when it has none.
    func known(_ handle: AddressRef) -> UInt32? {
        if let dense { return dense.contains(handle.raw) ? UInt32(truncatingIfNeeded: handle.raw - dense.lowerBound) : nil }
        let place = Int(handle.raw & 0xffff_ffff)
        guard let table = tables[UInt32(handle.raw >> 32)], place < table.count, table[place] != Self.absent else {
            return nil
        }
        return table[place]
    }

    func handle(_ number: UInt32) -> AddressRef {
        AddressRef(raw: dense.map { $0.lowerBound + UInt64(number) } ?? handles[Int(number)])
    }

    private mutating func withTable<T>(_ span: UInt32, _ body: (inout ContiguousArray<UInt32>) -> T) -> T {
        body(&tables[span, default: []])
    }
}
