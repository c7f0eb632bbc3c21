/// Sorting by bytes, for lists of a million.
public enum ByteOrder {
    /// `items` in ascending order of the bytes that `bytes` gives for each; equal ones in the order given. Nil where it was
    /// stopped.
    ///
    /// - Parameter progress: told many times a second how many are about in order; false stops.
    @inlinable
    public static func sorted<Item>(
        _ items: [Item], by bytes: (Item) -> [UInt8], progress: (Int) -> Bool = { _ in true }
    ) -> [Item]? {
        order(items.count, { bytes(items[$0]) }, progress: progress)?.map { items[Int($0)] }
    }

    /// The places of `count` items, fewer than 2³², in that order; nil where it was stopped. What is compared first is held
    /// beside each place, so that most comparisons touch no other memory.
    public static func order(
        _ count: Int, _ bytes: (Int) -> [UInt8], progress: (Int) -> Bool = { _ in true }
    ) -> [UInt32]? {
        var keys: [Key] = []
        keys.reserveCapacity(count)
        for place in 0..<count {
            if place & 0xFFFF == 0xFFFF, !progress(0) { return nil }
            keys.append(Key(bytes(place), UInt32(truncatingIfNeeded: place)))
        }
        // A merge sort compares each item about as often as its count has binary digits.
        let rounds = max(1, Int.bitWidth - count.leadingZeroBitCount)
        var compared = 0
        do {
            try keys.sort { a, b in
                compared &+= 1
                if compared & 0xF_FFFF == 0, !progress(min(count, compared / rounds)) { throw Stopped() }
                if a.first != b.first { return a.first < b.first }
                if a.second != b.second { return a.second < b.second }
                if a.third != b.third { return a.third < b.third }
                let (x, y) = (bytes(Int(a.place)), bytes(Int(b.place)))
                return x == y ? a.place < b.place : x.lexicographicallyPrecedes(y)
            }
        } catch { return nil }
        return keys.map(\.place)
    }

    private struct Stopped: Error {}

    /// The first 24 bytes, zeros behind a shorter end.
    private struct Key {
        var first, second, third: UInt64
        var place: UInt32

        init(_ bytes: [UInt8], _ place: UInt32) {
            self.place = place
            (first, second, third) = (0, 0, 0)
            bytes.withUnsafeBytes { raw in
                first = Self.word(raw, 0)
                second = Self.word(raw, 8)
                third = Self.word(raw, 16)
            }
        }

        private static func word(_ raw: UnsafeRawBufferPointer, _ start: Int) -> UInt64 {
            if start + 8 <= raw.count { return UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: start, as: UInt64.self)) }
            var word: UInt64 = 0
            for place in start..<start + 8 { word = word << 8 | (place < raw.count ? UInt64(raw[place]) : 0) }
            return word
        }
    }
}
