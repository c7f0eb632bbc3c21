import Encoding
import Ledger

/// Figures as documents write them.
struct Figures: Hashable, Sendable {
    let chain: Chain

    /// `1,234.50000000`: every decimal, the whole part grouped, no unit.
    func coin(_ base: UInt64) -> String {
        let text = AmountText.coin(base, decimals: chain.decimals)
        guard let point = text.firstIndex(of: "."), let whole = UInt64(text[..<point]) else { return text }
        return AmountText.grouped(whole) + text[point...]
    }

    /// The same with the unit.
    func amount(_ base: UInt64) -> String { "\(coin(base)) \(chain.ticker)" }

    /// `≥ ` before a sum of which a part may be hidden.
    func sum(_ base: UInt64, complete: Bool) -> String { (complete ? "" : "≥ ") + coin(base) }

    func count(_ number: some BinaryInteger) -> String { AmountText.grouped(UInt64(clamping: number)) }

    /// `1 payment`, `2 payments`.
    func count(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    func time(_ seconds: UInt32?) -> String { seconds.map { UTCTime(seconds: $0).evidence } ?? "not known" }

    /// `12.3 %` of a whole, rounded to the nearest tenth; nil of nothing.
    static func share(_ part: UInt64, of whole: UInt64) -> String? {
        tenths(part, of: whole).map { "\($0 / 10).\($0 % 10) %" }
    }

    /// The share in tenths of a per cent, rounded to the nearest.
    static func tenths(_ part: UInt64, of whole: UInt64) -> UInt64? {
        guard whole > 0, part <= whole else { return nil }
        let (high, low) = part.multipliedFullWidth(by: 1000)
        let (quotient, rest) = whole.dividingFullWidth((high, low))
        return quotient + (rest >= whole - whole / 2 ? 1 : 0)
    }

    /// Adds amounts; the sum stops at the greatest number rather than wrap, which no valid ledger reaches.
    static func sum(_ values: some Sequence<UInt64>) -> UInt64 {
        values.reduce(0) { total, value in
            let (next, overflow) = total.addingReportingOverflow(value)
            return overflow ? .max : next
        }
    }
}
