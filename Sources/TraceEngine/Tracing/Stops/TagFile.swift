import Encoding
import Ledger

/// Reads tags from a CSV file (RFC 4180), for stops:
///
/// ```
/// address,category,label,actor,source
/// bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh,exchange,Exchange K 3,Exchange K,https://example.org
/// ```
///
/// The first row names the columns, in any order and case. `address` (or `txid`, or both; a transaction id may also stand
/// under `address`) and `category` must be there; `label`, `actor`, `source` and `chain` may; other columns are passed
/// over. A row whose `chain` names another chain is passed over too. Empty lines and lines that begin with `#` are
/// comments. Addresses are read with their checksums. Nothing is kept of a file with an error.
public enum TagFile {
    /// A larger file is refused: 256 MiB.
    public static let largestFile = 256 << 20
    /// The tags of `bytes`; throws what is wrong and in which line.
    public static func read(_ bytes: [UInt8], on chain: Chain) throws(TraceError) -> TagTable {
        guard bytes.count <= largestFile else {
            throw .question("The file of tags has \(bytes.count) bytes; \(largestFile) are read at most. Split it.")
        }
        var rows = CSVReader(bytes, comments: true)
        guard let head = try next(&rows) else { throw fail(1, "the file is empty; its first row must name the columns.") }
        let columns = try Columns(head.fields, line: head.line)
        var table = TagTable()
        while let row = try next(&rows) {
            guard row.fields.count <= columns.count else {
                throw fail(row.line, "it has \(row.fields.count) fields, and the first row names \(columns.count) columns.")
            }
            func field(_ column: Int?) -> String { column.flatMap { $0 < row.fields.count ? row.fields[$0] : nil } ?? "" }
            let named = field(columns.chain)
            if !named.isEmpty, Chain(named: named.lowercased()) != chain, !Self.isCoin(named, of: chain) { continue }
            let tag = StopTag(
                category: StopSet.plain(field(columns.category)), label: field(columns.label),
                actor: field(columns.actor), source: field(columns.source))
            guard !tag.category.isEmpty else { throw fail(row.line, "the category is missing.") }
            try add(tag, to: field(columns.address), field(columns.txid), line: row.line, chain, &table)
        }
        return table
    }

    private static func add(
        _ tag: StopTag, to address: String, _ txid: String, line: Int, _ chain: Chain, _ table: inout TagTable
    ) throws(TraceError) {
        guard !address.isEmpty || !txid.isEmpty else { throw fail(line, "neither an address nor a transaction is named.") }
        if !txid.isEmpty {
            guard let id = TxID(txid) else { throw fail(line, "\(VisibleText.escape(txid)) is no transaction id.") }
            table.add(tag, to: id)
        }
        if address.isEmpty { return }
        if address.utf8.count == 64, let id = TxID(address) { return table.add(tag, to: id) }
        do throws(AddressError) {
            table.add(tag, to: try Address(address, on: chain))
        } catch {
            let hint = error.suggestion.map { " Did you mean \($0)?" } ?? ""
            throw fail(line, "\(VisibleText.escape(address)) is no address of \(chain): \(error.reason).\(hint)")
        }
    }

    private static func next(_ rows: inout CSVReader) throws(TraceError) -> CSVReader.Row? {
        do throws(CSVError) { return try rows.next() } catch { throw fail(error.line, error.reason) }
    }

    private static func isCoin(_ name: String, of chain: Chain) -> Bool { name.uppercased() == chain.ticker }

    static func fail(_ line: Int, _ reason: String) -> TraceError { .question("Tags, line \(line): \(reason)") }

    /// Which column holds what.
    private struct Columns {
        var address: Int?
        var txid: Int?
        var category: Int?
        var label: Int?
        var actor: Int?
        var source: Int?
        var chain: Int?
        var count: Int

        init(_ names: [String], line: Int) throws(TraceError) {
            let plain = names.map { $0.lowercased() }
            for (k, name) in plain.enumerated() where !name.isEmpty && plain[..<k].contains(name) {
                throw fail(line, "the column \(VisibleText.escape(name)) is named twice.")
            }
            func column(_ wanted: String...) -> Int? { plain.firstIndex { wanted.contains($0) } }
            address = column("address")
            txid = column("txid", "transaction", "tx_hash")
            category = column("category")
            label = column("label", "name")
            actor = column("actor", "entity")
            source = column("source")
            chain = column("chain", "currency")
            count = names.count
            guard address != nil || txid != nil, category != nil else {
                throw fail(line, "the first row must name the columns, address (or txid) and category among them.")
            }
        }
    }
}
