import Encoding
import Ledger

/// One file of an export of an account chain, read row by row in bounded memory.
struct AccountFile {
    private let file: SourceFile
    private let chain: Chain
    private var lines: LineReader
    private var bytes: [UInt8] = []
    /// Names of the columns of a CSV file; nil for JSON lines.
    private var columns: [String: Int]?
    private var kind: AccountRowKind?
    private var isAtStart = true
    /// Rows so far that move value outside transactions.
    private(set) var outside: UInt64 = 0

    private static let limits = JSONLimits(stringBytes: 16 << 20, allowsDecimals: true, allowsWideIntegers: true)

    init(_ file: SourceFile, on chain: Chain) {
        self.file = file
        self.chain = chain
        lines = LineReader(file)
    }

    /// Whether the first line is a row, or names the columns, of such an export.
    static func isOne(_ file: SourceFile) throws(LedgerError) -> Bool {
        let head = try file.peek(at: 0, count: JSONShape.look)
        guard let first = head.first(where: { $0 != 32 && $0 != 10 && $0 != 13 && $0 != 9 }) else { return false }
        if first == UInt8(ascii: "{") {
            let names = JSONShape.names(head)
            return AccountRowKind { names.contains($0) } != nil
        }
        let line = head.prefix { $0 != 10 && $0 != 13 }
        guard line.count < 4096, line.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return false }
        let names = Set(String(decoding: line, as: UTF8.self).split(separator: ",").map(String.init))
        return AccountRowKind { names.contains($0) } != nil
    }

    /// The next rows, at most so many; answers the offset they end at, nil after the last.
    mutating func next(into rows: inout [AccountSource], limit: Int) throws(LedgerError) -> Int? {
        rows.removeAll(keepingCapacity: true)
        var end: Int?
        while rows.count < limit, let line = try lines.next(into: &bytes) {
            end = line.offset + line.length
            if bytes.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
            if isAtStart {
                isAtStart = false
                if bytes.first(where: { $0 != 32 }) != UInt8(ascii: "{") {
                    let names = try csv(line)
                    columns = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
                    kind = AccountRowKind { [columns] name in columns?[name] != nil }
                    continue
                }
            }
            if let row = try row(line) { rows.append(row) }
        }
        return end
    }

    private mutating func row(_ line: LineReader.Line) throws(LedgerError) -> AccountSource? {
        let fields: AccountFields
        var kind = self.kind
        if let columns {
            fields = AccountFields(columns: columns, try csv(line), on: chain)
        } else {
            let json: JSONValue
            do throws(JSONError) { json = try JSONValue.parse(bytes, limits: Self.limits) } catch {
                throw EtlScan.error(file, line.number, line.offset + error.offset, "the row is not sound JSON: \(error.reason)")
            }
            kind = AccountRowKind { json[$0] != nil }
            fields = AccountFields(json, on: chain)
        }
        guard let kind else {
            throw EtlScan.error(file, line.number, line.offset, "the row is of no kind that ethereum-etl writes")
        }
        var row = AccountRow(fields)
        do throws(EtlError) {
            let read = try row.read(kind)
            if row.isOutside { outside += 1 }
            return read
        } catch { throw EtlScan.error(file, line.number, line.offset, error.sentence) }
    }

    private func csv(_ line: LineReader.Line) throws(LedgerError) -> [String] {
        var reader = CSVReader(bytes, comments: false, longestField: 16 << 20)
        do throws(CSVError) { return try reader.next()?.fields ?? [] } catch {
            throw EtlScan.error(file, line.number, line.offset, error.reason)
        }
    }
}
