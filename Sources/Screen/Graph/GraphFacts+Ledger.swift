import Encoding
import Ledger
import TraceEngine
import Workbench

/// An address and a transaction in words.
extension GraphFacts {
    func address(_ address: Address) -> [FactLine] {
        let mark = state.names.addresses[address]
        let text = address.text(on: style.chain)
        let type = LockingScript(address.script).type.rawValue
        let label = VisibleText.escape(mark?.label ?? "")
        let labelRole: Role = mark?.label.hasPrefix("[") == true ? .tag : .strong
        var lines: [FactLine] = []
        if label.isEmpty {
            lines.append(FactLine(text, .id, right: type))
        } else if width >= 2 + TextWidth.cells(of: text) + 20 {
            lines.append(FactLine(TextFit.pad(label, to: 18) + " " + text, labelRole, right: type))
        } else {
            let fits = TextWidth.cells(of: text) + 2 + TextWidth.cells(of: type) <= width
            let room = fits ? width : width - TextWidth.cells(of: type) - 2
            lines += [
                FactLine(text, .id, right: fits ? type : ""),
                FactLine(TextFit.elide(label, cells: room, glyphs: style.glyphs), labelRole, right: fits ? "" : type),
            ]
        }
        let marks = style.marks(mark)
        if node.column == 0, let view = state.addresses[address] {
            let sums = view.summary
            lines += flow([
                fact("received", sums.received, !sums.complete), fact("sent", sums.sent, !sums.complete),
                balance(sums), "\(AmountText.grouped(sums.transactions)) \(sums.transactions == 1 ? "tx" : "txs")",
            ])
            if let first = view.firstTime, let last = view.lastTime {
                lines += flow([
                    "\(UTCTime(seconds: first).minute) \(style.glyphs[.rangeArrow]) \(UTCTime(seconds: last).minute) UTC",
                ], right: marks)
            }
            return view.isKnown ? lines : [lines[0], FactLine("this ledger has never seen it", .unknown)]
        }
        if node.column == 0 {
            return lines + [FactLine(state.isLoading ? "reading its history" : "its history could not be read", .unknown)]
        }
        let coins = style.count(node.coins.count) + (node.coins.count == 1 ? " coin" : " coins")
        lines += flow(["\(node.column < 0 ? "put in" : "got") \(style.amount(node.value))", coins], right: share)
        if let tags = mark?.tags { lines.append(FactLine(TagText.line(tags, cells: width, glyphs: style.glyphs), TagText.role(tags.kind))) }
        lines += claims
        lines.append(fate)
        if node.edges.count > 1 { lines += edges }
        if !marks.isEmpty { lines.append(FactLine(marks)) }
        return lines
    }

    func transaction(_ tx: TxRef) -> [FactLine] {
        var lines = [FactLine(identifier(tx), .id, right: height(tx))]
        let marks = style.marks(node.txid.flatMap { state.names.transactions[$0] })
        if let view = state.transactions[tx] {
            lines += flow([
                "in \(style.count(Int(view.row.inputCount)))  "
                    + (view.row.isCoinbase ? "newly issued" : style.amount(view.inputValue)),
                "out \(style.count(Int(view.row.outputCount)))  \(style.amount(view.outputValue))",
                view.row.isCoinbase ? "" : "fee  \(style.amount(view.fee))",
            ].filter { !$0.isEmpty }, right: style.fiat(view.outputValue, at: view.row.time))
        } else {
            lines.append(FactLine("inputs and outputs are not loaded", .unknown))
        }
        let time = node.time.map { UTCTime(seconds: $0).evidence } ?? "time not loaded"
        // An inference stands before the time, beside it where there is room: it must not fall off three lines.
        let claims = claims
        lines += claims.dropLast()
        var facts = [time]
        if state.tree != nil { facts += onPath } else if node.column != 0 {
            let inner = style.hop(node.column - node.column.signum())
            facts.append("\(style.amount(node.value)) \(node.column < 0 ? "to" : "from") hop \(inner)")
        }
        let isBeside = claims.last.map { TextWidth.cells(of: $0.text + time) + 2 <= width } ?? false
        // What comes from the hop before stands in the row itself.
        if isBeside { facts = state.tree == nil ? [] : onPath }
        if !facts.isEmpty { lines += flow(facts, right: marks) }
        if let claim = claims.last { lines.append(FactLine(claim.text, claim.role, right: isBeside ? time : "")) }
        if facts.isEmpty, !marks.isEmpty { lines.append(FactLine(marks)) }
        if node.edges.count > 1 { lines += edges }
        return lines
    }
}
