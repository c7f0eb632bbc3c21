import Encoding
import Ledger
import TraceEngine
import Workbench

/// Puts the facts of one row into words.
struct GraphFacts {
    let state: GraphState
    let style: GraphStyle
    let node: GraphNode
    let width: Int

    var title: String {
        let dot = " \(style.glyphs[.between]) "
        if let row = state.tree?.row, case .gap = row.kind { return "missing blocks\(dot)hop \(treeHop(row))" }
        if let tree = state.tree { return kind + dot + "hop \(tree.row.map(treeHop) ?? "0")" }
        guard node.column != 0, let place = state.scene.place(of: node.id) else { return kind + dot + "focus" }
        return "\(kind)\(dot)hop \(style.hop(place.column)) row \(place.row)"
    }

    var kind: String {
        switch node.id.item {
        case .address(let address): state.names.addresses[address]?.role.map(\.rawValue) ?? "address"
        case .transaction: "transaction"
        case .output, .outpoint: "output"
        case .unknownInputs: "not known"
        case .coinbase: "coinbase"
        case .fee: "fee"
        case .notRead: "not read"
        case .group: "group"
        case .elsewhere: "shown elsewhere"
        }
    }

    /// What rules conclude, a line each.
    var claims: [FactLine] {
        state.claims(of: node).map { FactLine(style.glyphs[.inference] + VisibleText.escape($0.text), .inference) }
    }

    /// The rules behind it, whole, and where they fail.
    var rules: [FactLine] {
        state.claims(of: node).flatMap { [FactLine($0.rule, .muted), FactLine($0.limit, .muted)] }.filter { !$0.text.isEmpty }
    }

    var lines: [FactLine] {
        if let row = state.tree?.row, let lines = special(row) { return lines }
        switch node.id.item {
        case .address(let address): return self.address(address)
        case .transaction(let tx): return transaction(tx)
        case .output(let output):
            let txid = state.transactions[output.tx]?.row.txid.description ?? "transaction not loaded"
            return [FactLine("\(txid):\(output.index)", .id), FactLine(amountLine, right: script(output)), fate]
        case .outpoint(let outpoint):
            return [FactLine(outpoint.description, .id), FactLine(amountLine),
                FactLine("made outside this ledger: the source states its value and no address", .unknown)]
        case .unknownInputs(let tx): return unknownInputs(tx)
        case .coinbase(let tx):
            return [FactLine(identifier(tx), .id), FactLine("issued in \(style.knowsHeights ? "block \(height(tx))" : "its block"), fees of the block included"),
                FactLine(amountLine)]
        case .fee(let tx):
            let value = node.value == nil
                ? "fee not known: the value of an input is not in this ledger" : "fee \(style.amount(node.value))"
            return [FactLine(identifier(tx), .id), FactLine(value, right: share)]
        case .notRead(let address):
            return [FactLine(address.text(on: style.chain), .id), FactLine(amountLine, right: share),
                FactLine("older or newer transactions of this address were not read", .unknown)]
        case .group: return group
        case .elsewhere(let item, _): return elsewhere(item)
        }
    }

    func unknownInputs(_ tx: TxRef) -> [FactLine] {
        let names = (state.transactions[tx]?.inputs ?? []).filter { $0.known == .unknown }.map(\.previous)
        let what = names.count == 1 ? "1 input whose coin is" : "\(style.count(names.count)) inputs whose coins are"
        return [FactLine("\(what) not in this ledger: value not known", .unknown)]
            + names.map { FactLine($0.description, .id) }
    }

    var group: [FactLine] {
        guard let group = node.group else { return [] }
        let of = group.ofTransactions ? "transactions" : node.column < 0 ? "paying addresses" : "outputs to addresses"
        let count = style.count(group.count)
        let what = switch group.kind {
        case .equal(let value): "\(count) \(of) of \(style.amount(value)) each"
        case .named(let label): "\(count) \(of) named \(VisibleText.escape(label))"
        case .dust: "\(count) \(of) of at most 546 sat"
        case .together: "\(count) \(of), spent together"
        case .rest: "\(count) more \(of)"
        }
        var lines = [FactLine(what, .strong)]
        if case .together = group.kind, let txid = node.txid {
            let each = "each \(style.amount(group.least)) to \(style.amount(group.greatest))"
            return [FactLine(what, .strong, right: share), FactLine(txid.description, .id)]
                + flow(["sum \(style.amount(group.sum))", each])
        }
        lines += flow(["sum \(style.amount(group.sum))"], right: share)
        let each = group.least == group.greatest
            ? "each \(style.amount(group.least))" : "each \(style.amount(group.least)) to \(style.amount(group.greatest))"
        let spent = group.ofTransactions || node.column < 0
            ? "" : group.spent == 0 ? "none seen spent" : "\(style.count(group.spent)) spent in \(style.count(group.spenders)) txs"
        lines += flow([each], right: spent)
        return lines
    }

    func elsewhere(_ item: GraphItem) -> [FactLine] {
        var lines: [FactLine] = []
        switch item {
        case .address(let address):
            let label = VisibleText.escape(state.names.addresses[address]?.label ?? "")
            if !label.isEmpty { lines.append(FactLine(label, .strong)) }
            lines.append(FactLine(address.text(on: style.chain), .id))
        case .transaction(let tx): lines.append(FactLine(identifier(tx), .id, right: height(tx)))
        default: break
        }
        let place = node.place.map(style.place) ?? "another place"
        lines += flow([amountLine], right: share)
        let coins = node.canExpand ? "; + follows these coins" : ""
        lines.append(FactLine("shown at \(place); \(style.glyphs[.enterKey]) goes there\(coins)", .link))
        return lines
    }
}
