import Crypto
import Encoding

/// Reads daily prices from a CSV file whose first row names the columns, such as `Date,Open,High,Low,Close`.
public enum PriceFile {
    /// A larger file is refused: 64 MiB.
    public static let largestFile = 64 << 20

    /// The series of `bytes`. A price that is empty or `null` leaves its day out. Nothing is kept of a file with an error.
    ///
    /// - Parameter column: the column of the prices in any case; nil takes `close`, else `price`.
    public static func read(
        _ bytes: [UInt8], asset: String, currency: String, column: String?, file: String, origin: String, at time: UTCTime
    ) throws(PriceError) -> PriceSeries {
        guard bytes.count <= largestFile else {
            throw PriceError("The file has \(bytes.count) bytes; \(largestFile) are read at most.")
        }
        let (asset, currency) = (try code(asset), try code(currency))
        var rows = CSVReader(bytes, comments: true)
        guard let head = try next(&rows) else { throw fail(1, "the file is empty; its first row must name the columns.") }
        let names = head.fields.map { $0.lowercased() }
        guard let dateColumn = names.firstIndex(where: { ["date", "day", "time", "timestamp"].contains($0) }) else {
            throw fail(head.line, "no column is named date.")
        }
        let wanted = column.map { [$0.lowercased()] } ?? ["close", "price"]
        guard let priceColumn = wanted.compactMap({ names.firstIndex(of: $0) }).first else {
            let there = head.fields.map { VisibleText.escape($0) }.joined(separator: ", ")
            throw fail(head.line, "no column is named \(VisibleText.escape(wanted.joined(separator: " or "))); there is \(there).")
        }
        var days: [PriceDay: Price] = [:]
        while let row = try next(&rows) {
            guard row.fields.count > max(dateColumn, priceColumn) else {
                throw fail(row.line, "it has \(row.fields.count) fields, and the first row names \(names.count) columns.")
            }
            guard let day = PriceDay(row.fields[dateColumn]) else {
                throw fail(row.line, "\(VisibleText.escape(row.fields[dateColumn])) is no date like 2024-02-21.")
            }
            let text = row.fields[priceColumn]
            if text.isEmpty || text.lowercased() == "null" { continue }
            guard let price = Price(text) else {
                throw fail(row.line, "\(VisibleText.escape(text)) is no price: it takes a decimal number above zero, like 67609.01.")
            }
            if let other = days[day], other.units != price.units {
                throw fail(row.line, "\(day) was given before, with \(other.text).")
            }
            days[day] = price
        }
        guard !days.isEmpty else { throw PriceError("There is no day with a price in the file.") }
        return PriceSeries(
            asset: asset, currency: currency,
            source: PriceSource(
                file: file, sha256: Hex.text(SHA256.hash(data: bytes)), column: head.fields[priceColumn], origin: origin,
                imported: time),
            days: days)
    }

    private static func code(_ text: String) throws(PriceError) -> String {
        let code = text.uppercased()
        guard (2...10).contains(code.utf8.count), code.utf8.allSatisfy({ (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) })
        else { throw PriceError("\(VisibleText.escape(text)) is no code of a coin or currency: it takes 2 to 10 letters or digits.") }
        return code
    }

    private static func next(_ rows: inout CSVReader) throws(PriceError) -> CSVReader.Row? {
        do throws(CSVError) { return try rows.next() } catch { throw fail(error.line, error.reason) }
    }

    private static func fail(_ line: Int, _ reason: String) -> PriceError { PriceError("Prices, line \(line): \(reason)") }
}
