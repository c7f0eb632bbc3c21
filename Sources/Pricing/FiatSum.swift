import Ledger

/// Amounts at the prices of their days, summed exactly and rounded once.
public struct FiatSum: Hashable, Sendable {
    /// In units of 10⁻¹⁰ of the currency for a base unit, so far.
    private var sum: UInt128 = 0
    /// Amounts of days without a price, and how many.
    public private(set) var missing = 0
    /// Amounts that were added and had a price.
    public private(set) var priced = 0
    private var isTooLarge = false
    private let series: PriceSeries
    private let decimals: Int

    /// - Parameter decimals: of the coin: 8 for bitcoin.
    public init(_ series: PriceSeries, decimals: Int = 8) {
        self.series = series
        self.decimals = decimals
    }

    /// Adds `value` base units at the price of the day of `seconds` (since 1970); nil for a time that is not known.
    public mutating func add(_ value: UInt64, at seconds: UInt32?) {
        guard value > 0 else { return }
        guard let seconds, let price = series.days[PriceDay(of: seconds)] else {
            missing += 1
            return
        }
        priced += 1
        let (next, overflow) = sum.addingReportingOverflow(UInt128(value) * UInt128(price.units))
        if overflow { isTooLarge = true } else { sum = next }
    }

    /// In hundredths of the currency, rounded half up; nil when nothing was priced, or too much.
    public var hundredths: UInt64? {
        guard priced > 0, !isTooLarge else { return nil }
        var unit: UInt128 = 1
        for _ in 0..<(Price.decimals + decimals - 2) { unit *= 10 }
        let (half, overflow) = sum.addingReportingOverflow(unit / 2)
        return overflow ? nil : UInt64(exactly: half / unit)
    }

    /// `76023.23`; nil where there is no figure.
    public var decimal: String? { hundredths.map { AmountText.coin($0, decimals: 2) } }

    /// `≈76,023.23 USD`, with what lacks a price: `≈1.00 USD (2 amounts on days without a price)`; nil when nothing was added.
    public var text: String? {
        guard priced + missing > 0 else { return nil }
        let lacking = "\(missing == 1 ? "1 amount" : "\(missing) amounts") on days without a price"
        guard let hundredths else { return priced == 0 ? "no \(series.currency) price that day" : nil }
        let cents = String(hundredths % 100)
        let figure = "≈\(AmountText.grouped(hundredths / 100)).\(cents.utf8.count == 1 ? "0" : "")\(cents) \(series.currency)"
        return missing == 0 ? figure : "\(figure) (\(lacking))"
    }
}

extension PriceSeries {
    /// One amount at the price of its day.
    public func value(of base: UInt64, at seconds: UInt32?, decimals: Int = 8) -> FiatSum {
        var sum = FiatSum(self, decimals: decimals)
        sum.add(base, at: seconds)
        return sum
    }
}
