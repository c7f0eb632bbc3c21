import Encoding
import Ledger
import LedgerStore

/// What an account ledger holds.
struct AccountInfoAnswer {
    private let ledger: AccountLedger
    private let totals: AccountTotals
    private let gaps: AccountGaps
    private let shortfalls: [String]

    init(_ ledger: AccountLedger) throws {
        self.ledger = ledger
        do throws(LedgerError) {
            totals = try ledger.totals()
            gaps = try ledger.gaps()
        } catch { throw failure(error) }
        shortfalls = try ledger.shortfalls()
    }

    private var info: LedgerInfo { ledger.info }

    func json(_ options: [String: JSONValue]) -> JSONValue {
        func number(_ count: UInt64) -> JSONValue { .integer(Int64(clamping: count)) }
        return LedgerDocument(schema: "clew-ledger-info-1", info: info, options: options, incomplete: shortfalls).json([
            "chain": .string(info.chain.name),
            "first_height": info.coverage.ranges.first.map { .integer(Int64($0.lowerBound)) } ?? .null,
            "last_height": info.tip.map { .integer(Int64($0)) } ?? .null,
            "blocks": number(totals.blocks),
            "transactions": number(totals.transactions),
            "failed_transactions": number(totals.failed),
            "transfers": number(totals.transfers),
            "addresses": number(totals.addresses),
            "tokens": number(totals.tokens),
            "gas_unknown": number(gaps.gasUnknown),
            "status_unknown": number(gaps.statusUnknown),
            "has_calls": .bool(gaps.hasCalls),
            "has_logs": .bool(gaps.hasLogs),
            "tip_hash": .optional(info.tipHash.map { info.chain.text(of: $0) }),
            "tip_time": info.tip == nil ? .null : Form.time(info.tipTime),
            "digest": .string(Hex.text(info.digest)),
        ])
    }

    var text: String {
        var lines = Lines()
        lines.title(VisibleText.escape(ledger.folder))
        lines.pair("Chain", "\(info.chain.name), value rests in balances")
        lines.pair("Blocks", "\(AmountText.grouped(totals.blocks)), heights \(info.coverage.text)")
        lines.pair(
            "Transactions", "\(AmountText.grouped(totals.transactions)), of which \(AmountText.grouped(totals.failed)) failed")
        lines.pair("Transfers", "\(AmountText.grouped(totals.transfers)), gas among them")
        lines.pair("Addresses", AmountText.grouped(totals.addresses))
        lines.pair("Tokens", AmountText.grouped(totals.tokens))
        if let tip = info.tip {
            lines.pair("Tip", "block \(tip), \(UTCTime(seconds: info.tipTime).evidence)")
            lines.pair("", info.tipHash.map { info.chain.text(of: $0) } ?? "its hash is not known")
        }
        lines.pair("Digest", Hex.text(info.digest))
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }
}
