/// Amounts as text. Integers in, text out: no amount is ever a floating-point number.
public enum AmountText {
    /// `base` units in coins with every decimal written: `144581840` is `1.44581840`.
    public static func coin(_ base: UInt64, decimals: Int = 8) -> String { coin(digits: String(base), decimals) }

    /// The same of an amount of 256 bits.
    public static func coin(_ base: UInt256, decimals: Int) -> String { coin(digits: base.description, decimals) }

    private static func coin(digits: String, _ decimals: Int) -> String {
        guard decimals > 0 else { return digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    /// `1234567` as `1,234,567`.
    public static func grouped(_ number: UInt64) -> String {
        var out: [UInt8] = []
        for (place, digit) in String(number).utf8.reversed().enumerated() {
            if place > 0, place % 3 == 0 { out.append(UInt8(ascii: ",")) }
            out.append(digit)
        }
        return String(decoding: out.reversed(), as: UTF8.self)
    }
}
