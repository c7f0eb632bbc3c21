import Ledger
import Support
import Testing

@Suite("Sorting by bytes")
struct ByteOrderTests {
    @Test("is the order of the bytes, prefixes first, equal ones as they came", arguments: 1...4 as ClosedRange<UInt64>)
    func order(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var items: [(bytes: [UInt8], place: Int)] = []
        for place in 0..<500 {
            // Few different bytes, so that much begins alike and zeros stand at ends.
            let bytes = (0..<Int(numbers.next() % 40)).map { _ in UInt8(numbers.next() % 2) }
            items.append((bytes, place))
        }
        let sorted = ByteOrder.sorted(items) { $0.bytes }
        let expected = items.sorted { a, b in
            a.bytes == b.bytes ? a.place < b.place : a.bytes.lexicographicallyPrecedes(b.bytes)
        }
        #expect(sorted.map(\.place) == expected.map(\.place))
    }
}
