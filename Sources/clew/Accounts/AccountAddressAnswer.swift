import Attribution
import Encoding
import Ledger
import LedgerStore

/// What an account ledger says of addresses: one set of sums for each asset.
struct AccountAddressAnswer {
    private let ledger: AccountLedger
    private let wanted: [Address]
    private let form: AssetForm
    private let sums: [[AssetSummary]?]
    private let counts: [UInt64]
    private let times: [TxRef: UInt32]
    private let tags: [[TagRecord]]
    private let shortfalls: [String]

    private var chain: Chain { ledger.info.chain }

    init(_ wanted: [Address], in ledger: AccountLedger, tags: [[TagRecord]]) throws {
        self.wanted = wanted
        self.ledger = ledger
        self.tags = tags
        form = try AssetForm(ledger)
        shortfalls = try ledger.shortfalls()
        do throws(LedgerError) {
            let refs = try ledger.find(wanted)
            let known = refs.compactMap(\.self)
            var found = try ledger.summaries(of: known).makeIterator()
            var counted = try ledger.counts(of: known).makeIterator()
            sums = refs.map { $0 == nil ? nil : found.next() }
            counts = refs.map { $0 == nil ? 0 : counted.next() ?? 0 }
            let places = Set(sums.flatMap { $0 ?? [] }.flatMap { [$0.first, $0.last] }).sorted()
            var times: [TxRef: UInt32] = [:]
            for row in try ledger.transactions(of: places) { times[row.at] = row.time }
            self.times = times
        } catch { throw failure(error) }
    }

    func json(_ options: [String: JSONValue]) -> JSONValue {
        LedgerDocument(schema: "clew-address-1", info: ledger.info, options: options, incomplete: shortfalls).json([
            "addresses": .array(
                wanted.indices.map { k in
                    var coverage = ledger.info.coverage.json.objectValue ?? [:]
                    coverage["complete"] = .bool(shortfalls.isEmpty)
                    let all = sums[k] ?? []
                    return [
                        "address": .string(wanted[k].text(on: chain)),
                        "chain": .string(chain.name),
                        "known": .bool(sums[k] != nil),
                        "transactions": .integer(Int64(clamping: counts[k])),
                        "first_seen": Form.time(all.map(\.first).min().flatMap { times[$0] }),
                        "last_seen": Form.time(all.map(\.last).max().flatMap { times[$0] }),
                        "assets": .array(all.map(json)),
                        "tags": .array(tags[k].map { .object(TagForm.json($0)) }),
                        "coverage": .object(coverage),
                    ]
                })
        ])
    }

    private func json(_ sum: AssetSummary) -> JSONValue {
        .object(
            form.json(form[sum.asset]).merging([
                "received": .amount(sum.received),
                "sent": .amount(sum.sent),
                "fees": .amount(sum.gas),
                "balance": .amount(sum.balance),
                "opening": .amount(sum.opening),
                "transfers": .integer(Int64(clamping: sum.transfers)),
                "first_seen": Form.time(times[sum.first]),
                "last_seen": Form.time(times[sum.last]),
            ]) { mine, _ in mine })
    }

    var text: String {
        var lines = Lines()
        for k in wanted.indices {
            lines.title(wanted[k].text(on: chain))
            for record in tags[k] { lines.pair("Tag", TagForm.line(record)) }
            guard let all = sums[k] else {
                lines.line("not in this ledger, which covers \(ledger.info.coverage.phrase) of \(chain)")
                continue
            }
            lines.pair("Transactions", AmountText.grouped(counts[k]))
            for sum in all {
                let asset = form[sum.asset]
                lines.line(form.name(asset))
                func pair(_ name: String, _ value: UInt256) { lines.pair("  " + name, form.amount(value, asset)) }
                pair("Received", sum.received)
                pair("Sent", sum.sent)
                if sum.asset == ledger.coin { pair("Gas", sum.gas) }
                pair("Balance", sum.balance)
                if sum.opening > .zero {
                    lines.pair("  Opening", form.amount(sum.opening, asset) + ", held before this ledger shows it arrive: at least")
                }
                if let first = times[sum.first], let last = times[sum.last] {
                    lines.pair("  Seen", "\(UTCTime(seconds: first).evidence) to \(UTCTime(seconds: last).evidence)")
                }
            }
        }
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }
}
