import Encoding
import Ledger
import TraceEngine
import Workbench

/// What the cursor of the graph is on, in full: identifiers, amounts, times. Nothing is elided here.
public struct GraphSelected: Hashable, Sendable {
    /// Right end of the block's title rule: `address · hop −1 row 3`.
    public let title: String
    /// Lines in the order of every `Selected` block: identifier, amounts, times, marks.
    public let lines: [FactLine]

    /// Nil when nothing is selected. `width` decides how many facts stand in one line; no line is wider.
    public init?(_ state: GraphState, style: GraphStyle, width: Int) {
        guard let node = state.selected else { return nil }
        let writer = Writer(state: state, style: style, node: node, width: width)
        title = writer.title
        lines = writer.lines.flatMap { FactLines.fitted($0, cells: width) }
    }

    /// Draws at most `height` lines; what has no room is counted.
    public func draw(on surface: inout Surface, x: Int, y: Int, width: Int, height: Int, glyphs: GlyphSet = .unicode) {
        FactLines.draw(lines, on: &surface, in: Rect(x: x, y: y, width: width, height: height), glyphs: glyphs)
    }

    /// Puts the facts of one row into words.
    private struct Writer {
        let state: GraphState
        let style: GraphStyle
        let node: GraphNode
        let width: Int

        var title: String {
            let dot = " \(style.glyphs[.between]) "
            guard node.column != 0, let place = state.scene.place(of: node.id) else { return kind + dot + "focus" }
            return "\(kind)\(dot)hop \(style.hop(place.column)) row \(place.row)"
        }

        private var kind: String {
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

        var lines: [FactLine] {
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
                return [FactLine(identifier(tx), .id), FactLine("issued in block \(height(tx)), fees of the block included"),
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

        // MARK: Kinds

        private func address(_ address: Address) -> [FactLine] {
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
            lines.append(fate)
            if node.edges.count > 1 { lines += edges }
            if !marks.isEmpty { lines.append(FactLine(marks)) }
            return lines
        }

        private func transaction(_ tx: TxRef) -> [FactLine] {
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
            if node.column == 0 {
                lines.append(FactLine(time, right: marks))
            } else {
                let inner = style.hop(node.column - node.column.signum())
                let carried = "\(style.amount(node.value)) \(node.column < 0 ? "to" : "from") hop \(inner)"
                lines += flow([time, carried], right: marks)
            }
            if node.edges.count > 1 { lines += edges }
            return lines
        }

        private func unknownInputs(_ tx: TxRef) -> [FactLine] {
            let names = (state.transactions[tx]?.inputs ?? []).filter { $0.known == .unknown }.map(\.previous)
            let what = names.count == 1 ? "1 input whose coin is" : "\(style.count(names.count)) inputs whose coins are"
            return [FactLine("\(what) not in this ledger: value not known", .unknown)]
                + names.map { FactLine($0.description, .id) }
        }

        private var group: [FactLine] {
            guard let group = node.group else { return [] }
            let of = group.ofTransactions ? "transactions" : node.column < 0 ? "paying addresses" : "outputs to addresses"
            let count = style.count(group.count)
            let what = switch group.kind {
            case .equal(let value): "\(count) \(of) of \(style.amount(value)) each"
            case .named(let label): "\(count) \(of) named \(VisibleText.escape(label))"
            case .dust: "\(count) \(of) of at most 546 sat"
            case .rest: "\(count) more \(of)"
            }
            var lines = [FactLine(what, .strong)]
            lines += flow(["sum \(style.amount(group.sum))"], right: share)
            let each = group.least == group.greatest
                ? "each \(style.amount(group.least))" : "each \(style.amount(group.least)) to \(style.amount(group.greatest))"
            let spent = group.ofTransactions || node.column < 0
                ? "" : group.spent == 0 ? "none seen spent" : "\(style.count(group.spent)) spent in \(style.count(group.spenders)) txs"
            lines += flow([each], right: spent)
            return lines
        }

        private func elsewhere(_ item: GraphItem) -> [FactLine] {
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

        // MARK: Facts

        private var amountLine: String { "amount \(style.amount(node.value))" }

        private func fact(_ name: String, _ value: UInt64, _ isAtLeast: Bool) -> String {
            "\(name) \(style.amount(value, isAtLeast: isAtLeast))"
        }

        /// Where the coverage may hide payments or spends, a balance is no bound either way.
        private func balance(_ sums: AddressSummary) -> String {
            "balance \(sums.complete ? "" : style.glyphs[.unknown])\(style.amount(sums.balance))"
        }

        private func identifier(_ tx: TxRef) -> String {
            (state.transactions[tx]?.row.txid ?? node.txid)?.description ?? "id not loaded"
        }

        private func height(_ tx: TxRef) -> String { AmountText.grouped(UInt64(tx.height)) }

        private func script(_ output: OutputRef) -> String { GraphLabel.script(of: output, in: state) }

        /// `23.8 % of its side`: a share always says of what.
        private var share: String {
            guard let share = node.share else { return "" }
            let side = node.parent?.column == 0 ? (node.column < 0 ? "of all in" : "of all out") : "of its parent"
            return "\(share / 10).\(share % 10) % \(side)"
        }

        private var fate: FactLine {
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

        private var transactionCount: String {
            let count = Set(node.coins.map(\.next)).subtracting([.none]).count
            return count == 1 ? "1 transaction" : "\(style.count(count)) transactions"
        }

        /// Every row it is joined to, for the edges that meet in one row.
        private var edges: [FactLine] {
            node.edges.compactMap { edge in
                guard let place = state.scene.place(of: edge.inner) else { return nil }
                return FactLine("joined to \(style.place(place)) by \(style.amount(edge.value))")
            }
        }

        /// Facts side by side as long as they fit the width.
        private func flow(_ facts: [String], right: String = "") -> [FactLine] {
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
}
