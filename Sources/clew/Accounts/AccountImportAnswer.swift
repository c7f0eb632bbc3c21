import Encoding
import Ledger
import LedgerSources
import LedgerStore

/// What an import of rows brought.
struct AccountImportAnswer {
    private let report: AccountImport.Report
    private let ledger: AccountLedger
    private let totals: AccountTotals
    private let shortfalls: [String]

    init(_ report: AccountImport.Report, _ ledger: AccountLedger) throws {
        self.report = report
        self.ledger = ledger
        do { totals = try ledger.totals() } catch { throw failure(error) }
        shortfalls = try ledger.shortfalls()
    }

    func json(_ options: [String: JSONValue]) -> JSONValue {
        func number(_ count: UInt64) -> JSONValue { .integer(Int64(clamping: count)) }
        return LedgerDocument(
            schema: "clew-ledger-import-1", info: ledger.info, options: options, incomplete: shortfalls
        ).json([
            "folder": .string(ledger.folder),
            "chain": .string(report.chain.name),
            "chain_basis": .string(report.chainBasis.rawValue),
            "files": .integer(Int64(report.files)),
            "rows": number(report.rows),
            "rows_left_out": number(report.outside),
            "blocks": number(totals.blocks),
            "transactions": number(totals.transactions),
            "transfers": number(totals.transfers),
            "warnings": .array(report.warnings.map { .string($0) }),
        ])
    }

    var text: String {
        var lines = Lines()
        lines.title(VisibleText.escape(ledger.folder))
        lines.pair("Read", "\(Form.count(report.rows, "row")) of \(Form.count(UInt64(report.files), "file"))")
        lines.pair(
            "Holds",
            "\(Form.count(totals.blocks, "block")), \(Form.count(totals.transactions, "transaction")), "
                + Form.count(totals.transfers, "transfer"))
        lines.pair("Chain", report.chain.name + (report.chainBasis == .assumed ? ", assumed" : ""))
        lines.pair("Covers", "blocks \(ledger.info.coverage.text)")
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }
}
