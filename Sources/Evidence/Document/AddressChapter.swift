import Casework
import Encoding
import Ledger
import TraceEngine

/// The chapters on addresses.
extension EvidenceDocument {
    /// Transactions of one address that are listed; the rest is one row that adds up.
    private static let listLimit = 200

    mutating func addOverview() {
        blocks.append(.heading(1, "Addresses of interest"))
        guard !summary.addresses.isEmpty else {
            blocks.append(.paragraph([.text("The case has no addresses.")]))
            return
        }
        var table = DocumentTable(columns: [("No.", .short), ("Address", .identifier)])
        if summary.basis != nil {
            let unit = figures.chain.ticker
            table.columns += [("Received \(unit)", .number), ("Sent \(unit)", .number), ("Balance \(unit)", .number)]
        }
        for (index, evidence) in summary.addresses.enumerated() {
            var name: [Span] = []
            if let item = evidence.item, !item.label.isEmpty { name += [.strong(item.label), .text(" ")] }
            let marks = marks(evidence.item)
            if !marks.isEmpty { name += [.text("(\(marks)) ")] }
            var row: [[Span]] = [[.text("1.\(index + 1)")], name + [.identifier(evidence.text)]]
            if summary.basis != nil {
                let sums = evidence.view.map(\.summary)
                row += [sums?.received, sums?.sent].map { value in
                    [.text(value.map { figures.sum($0, complete: sums?.complete ?? true) } ?? "not known")]
                }
                row.append([.text(sums.flatMap { $0.complete ? figures.coin($0.balance) : nil } ?? "not known")])
            }
            table.rows.append(row)
        }
        blocks.append(.table(table))
        if summary.addresses.contains(where: { $0.view?.summary.complete == false }) {
            blocks.append(
                .paragraph([
                    .text(
                        "≥ stands before a sum of which the ledger may not show everything: blocks are missing, or an "
                            + "input spends coins that are not in it. The true sum is at least this. What is hidden may be a "
                            + "receipt as well as a payment, so the balance is then not known.")
                ]))
        }
    }

    mutating func addAddresses() {
        for (index, evidence) in summary.addresses.enumerated() {
            let label = evidence.item?.label ?? ""
            blocks.append(.heading(2, "1.\(index + 1) \(label.isEmpty ? "Address \(evidence.text)" : label)"))
            blocks.append(.facts(facts(of: evidence)))
            if let picture = evidence.neighbourhood { blocks.append(.picture(picture)) }
            if let view = evidence.view, !view.events.isEmpty { blocks.append(.table(history(of: view))) }
            blocks += evidence.notes.map(block)
        }
    }

    /// `suspect, flagged`
    private func marks(_ item: CaseItem?) -> String {
        guard let item else { return "named by a note" }
        return [item.role?.rawValue, item.isFlagged ? "flagged" : nil].compactMap(\.self).joined(separator: ", ")
    }

    private func facts(of evidence: EvidenceSummary.AddressEvidence) -> [Fact] {
        var facts = [Fact("Address", [.identifier(evidence.text)])]
        let marks = marks(evidence.item)
        if !marks.isEmpty { facts.append(Fact("In the case", marks)) }
        if let item = evidence.item { facts.append(Fact("Added", item.added.evidence)) }
        guard let view = evidence.view else { return facts }
        guard view.isKnown else {
            let why = view.summary.complete ? "" : ", which does not hold every block: it may appear in the missing ones"
            facts.append(Fact("Ledger", "the address does not appear in this ledger\(why)"))
            return facts
        }
        let sums = view.summary
        func sum(_ value: UInt64) -> String { figures.sum(value, complete: sums.complete) + " " + figures.chain.ticker }
        facts += [
            Fact("Received", "\(sum(sums.received)) in \(figures.count(sums.outputs, "output"))"),
            Fact("Sent", sum(sums.sent)),
            Fact(
                "Balance",
                sums.complete
                    ? "\(figures.amount(sums.balance)) in \(figures.count(sums.unspentOutputs, "unspent output"))"
                    : "not known; \(figures.count(sums.unspentOutputs, "output")) not seen spent"),
            Fact("Transactions", figures.count(sums.transactions)),
            Fact("First seen", figures.time(view.firstTime)),
            Fact("Last seen", figures.time(view.lastTime)),
        ]
        return facts
    }

    private func history(of view: AddressView) -> DocumentTable {
        let unit = figures.chain.ticker
        var table = DocumentTable(columns: [
            ("No.", .number), ("Time UTC", .short), ("Block", .number), ("Transaction", .identifier),
            ("Received \(unit)", .number), ("Sent \(unit)", .number),
        ])
        let listed = view.events.prefix(Self.listLimit)
        for (index, event) in listed.enumerated() {
            let time = UTCTime(seconds: event.tx.time)
            table.rows.append([
                [.text("\(index + 1)")], [.text("\(time.date) \(time.clock)")],
                [.text(figures.count(event.tx.at.height))], [.identifier(event.tx.txid.description)],
                [.text(event.received > 0 ? figures.coin(event.received) : "")],
                [.text(event.sent > 0 ? figures.coin(event.sent) : "")],
            ])
        }
        let (received, sent) = (Figures.sum(listed.map(\.received)), Figures.sum(listed.map(\.sent)))
        let more = view.summary.transactions - min(view.summary.transactions, UInt64(listed.count))
        if more > 0 {
            table.footer.append([
                [], [], [], [.text("\(figures.count(more, "more transaction")) not listed")],
                [.text(figures.coin(view.summary.received - min(received, view.summary.received)))],
                [.text(figures.coin(view.summary.sent - min(sent, view.summary.sent)))],
            ])
        }
        table.footer.append([
            [], [], [], [.strong("Sum")], [.strong(figures.coin(view.summary.received))],
            [.strong(figures.coin(view.summary.sent))],
        ])
        return table
    }
}
