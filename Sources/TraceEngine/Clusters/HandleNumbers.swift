import Ledger

/// Numbers from 0 up for the address handles of one snapshot, in the order in which they are first met.
///
/// Handles are dense within each span of 2³²: a table a span costs four bytes an address.
struct HandleNumbers: Sendable {
    private static let absent = UInt32.max

    private var tables: [UInt32: ContiguousArray<UInt32>] = [:]
    private(set) var handles: ContiguousArray<UInt64> = []

    var count: Int { handles.count }

    /// The number of a handle, given to it now when it has none.
    mutating func number(_ handle: AddressRef) -> UInt32 {
        let (span, place) = (UInt32(handle.raw >> 32), Int(handle.raw & 0xffff_ffff))
        let next = UInt32(handles.count)
        let number = withTable(span) { table in
            if place >= table.count {
                let wanted = max(place + 1, table.count + table.count / 2)
                table.append(contentsOf: repeatElement(Self.absent, count: wanted - table.count))
            }
            if table[place] == Self.absent { table[place] = next }
            return table[place]
        }
        if number == next { handles.append(handle.raw) }
        return number
    }

    /// The number of a handle; nil when it has none.
    func known(_ handle: AddressRef) -> UInt32? {
        let place = Int(handle.raw & 0xffff_ffff)
        guard let table = tables[UInt32(handle.raw >> 32)], place < table.count, table[place] != Self.absent else {
            return nil
        }
        return table[place]
    }

    func handle(_ number: UInt32) -> AddressRef { AddressRef(raw: handles[Int(number)]) }

    /// Calls `body` with the numbers of `count` handles from `first` on, all ones where one has none, and takes what it
    /// appends to the list for handles that got the next numbers. False, and nothing is done, where the handles are not
    /// of one span.
    mutating func withNumbers(
        from first: UInt64, count: Int, _ body: (UnsafeMutablePointer<UInt32>, inout ContiguousArray<UInt64>) -> Void
    ) -> Bool {
        let place = Int(first & 0xffff_ffff)
        guard place + count <= 1 << 32, count > 0 else { return false }
        var handles = ContiguousArray<UInt64>()
        swap(&handles, &self.handles)
        withTable(UInt32(first >> 32)) { table in
            if table.count < place + count {
                table.append(contentsOf: repeatElement(Self.absent, count: place + count - table.count))
            }
            table.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { body(base + place, &handles) } }
        }
        swap(&handles, &self.handles)
        return true
    }

    private mutating func withTable<T>(_ span: UInt32, _ body: (inout ContiguousArray<UInt32>) -> T) -> T {
        body(&tables[span, default: []])
    }
}
