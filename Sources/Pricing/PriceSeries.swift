import Encoding

/// What a coin cost day by day, as one file of the user's says. A claim of that source, never a fact of a ledger.
public struct PriceSeries: Hashable, Sendable {
    /// The coin's ticker, upper case: `BTC`.
    public let asset: String
    /// The currency's code, upper case: `USD`.
    public let currency: String
    public let source: PriceSource
    /// Every day that has a price.
    public let days: [PriceDay: Price]

    public init(asset: String, currency: String, source: PriceSource, days: [PriceDay: Price]) {
        self.asset = asset
        self.currency = currency
        self.source = source
        self.days = days
    }

    public var first: PriceDay? { days.keys.min() }
    public var last: PriceDay? { days.keys.max() }

    /// Days between the first and the last that have no price.
    public var missing: Int {
        guard let first, let last else { return 0 }
        return Int(last.number - first.number) + 1 - days.count
    }

    /// `BTC-USD`: what the series is filed under.
    public var name: String { asset + "-" + currency }
}

/// Where prices come from.
public struct PriceSource: Hashable, Sendable {
    /// The file's name, without its path.
    public var file: String
    /// SHA-256 of the file, 64 hexadecimal digits.
    public var sha256: String
    /// The column that the prices were read from: `Close`.
    public var column: String
    /// Where the file was got from, as the user says; empty when nobody said.
    public var origin: String
    public var imported: UTCTime

    public init(file: String, sha256: String, column: String, origin: String, imported: UTCTime) {
        self.file = file
        self.sha256 = sha256
        self.column = column
        self.origin = origin
        self.imported = imported
    }

    /// `cablej-BTC-USD.csv (Close)`, as it stands beside figures.
    public var phrase: String { "\(VisibleText.escape(file)) (\(VisibleText.escape(column)))" }
}
