import Encoding
import Ledger

/// The user's prices on disk: one JSON file a pair, `BTC-USD.json`, shared by all cases.
public struct PriceStore: Sendable {
    private let folder: LedgerFolder

    /// - Parameter path: the folder; it need not be there yet.
    public init(path: String) { folder = LedgerFolder(path: path) }

    /// Keeps a series in place of one of the same name, in one step.
    public func save(_ series: PriceSeries) throws(PriceError) {
        let document: JSONValue = [
            "schema": "clew-prices-1",
            "asset": .string(series.asset),
            "currency": .string(series.currency),
            "file": .string(series.source.file),
            "sha256": .string(series.source.sha256),
            "column": .string(series.source.column),
            "origin": .string(series.source.origin),
            "imported": .string(series.source.imported.rfc3339),
            "days": .object(Dictionary(uniqueKeysWithValues: series.days.map { ("\($0)", .string($1.text)) })),
        ]
        do throws(LedgerError) {
            try folder.create()
            try folder.replace(folder.file(series.name + ".json"), with: document.indented())
        } catch {
            throw PriceError(error.sentence)
        }
    }

    /// Every series there is, by name; none where the folder is missing.
    public func all() throws(PriceError) -> [PriceSeries] {
        do throws(LedgerError) {
            guard try folder.exists(folder.path) else { return [] }
            var found: [PriceSeries] = []
            for name in try folder.names().sorted() where name.hasSuffix(".json") {
                guard let bytes = try folder.read(folder.file(name)) else { continue }
                do throws(PriceError) { found.append(try Self.series(bytes)) } catch {
                    throw LedgerError("\(folder.file(name)): \(error.sentence) Import the prices again.")
                }
            }
            return found
        } catch {
            throw PriceError(error.sentence)
        }
    }

    /// The series of a coin; of several currencies the one named, else the first by name. Nil when there is none.
    public func series(of asset: String, in currency: String? = nil) throws(PriceError) -> PriceSeries? {
        try all().first { $0.asset == asset && (currency == nil || $0.currency == currency) }
    }

    private static func series(_ bytes: [UInt8]) throws(PriceError) -> PriceSeries {
        let document: JSONValue
        do throws(JSONError) { document = try JSONValue.parse(bytes) } catch { throw PriceError(error.sentence) }
        func text(_ key: String) throws(PriceError) -> String {
            guard let text = document[key]?.stringValue else { throw PriceError("The member \(key) is missing.") }
            return text
        }
        guard try text("schema") == "clew-prices-1" else { throw PriceError("It is of a schema that this build does not know.") }
        guard let imported = UTCTime(rfc3339: try text("imported")), let entries = document["days"]?.objectValue else {
            throw PriceError("The member imported or days is missing.")
        }
        var days: [PriceDay: Price] = [:]
        for (key, value) in entries {
            guard let day = PriceDay(key), let price = value.stringValue.flatMap({ Price($0) }) else {
                throw PriceError("\(VisibleText.escape(key)) has no price.")
            }
            days[day] = price
        }
        return PriceSeries(
            asset: try text("asset"), currency: try text("currency"),
            source: PriceSource(
                file: try text("file"), sha256: try text("sha256"), column: try text("column"), origin: try text("origin"),
                imported: imported),
            days: days)
    }
}
