/// An amount on an account chain: an unsigned number of 256 bits. Nothing here wraps or traps: what may not fit says so.
public struct UInt256: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The upper and lower 128 bits.
    public var high: UInt128
    public var low: UInt128

    public static let zero = UInt256(high: 0, low: 0)
    public static let max = UInt256(high: .max, low: .max)

    public init(_ value: some UnsignedInteger & FixedWidthInteger) {
        high = 0
        low = UInt128(truncatingIfNeeded: value)
    }

    public init(high: UInt128, low: UInt128) {
        self.high = high
        self.low = low
    }

    /// Reads decimal digits; nil for anything else and for what does not fit.
    public init?(_ text: String) {
        self = .zero
        guard !text.isEmpty, text.utf8.count <= 78 else { return nil }
        for digit in text.utf8 {
            guard (0x30...0x39).contains(digit) else { return nil }
            let product = multipliedFullWidth(by: UInt256(UInt64(10)))
            let (sum, isTooLarge) = product.low.addingReportingOverflow(UInt256(UInt64(digit - 0x30)))
            guard product.high == .zero, !isTooLarge else { return nil }
            self = sum
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.high != b.high ? a.high < b.high : a.low < b.low }

    public func addingReportingOverflow(_ other: UInt256) -> (partialValue: UInt256, overflow: Bool) {
        let (low, carry) = low.addingReportingOverflow(other.low)
        let (sum, first) = high.addingReportingOverflow(other.high)
        let (high, second) = sum.addingReportingOverflow(carry ? 1 : 0)
        return (UInt256(high: high, low: low), first || second)
    }

    public func subtractingReportingOverflow(_ other: UInt256) -> (partialValue: UInt256, overflow: Bool) {
        let (low, borrow) = low.subtractingReportingOverflow(other.low)
        let (difference, first) = high.subtractingReportingOverflow(other.high)
        let (high, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
        return (UInt256(high: high, low: low), first || second)
    }

    /// The product in 512 bits.
    public func multipliedFullWidth(by other: UInt256) -> (high: UInt256, low: UInt256) {
        let (a, b) = (words, other.words)
        var product = [UInt64](repeating: 0, count: 8)
        for i in 0..<4 {
            var carry: UInt64 = 0
            for k in 0..<4 {
                let (high, low) = a[i].multipliedFullWidth(by: b[k])
                // A product of two words and two words more fit two words, so the carries never overflow.
                let (first, firstCarry) = product[i + k].addingReportingOverflow(low)
                let (second, secondCarry) = first.addingReportingOverflow(carry)
                product[i + k] = second
                carry = high &+ (firstCarry ? 1 : 0) &+ (secondCarry ? 1 : 0)
            }
            product[i + 4] = carry
        }
        return (UInt256(words: product[4...]), UInt256(words: product[..<4]))
    }

    /// The quotient and remainder of a number of 512 bits; nil when the quotient does not fit 256, or by zero.
    public func dividingFullWidth(_ dividend: (high: UInt256, low: UInt256)) -> (quotient: UInt256, remainder: UInt256)? {
        guard dividend.high < self else { return nil }
        if dividend.high == .zero, dividend.low.high == 0, high == 0 {
            let (quotient, remainder) = dividend.low.low.quotientAndRemainder(dividingBy: low)
            return (UInt256(high: 0, low: quotient), UInt256(high: 0, low: remainder))
        }
        // Bit by bit: rare enough, and simple to check.
        var remainder = dividend.high
        var quotient = UInt256.zero
        for bit in (0..<256).reversed() {
            let isWide = remainder.high >> 127 == 1
            remainder = remainder.doubled(adding: dividend.low.bit(bit))
            quotient = quotient.doubled(adding: false)
            if isWide || remainder >= self {
                remainder = remainder.subtractingReportingOverflow(self).partialValue
                quotient.low |= 1
            }
        }
        return (quotient, remainder)
    }

    private func bit(_ n: Int) -> Bool { n < 128 ? (low >> UInt128(n)) & 1 == 1 : (high >> UInt128(n - 128)) & 1 == 1 }

    private func doubled(adding bit: Bool) -> UInt256 {
        UInt256(high: high << 1 | low >> 127, low: low << 1 | (bit ? 1 : 0))
    }

    private var words: [UInt64] {
        [low, low >> 64, high, high >> 64].map { UInt64(truncatingIfNeeded: $0) }
    }

    private init(words: ArraySlice<UInt64>) {
        let w = words.map { UInt128($0) }
        low = w[0] | w[1] << 64
        high = w[2] | w[3] << 64
    }

    /// Decimal digits.
    public var description: String {
        if high == 0 { return String(low) }
        let step = UInt256(UInt64(1_000_000_000_000_000_000))
        guard let (rest, digits) = step.dividingFullWidth((.zero, self)) else { return "0" }
        let tail = String(digits.low)
        return rest.description + String(repeating: "0", count: 18 - tail.utf8.count) + tail
    }
}
