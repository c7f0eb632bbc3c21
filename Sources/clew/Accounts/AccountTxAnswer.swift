import Encoding
import Ledger
import LedgerStore

/// Transactions of an account ledger with their transfers.
struct AccountTxAnswer {
    private let ledger: AccountLedger
    private let form: AssetForm
    private let rows: [TxRow]
    private let transfers: [[TransferRow]]
    private let names: [AddressRef: Address]
    private let shortfalls: [String]

    private var chain: Chain { ledger.info.chain }

    init(_ ids: [String], in ledger: AccountLedger) throws {
        self.ledger = ledger
        form = try AssetForm(ledger)
        shortfalls = try ledger.shortfalls()
        var wanted: [TxID] = []
        for id in ids {
            guard let txid = TxID(id.hasPrefix("0x") ? String(id.dropFirst(2)) : id) else {
                throw failure("\(VisibleText.escape(id)) is no transaction id: it takes 0x and 64 hexadecimal digits.")
            }
            wanted.append(txid)
        }
        do throws(LedgerError) {
            var refs: [TxRef] = []
            for (txid, found) in zip(wanted, try ledger.find(wanted)) {
                guard let ref = found.last else {
                    throw LedgerError(
                        "Transaction \(ledger.info.chain.text(of: txid)) is not in this ledger, which covers "
                            + "\(ledger.info.coverage.phrase) of \(ledger.info.chain).")
                }
                refs.append(ref)
            }
            rows = try ledger.transactions(of: refs)
            var batch = Batch<TransferRow>()
            try ledger.transfers(in: refs, into: &batch)
            transfers = refs.indices.map { Array(batch[key: $0]) }
            let owners = Array(Set(batch.rows.flatMap { [$0.from, $0.to] }.filter { $0 != .none }))
            names = Dictionary(uniqueKeysWithValues: zip(owners, try ledger.addresses(of: owners)))
        } catch { throw failure(error) }
    }

    private func word(_ kind: TransferRow.Kind) -> String {
        switch kind {
        case .value: "value"
        case .inner: "inner"
        case .token: "token"
        case .gas: "gas"
        }
    }

    func json(_ options: [String: JSONValue]) -> JSONValue {
        LedgerDocument(schema: "clew-tx-1", info: ledger.info, options: options, incomplete: shortfalls).json([
            "transactions": .array(
                zip(rows, transfers).map { row, transfers in
                    [
                        "txid": .string(chain.text(of: row.txid)),
                        "height": .integer(Int64(row.at.height)),
                        "position": .integer(Int64(row.at.position)),
                        "time": Form.time(row.time),
                        "state": "confirmed",
                        "fee": transfers.first { $0.kind == .gas }.map { .amount($0.value) } ?? .null,
                        "transfers": .array(
                            transfers.map { transfer in
                                .object(
                                    form.json(form[transfer.asset]).merging([
                                        "index": .integer(Int64(transfer.ordinal)),
                                        "kind": .string(word(transfer.kind)),
                                        "from": Form.address(names[transfer.from], chain),
                                        "to": Form.address(names[transfer.to], chain),
                                        "value": .amount(transfer.value),
                                    ]) { mine, _ in mine })
                            }),
                    ]
                })
        ])
    }

    var text: String {
        var lines = Lines()
        for (row, transfers) in zip(rows, transfers) {
            lines.title(chain.text(of: row.txid))
            lines.pair("Block", "\(row.at.height), position \(row.at.position)")
            lines.pair("Time", UTCTime(seconds: row.time).evidence)
            lines.line(transfers.isEmpty ? "Moves nothing." : "Transfers")
            for transfer in transfers {
                let asset = form[transfer.asset]
                lines.line(
                    "  \(transfer.ordinal)  \(word(transfer.kind))  \(form.amount(transfer.value, asset))"
                        + (asset.contract == nil ? "" : "  of \(form.name(asset))"))
                let from = names[transfer.from]?.text(on: chain) ?? "newly issued"
                let to = names[transfer.to]?.text(on: chain) ?? (transfer.kind == .gas ? "the fee" : "destroyed")
                lines.line("     \(from) to \(to)")
            }
        }
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }
}
