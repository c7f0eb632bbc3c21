import Crypto

/// A deterministic stream of numbers: xoshiro256** 1.0 (Blackman and Vigna), started from a SHA-256.
///
/// The state is SHA-256(key ‖ 0x00 ‖ name), read as four little-endian words. A stream with a name of its own for each
/// concern (block times, signatures, the story, the traffic around it) means that what one concern draws never moves
/// another: a later version that adds traffic leaves the story's addresses and amounts as they were.
/// Whole numbers only: the same on every machine. No use for secrets.
public struct RandomStream: Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// The stream called `name` under `key`.
    public init(key: [UInt8], name: String) {
        let words = Self.words(Array(SHA256.hash(data: key + [0] + Array(name.utf8))))
        self.init(state: (words[0], words[1], words[2], words[3]))
    }

    /// A stream from its bare state. All zeros, which the generator cannot leave, is read as (1, 0, 0, 0).
    public init(state: (UInt64, UInt64, UInt64, UInt64)) {
        self.state = state.0 | state.1 | state.2 | state.3 == 0 ? (1, 0, 0, 0) : state
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        let result = Self.rotated(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = Self.rotated(state.3, by: 45)
        return result
    }

    /// A number below `bound`, each equally likely; 0 when `bound` is 0. Lemire's method with rejection.
    public mutating func below(_ bound: UInt64) -> UInt64 {
        guard bound > 1 else { return 0 }
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }

    /// A number of the range, each equally likely.
    public mutating func value(in range: ClosedRange<UInt64>) -> UInt64 {
        let width = range.upperBound - range.lowerBound
        return width == .max ? next() : range.lowerBound + below(width + 1)
    }

    /// A number of the range, each equally likely. For counts and indexes.
    public mutating func count(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(below(UInt64(range.upperBound - range.lowerBound) + 1))
    }

    /// True in `hits` of `outOf` cases.
    public mutating func chance(_ hits: UInt64, outOf: UInt64) -> Bool { below(outOf) < hits }

    /// The number of failures before a success that comes once in `mean + 1` tries: geometric, `mean` on average.
    public mutating func failures(mean: UInt64) -> UInt64 {
        var failures: UInt64 = 0
        while below(mean + 1) != 0 { failures += 1 }
        return failures
    }

    /// `count` bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            let word = next()
            for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(place * 8))) }
        }
        return Array(bytes.prefix(count))
    }

    /// One of them, nil when there are none.
    public mutating func element<Element>(of elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[Int(below(UInt64(elements.count)))]
    }

    /// The same elements in another order (Fisher and Yates).
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var shuffled = elements
        for last in shuffled.indices.dropFirst().reversed() {
            shuffled.swapAt(last, Int(below(UInt64(last) + 1)))
        }
        return shuffled
    }

    private static func rotated(_ word: UInt64, by places: UInt64) -> UInt64 {
        word << places | word >> (64 - places)
    }

    private static func words(_ bytes: [UInt8]) -> [UInt64] {
        stride(from: 0, to: bytes.count, by: 8).map { start in
            bytes[start..<min(start + 8, bytes.count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
