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
    /// A longer field is refused: 4,096 bytes.
    public static let longestField = 4096

    /// The tags of `bytes`; throws what is wrong and in which line.
    public static func read(_ bytes: [UInt8], on chain: Chain) throws(TraceError) -> TagTable {
        guard bytes.count <= largestFile else {
            throw .question("The file of tags has \(bytes.count) bytes; \(largestFile) are read at most. Split it.")
        }
        var rows = CSVRows(bytes)
        guard let head = try rows.next() else { throw fail(1, "the file is empty; its first row must name the columns.") }
        let columns = try Columns(head.fields, line: head.line)
        var table = TagTable()
        while let row = try rows.next() {
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

/// The rows of a CSV text, one after the other, each with the line it begins on.
private struct CSVRows {
    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is what spreadsheets put before UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    mutating func next() throws(TraceError) -> (line: Int, fields: [String])? {
        while place < bytes.count {
            let start = line
            if bytes[place] == UInt8(ascii: "#") {
                while place < bytes.count, bytes[place] != 0x0A { place += 1 }
                skipLineEnd()
                continue
            }
            var fields: [String] = []
            repeat { fields.append(try field()) } while skipComma()
            skipLineEnd()
            if fields.count > 1 || !fields[0].isEmpty { return (start, fields) }
        }
        return nil
    }

    private mutating func skipComma() -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: ",") else { return false }
        place += 1
        return true
    }

    private mutating func skipLineEnd() {
        if place < bytes.count, bytes[place] == 0x0D { place += 1 }
        if place < bytes.count, bytes[place] == 0x0A { place += 1 }
        line += 1
    }

    private func isEnd(_ k: Int) -> Bool {
        k >= bytes.count || bytes[k] == 0x0A || (bytes[k] == 0x0D && (k + 1 >= bytes.count || bytes[k + 1] == 0x0A))
    }

    /// Up to the comma or line end; the blanks around a field that is not quoted do not count.
    private mutating func field() throws(TraceError) -> String {
        let first = line
        var content: [UInt8] = []
        if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
            place += 1
            while true {
                guard place < bytes.count else { throw TagFile.fail(first, "a quotation mark is not closed.") }
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "\"") {
                    guard place < bytes.count, bytes[place] == byte else { break }
                    place += 1
                }
                if byte == 0x0A { line += 1 }
                content.append(byte)
                try check(content.count)
            }
            guard isEnd(place) || bytes[place] == UInt8(ascii: ",") else {
                throw TagFile.fail(line, "there is text after a closing quotation mark.")
            }
        } else {
            while !isEnd(place), bytes[place] != UInt8(ascii: ",") {
                content.append(bytes[place])
                place += 1
                try check(content.count)
            }
            while content.last == 0x20 { content.removeLast() }
            content.removeFirst(content.prefix { $0 == 0x20 }.count)
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw TagFile.fail(first, "it is not valid UTF-8.")
        }
        return text
    }

    private func check(_ count: Int) throws(TraceError) {
        guard count <= TagFile.longestField else {
            throw TagFile.fail(line, "a field is longer than \(TagFile.longestField) bytes. Is a quotation mark open?")
        }
    }
}
