import Encoding
import Ledger
import TraceEngine
import Workbench

/// The facts that several kinds of rows share.
extension GraphFacts {
    var amountLine: String { "amount \(style.amount(node.value))" }

    func fact(_ name: String, _ value: UInt64, _ isAtLeast: Bool) -> String {
        "\(name) \(style.amount(value, isAtLeast: isAtLeast))"
    }

    /// Where the coverage may hide payments or spends, a balance is no bound either way.
    func balance(_ sums: AddressSummary) -> String {
        "balance \(sums.complete ? "" : style.glyphs[.unknown])\(style.amount(sums.balance))"
    }

    func identifier(_ tx: TxRef) -> String {
        (state.transactions[tx]?.row.txid ?? node.txid)?.description ?? "id not loaded"
    }

    func height(_ tx: TxRef) -> String { style.knowsHeights ? AmountText.grouped(UInt64(tx.height)) : "" }

    func script(_ output: OutputRef) -> String { GraphLabel.script(of: output, in: state) }

    /// `23.8 % of its side`: a share always says of what.
    var share: String {
        guard let share = node.share else { return "" }
        let side = node.parent?.column == 0 ? (node.column < 0 ? "of all in" : "of all out") : "of its parent"
        return "\(share / 10).\(share % 10) % \(side)"
    }

    var fate: FactLine {
        if node.column < 0 {
            let outside = node.coins.count { $0.next == .none }
            return outside == 0
                ? FactLine("spent here; made by \(transactionCount) in this ledger")
                : FactLine("\(style.count(outside)) of its coins were made outside this ledger", .unknown)
        }
        let unspent = node.coins.count { $0.fate == .unspent }
        let unseen = node.coins.count { $0.fate == .notCovered }
        let spent = node.coins.count { $0.fate == .spent }
        var facts: [String] = []
        if spent > 0 { facts.append("\(style.count(spent)) spent in \(transactionCount)") }
        if unspent > 0 { facts.append("\(style.count(unspent)) unspent at the tip") }
        if unseen > 0 { facts.append("\(style.count(unseen)) not seen spent, coverage is missing") }
        if facts.isEmpty { facts = ["can never be spent"] }
        return FactLine(facts.joined(separator: ", "), unseen > 0 ? .unknown : .text)
    }

    var transactionCount: String {
        let count = Set(node.coins.map(\.next)).subtracting([.none]).count
        return count == 1 ? "1 transaction" : "\(style.count(count)) transactions"
    }

    /// Every row it is joined to, for the edges that meet in one row.
    var edges: [FactLine] {
        node.edges.compactMap { edge in
            guard let place = state.scene.place(of: edge.inner) else { return nil }
            return FactLine("joined to \(style.place(place)) by \(style.amount(edge.value))")
        }
    }

    /// Facts side by side as long as they fit the width.
    func flow(_ facts: [String], right: String = "") -> [FactLine] {
        var lines: [FactLine] = []
        for fact in facts where !fact.isEmpty {
            if let last = lines.last, TextWidth.cells(of: last.text + fact) + 5 <= width {
                lines[lines.count - 1].text += "   " + fact
            } else {
                lines.append(FactLine(fact))
            }
        }
        if let last = lines.last {
            if TextWidth.cells(of: last.text + right) + 4 <= width {
                lines[lines.count - 1].right = right
            } else {
                lines.append(FactLine(right))
            }
        }
        return lines
    }
}
