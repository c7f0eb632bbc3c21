import Encoding
import Foundation
import Ledger
import Pricing

/// The prices that the user keeps, as commands show them.
enum UserPrices {
    static var store: PriceStore { PriceStore(path: UserFolders().data + "/prices") }

    /// The prices of a chain's coin, in the currency of `$CLEW_CURRENCY` where it is set; nil when none are kept. Damaged
    /// prices are said and never stop an answer about the ledger.
    static func series(of chain: Chain) -> PriceSeries? {
        let named = ProcessInfo.processInfo.environment["CLEW_CURRENCY"].flatMap { $0.isEmpty ? nil : $0.uppercased() }
        do throws(PriceError) { return try store.series(of: chain.ticker, in: named) } catch {
            say("clew: the prices cannot be read: \(error)")
            return nil
        }
    }

    static func json(_ series: PriceSeries) -> JSONValue {
        [
            "asset": .string(series.asset), "currency": .string(series.currency), "file": .string(series.source.file),
            "sha256": .string(series.source.sha256), "column": .string(series.source.column),
            "origin": .string(series.source.origin), "imported": .string(series.source.imported.rfc3339),
            "first": .optional(series.first?.description), "last": .optional(series.last?.description),
            "days": .integer(Int64(series.days.count)), "missing_days": .integer(Int64(series.missing)),
        ]
    }

    static func text(_ all: [PriceSeries]) -> String {
        var lines = Lines()
        for series in all {
            lines.title(series.name)
            if let first = series.first, let last = series.last {
                let missing = series.missing == 0 ? "no day missing" : "\(Form.count(UInt64(series.missing), "day")) missing"
                lines.pair("Days", "\(AmountText.grouped(UInt64(series.days.count))), \(first) to \(last), \(missing)")
            }
            lines.pair("File", series.source.phrase)
            lines.pair("SHA-256", series.source.sha256)
            if !series.source.origin.isEmpty { lines.pair("From", VisibleText.escape(series.source.origin)) }
            lines.pair("Imported", series.source.imported.evidence)
        }
        return lines.text
    }
}

extension PriceSeries {
    /// What stands under an answer with fiat figures.
    var remark: String { "≈ at the price of each payment's day, by \(source.phrase), SHA-256 \(source.sha256)." }
}

extension FiatSum {
    /// A figure in a document: the currency, the decimal figure or null, amounts that lack a price.
    func json(_ series: PriceSeries) -> JSONValue {
        [
            "currency": .string(series.currency), "value": .optional(decimal), "unpriced": .integer(Int64(missing)),
            "source": .string(series.source.file), "source_sha256": .string(series.source.sha256),
        ]
    }
}
