import Encoding
import Ledger

/// Amounts in coins as a node prints them, `0.00012345`, `50` or `2.73e-06`, read exactly: no floating point comes near.
enum CoinAmount {
    private static let decimals = 8

    /// Base units of a decimal literal; nil when it is no number, negative, finer than one base unit, or more than can
    /// exist.
    static func baseUnits(_ literal: some StringProtocol) -> UInt64? {
        let bytes = Array(literal.utf8)
        let mark = bytes.firstIndex { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") } ?? bytes.endIndex
        var exponent = 0
        if mark < bytes.endIndex {
            guard let value = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)), abs(value) <= 30 else { return nil }
            exponent = value
        }
        let parts = bytes[..<mark].split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, parts.count < 2 || !parts[1].isEmpty else { return nil }
        var digits = Array(whole) + (parts.count == 2 ? Array(parts[1]) : [])
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        // The literal is `digits` times ten to the power of this, in base units.
        var power = decimals + exponent - (parts.count == 2 ? parts[1].count : 0)
        while power < 0, digits.count > 1, digits.last == 48 {
            digits.removeLast()
            power += 1
        }
        if digits.allSatisfy({ $0 == 48 }) { return 0 }
        guard power >= 0 else { return nil }
        var value: UInt64 = 0
        for digit in digits + [UInt8](repeating: 48, count: power) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            value = tens &+ UInt64(digit - 48)
            if overflow || value > Transaction.greatestValue { return nil }
        }
        return value
    }

    /// The same of a JSON number; nil of another kind of value too.
    static func baseUnits(_ json: JSONValue) -> UInt64? {
        switch json {
        case .integer(let whole): baseUnits(String(whole))
        case .decimal(let literal): baseUnits(literal)
        default: nil
        }
    }
}
