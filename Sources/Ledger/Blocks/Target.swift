/// The 256-bit number that a block's hash must not exceed, read from its compact form.
///
/// The compact form is a base-256 floating-point number: an exponent byte and a mantissa of 23 bits and a sign.
public struct Target: Hashable, Comparable, Sendable {
    private let mantissa: UInt32
    private let exponent: UInt32
    private let value: Hash256

    /// Nil for a compact form that is negative, zero or needs more than 256 bits: no block may claim it.
    public init?(bits: UInt32) {
        let exponent = bits >> 24
        var mantissa = bits & 0x007f_ffff
        guard mantissa != 0, bits & 0x0080_0000 == 0 else { return nil }
        if exponent < 3 { mantissa >>= 8 * (3 - exponent) }
        let used = mantissa > 0xffff ? 3 : mantissa > 0xff ? 2 : 1
        let shift = Int(exponent) - 3
        guard mantissa != 0, shift + used <= 32 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for place in 0..<used {
            let byte = max(shift, 0) + place
            words[byte / 8] |= UInt64(mantissa >> UInt32(8 * place) & 0xff) << UInt64(byte % 8 * 8)
        }
        self.mantissa = mantissa
        self.exponent = max(exponent, 3)
        value = Hash256(words: (words[0], words[1], words[2], words[3]))
    }

    /// True when `hash`, taken as a number, is at most the target.
    public func isMet(by hash: BlockHash) -> Bool { hash <= value }

    /// The tries it takes on average to meet the target, 2²⁵⁶ ÷ target rounded down: what chains are compared by. At
    /// most 2¹²⁷, which no chain comes near.
    public var work: UInt128 {
        let shift = 256 - 8 * (Int(exponent) - 3)
        guard shift < 128 else { return UInt128(1) << 127 }
        return (UInt128(1) << UInt128(shift)) / UInt128(mantissa)
    }

    public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
    public static func == (a: Self, b: Self) -> Bool { a.value == b.value }
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
