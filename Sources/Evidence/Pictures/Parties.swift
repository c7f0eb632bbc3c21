import Encoding
import Ledger
import TraceEngine

/// Who is at the other end of a transaction, in a few words that claim nothing beyond the ledger.
struct Parties {
    let focus: Address
    let names: [Address: String]
    let chain: Chain

    /// Those whose outputs the transaction spends.
    func payers(_ view: TransactionView) -> (String, Bool) {
        if view.row.isCoinbase { return ("new coins (coinbase)", false) }
        let unknown = view.inputs.count { $0.known == .unknown }
        let others = view.inputs.filter { $0.known != .unknown }.map(\.owner)
        return words(others, unknown: unknown, "payer not known: its coins are not in this ledger")
    }

    /// Those who receive its outputs, without what comes back to the focus.
    func payees(_ view: TransactionView) -> (String, Bool) {
        words(view.outputs.filter { $0.value > 0 || $0.owner != nil }.map(\.owner), unknown: 0, "fee only")
    }

    private func words(_ owners: [Address?], unknown: Int, _ nobody: String) -> (String, Bool) {
        var addresses: [Address] = []
        var scripts = 0
        for owner in owners {
            guard let owner else {
                scripts += 1
                continue
            }
            if owner != focus, !addresses.contains(owner) { addresses.append(owner) }
        }
        if addresses.count == 1, scripts == 0, unknown == 0 {
            return names[addresses[0]].map { (VisibleText.escape($0), false) } ?? (addresses[0].text(on: chain), true)
        }
        var parts: [String] = []
        let named = addresses.compactMap { names[$0] }.map { VisibleText.escape($0) }
        if !named.isEmpty { parts.append(named.prefix(2).joined(separator: ", ")) }
        let rest = addresses.count - min(2, named.count)
        if rest > 0 { parts.append(plural(rest, named.isEmpty ? "address" : "other address", "es")) }
        if scripts > 0 { parts.append(plural(scripts, "output", "s") + " without address") }
        if unknown > 0 { parts.append(plural(unknown, "input", "s") + " not known") }
        if parts.isEmpty { return (owners.isEmpty ? nobody : "itself", false) }
        if addresses.isEmpty, scripts == 0, unknown > 0, owners.isEmpty { return (nobody, false) }
        return (parts.joined(separator: ", "), false)
    }

    private func plural(_ count: Int, _ word: String, _ ending: String) -> String {
        "\(AmountText.grouped(UInt64(count))) \(word)\(count == 1 ? "" : ending)"
    }
}
