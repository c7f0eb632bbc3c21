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
        let sorted = ByteOrder.sorted(items, by: \.bytes) ?? []
        let expected = items.sorted { a, b in
            a.bytes == b.bytes ? a.place < b.place : a.bytes.lexicographicallyPrecedes(b.bytes)
        }
        #expect(sorted.map(\.place) == expected.map(\.place))
    }

    @Test("is stopped at any time, and told how far it is")
    func stopped() {
        let count = 300_000
        let bytes = { (place: Int) in withUnsafeBytes(of: UInt64(place) &* 0x9E37_79B9_7F4A_7C15) { Array($0) } }
        var told: [Int] = []
        #expect(ByteOrder.order(count, bytes) { told.append($0); return true }?.count == count)
        #expect(told.count > 5 && told == told.sorted() && told.last ?? 0 > count / 2 && told.last ?? 0 <= count)
        for last in 1..<told.count {
            var asked = 0
            #expect(ByteOrder.order(count, bytes) { _ in asked += 1; return asked < last } == nil)
            #expect(asked == last)
        }
    }
}
