import Casework
import Encoding
import Ledger
import TraceEngine

/// The chapter on cited transactions.
extension EvidenceDocument {
    /// Inputs or outputs of one transaction that are listed; the rest is one row that adds up.
    private static let sideLimit = 200

    mutating func addTransactions() {
        blocks.append(.heading(1, "Transactions cited"))
        guard !summary.transactions.isEmpty else {
            blocks.append(.paragraph([.text("The case cites no transactions.")]))
            return
        }
        for (index, evidence) in summary.transactions.enumerated() {
            let label = evidence.item?.label ?? ""
            let time = evidence.views.first.map { "of \(figures.time($0.row.time))" }
            let name = "Transaction " + (time ?? (summary.basis == nil ? "\(evidence.txid)" : "not in this ledger"))
            blocks.append(.heading(2, "2.\(index + 1) \(label.isEmpty ? name : label)"))
            if evidence.views.isEmpty {
                var facts = [Fact("Transaction", [.identifier(evidence.txid.description)])]
                if evidence.item?.isFlagged == true { facts.append(Fact("In the case", "flagged")) }
                if summary.basis != nil { facts.append(Fact("Ledger", "the transaction is not in this ledger")) }
                blocks.append(.facts(facts))
            }
            for view in evidence.views {
                blocks.append(.facts(facts(of: view, evidence)))
                blocks.append(.table(inputs(of: view)))
                blocks.append(.table(outputs(of: view)))
            }
            blocks += evidence.notes.map(block)
        }
    }

    private func facts(of view: TransactionView, _ evidence: EvidenceSummary.TransactionEvidence) -> [Fact] {
        let row = view.row
        let known = summary.basis?.info.coverage.heightsKnown ?? true
        let assumed = summary.basis?.info.coverage.assumed.contains { $0.contains(row.at.height) } ?? false
        var block = "block \(figures.count(row.at.height)), position \(figures.count(row.at.position))"
        if !known { block += " (ordinal: the source gives no heights)" }
        if assumed { block += " (height as given on import, not read from the data)" }
        var facts = [
            Fact("Transaction", [.identifier(row.txid.description)]),
            Fact("Confirmed in", block),
            Fact("Block time", figures.time(row.time)),
        ]
        if evidence.views.count > 1 {
            facts.append(Fact("Note", "this id occurs \(evidence.views.count) times in the ledger (BIP 30)"))
        }
        if evidence.item?.isFlagged == true { facts.append(Fact("In the case", "flagged")) }
        let fee = row.isCoinbase
            ? "none: the transaction creates new coins" : view.fee.map(figures.amount) ?? "not known"
        facts += [
            Fact("Inputs", view.inputValue.map(figures.amount) ?? (row.isCoinbase ? "coinbase" : "not all known")),
            Fact("Outputs", view.outputValue.map(figures.amount) ?? "not known"), Fact("Fee", fee),
        ]
        return facts
    }

    private func inputs(of view: TransactionView) -> DocumentTable {
        var table = DocumentTable(columns: [
            ("Input", .number), ("Spends output", .identifier), ("Of address", .identifier),
            ("Amount \(figures.chain.ticker)", .number),
        ])
        if view.row.isCoinbase {
            table.rows.append([[], [.text("new coins (coinbase)")], [], []])
            return table
        }
        for (index, input) in view.inputs.prefix(Self.sideLimit).enumerated() {
            let amount =
                switch input.known {
                case .resolved: figures.coin(input.value)
                case .stated: figures.coin(input.value) + " (as the source states)"
                case .unknown: "not known"
                }
            let owner = input.owner.map(party) ?? [.text(input.known == .unknown ? "not known" : "no address")]
            table.rows.append([
                [.text("\(index)")], [.identifier(input.previous.description)], owner, [.text(amount)],
            ])
        }
        let rest = view.inputs.dropFirst(Self.sideLimit)
        if !rest.isEmpty {
            table.footer.append([
                [], [.text("\(figures.count(rest.count, "more input")) not listed")], [],
                [.text(figures.sum(Figures.sum(rest.map(\.value)), complete: rest.allSatisfy { $0.known != .unknown }))],
            ])
        }
        return table
    }

    private func outputs(of view: TransactionView) -> DocumentTable {
        var table = DocumentTable(columns: [
            ("Output", .number), ("To address", .identifier), ("Amount \(figures.chain.ticker)", .number),
            ("Spent by", .identifier),
        ])
        for (index, output) in view.outputs.prefix(Self.sideLimit).enumerated() {
            table.rows.append([
                [.text("\(index)")], receiver(of: output), [.text(figures.coin(output.value))], fate(of: output),
            ])
        }
        let rest = view.outputs.dropFirst(Self.sideLimit)
        if !rest.isEmpty {
            table.footer.append([
                [], [.text("\(figures.count(rest.count, "more output")) not listed")],
                [.text(figures.coin(Figures.sum(rest.map(\.value))))], [],
            ])
        }
        return table
    }

    private func receiver(of output: TransactionView.Output) -> [Span] {
        let script = LockingScript(output.script)
        if let owner = output.owner {
            return party(owner) + (script.type == .p2pk ? [.text(" (pay to public key, shown as the key's address)")] : [])
        }
        if let data = script.data, !data.isEmpty {
            return [.text("no address (\(script.type.rawValue)), data "), .identifier(Hex.text(data))]
        }
        return [.text("no address (\(script.type.rawValue))")]
    }

    private func fate(of output: TransactionView.Output) -> [Span] {
        switch output.fate {
        case .spent: output.spenderID.map { [.identifier($0.description)] } ?? [.text("spent")]
        case .unspent: [.text("unspent")]
        case .unspendable: [.text("cannot be spent")]
        case .notCovered: [.text("not seen spent; blocks after it are missing")]
        }
    }
}
