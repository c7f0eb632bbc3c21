import Encoding
import Ledger
import TraceEngine

/// What starts have in common on a ledger of balances, in the shapes of that of outputs.
struct AccountCommonAnswer {
    var common: AccountCommonDownstream
    var form: AssetForm
    /// Why the ledger may lack something of the asset.
    var shortfalls: [String]

    private var chain: Chain { common.trace.info.chain }
    private var asset: AssetRow { common.trace.asset }
    private var reasons: [String] { AccountTraceAnswer(answer: common.trace, form: form, shortfalls: shortfalls).reasons }

    func json(_ options: [String: JSONValue]) -> JSONValue {
        let document = LedgerDocument(schema: "clew-common-1", info: common.trace.info, options: options, incomplete: reasons)
        var members = form.json(asset)
        members["method"] = .string(common.method.rawValue)
        members["method_version"] = .integer(Int64(common.method.version))
        // On such a chain a position is an address's balance: both lists have the same rows.
        members["positions"] = .array(
            common.parties.map { row($0, ["position": .string("\($0.address.text(on: chain))/\(form.id(asset))")]) })
        members["positions_found"] = .integer(Int64(common.partiesFound))
        members["addresses"] = .array(
            common.parties.map { row($0, ["positions": 1, "transfers": .integer(Int64(clamping: $0.transfers))]) })
        members["addresses_found"] = .integer(Int64(common.partiesFound))
        return document.json(members)
    }

    private func row(_ party: AccountCommonDownstream.Party, _ more: [String: JSONValue]) -> JSONValue {
        .object(
            more.merging([
                "address": .string(party.address.text(on: chain)),
                "starts": .integer(Int64(party.starts.count)),
                "start_numbers": .array(party.starts.map { .integer(Int64($0 + 1)) }),
                "hops": .integer(Int64(party.hops)),
                "value": .amount(party.value),
            ]) { mine, _ in mine })
    }

    var text: String {
        var lines = Lines()
        let of = "of \(common.trace.question.starts.count)"
        lines.title("Addresses, \(AmountText.grouped(UInt64(common.partiesFound))) in all, in \(form.name(asset))")
        let amounts = common.parties.map { form.amount($0.value, asset) }
        let width = amounts.map(\.count).max() ?? 0
        for (party, amount) in zip(common.parties, amounts) {
            lines.line(
                "\(party.starts.count) \(of)  hop \(party.hops)  \(String(repeating: " ", count: width - amount.count))\(amount)  "
                    + "\(party.address.text(on: chain))  \(Form.count(party.transfers, "transfer"))")
        }
        if common.parties.isEmpty { lines.line("No balance is reached by two starts.") }
        return lines.text + (reasons.isEmpty ? "" : "\n" + reasons.joined(separator: "\n") + "\n")
    }
}
