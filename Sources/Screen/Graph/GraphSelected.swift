import Encoding
import Ledger
import TraceEngine
import Workbench

/// What the cursor of the graph is on, in full: identifiers, amounts, times. Nothing is elided here.
public struct GraphSelected: Hashable, Sendable {
    /// Right end of the block's title rule: `address · hop −1 row 3`.
    public let title: String
    /// Lines in the order of every `Selected` block: identifier, amounts, times, marks.
    public let lines: [Line]

    /// One line: what stands at the left, and what may stand at the right edge.
    public struct Line: Hashable, Sendable {
        /// At the left; an identifier stands alone.
        public var text: String
        /// What the text at the left means.
        public var role: Role
        /// At the right edge; empty when there is nothing.
        public var right: String

        public init(_ text: String, _ role: Role = .text, right: String = "") {
            self.text = text
            self.role = role
            self.right = right
        }
    }

    /// Nil when nothing is selected. `width` decides how many facts stand in one line; no line is wider.
    public init?(_ state: GraphState, style: GraphStyle, width: Int) {
        guard let node = state.selected else { return nil }
        let writer = Writer(state: state, style: style, node: node, width: width)
        title = writer.title
        lines = writer.lines.flatMap { Self.fitted($0, cells: width) }
    }

    /// Draws at most `height` lines. Short facts share a line where there are too many, and what still has no room is
    /// counted, never left out in silence.
    public func draw(on surface: inout Surface, x: Int, y: Int, width: Int, height: Int, glyphs: GlyphSet = .unicode) {
        guard height > 0 else { return }
        var shown = Self.squeezed(lines, into: height, cells: width - 2)
        if shown.count > height {
            let more = "\(glyphs[.elided]) \(shown.count - height + 1) lines more"
            shown = shown.prefix(height - 1) + [Line(more, .muted)]
        }
        for (n, line) in shown.enumerated() {
            surface.put(line.text, x: x + 1, y: y + n, role: line.role, limit: width - 2)
            surface.put(line.right, endingAt: x + width - 1, y: y + n, role: .muted)
        }
    }

    /// A line as rows of at most `cells`: an identifier in parts of one length, what stands at the right below it
    /// where there is no room beside it.
    private static func fitted(_ line: Line, cells: Int) -> [Line] {
        let parts = line.role == .id ? TextFit.parts(of: line.text, cells: cells) : TextFit.wrap(line.text, cells: cells)
        guard let last = parts.last, !line.right.isEmpty else { return parts.map { Line($0, line.role) } }
        var rows = parts.map { Line($0, line.role) }
        if TextWidth.cells(of: last) + 2 + TextWidth.cells(of: line.right) <= cells {
            rows[rows.count - 1].right = line.right
        } else {
            rows += TextFit.wrap(line.right, cells: cells).map { Line($0) }
        }
        return rows
    }

    /// Joins neighbouring facts, never an identifier, until there are no more than `height` lines or none fit.
    private static func squeezed(_ lines: [Line], into height: Int, cells: Int) -> [Line] {
        var lines = lines
        var at = 0
        while lines.count > height, at + 1 < lines.count {
            let (first, second) = (lines[at], lines[at + 1])
            let text = first.text + "   " + second.text
            let right = [first.right, second.right].filter { !$0.isEmpty }.joined(separator: "   ")
            let used = TextWidth.cells(of: text) + (right.isEmpty ? 0 : TextWidth.cells(of: right) + 2)
            if first.role != .id, second.role != .id, used <= cells {
                lines[at] = Line(text, first.role == second.role ? first.role : .text, right: right)
                lines.remove(at: at + 1)
            } else {
                at += 1
            }
        }
        return lines
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

        var lines: [Line] {
            switch node.id.item {
            case .address(let address): return self.address(address)
            case .transaction(let tx): return transaction(tx)
            case .output(let output):
                let txid = state.transactions[output.tx]?.row.txid.description ?? "transaction not loaded"
                return [Line("\(txid):\(output.index)", .id), Line(amountLine, right: script(output)), fate]
            case .outpoint(let outpoint):
                return [Line(outpoint.description, .id), Line(amountLine),
                    Line("made outside this ledger: the source states its value and no address", .unknown)]
            case .unknownInputs(let tx): return unknownInputs(tx)
            case .coinbase(let tx):
                return [Line(identifier(tx), .id), Line("issued in block \(height(tx)), fees of the block included"),
                    Line(amountLine)]
            case .fee(let tx):
                let value = node.value == nil
                    ? "fee not known: the value of an input is not in this ledger" : "fee \(style.amount(node.value))"
                return [Line(identifier(tx), .id), Line(value, right: share)]
            case .notRead(let address):
                return [Line(address.text(on: style.chain), .id), Line(amountLine, right: share),
                    Line("older or newer transactions of this address were not read", .unknown)]
            case .group: return group
            case .elsewhere(let item, _): return elsewhere(item)
            }
        }

        // MARK: Kinds

        private func address(_ address: Address) -> [Line] {
            let mark = state.names.addresses[address]
            let text = address.text(on: style.chain)
            let type = LockingScript(address.script).type.rawValue
            let label = VisibleText.escape(mark?.label ?? "")
            var lines: [Line] = []
            if label.isEmpty {
                lines.append(Line(text, .id, right: type))
            } else if width >= 2 + TextWidth.cells(of: text) + 20 {
                lines.append(Line(TextFit.pad(label, to: 18) + " " + text, .strong, right: type))
            } else {
                let fits = TextWidth.cells(of: text) + 2 + TextWidth.cells(of: type) <= width
                let room = fits ? width : width - TextWidth.cells(of: type) - 2
                lines += [
                    Line(text, .id, right: fits ? type : ""),
                    Line(TextFit.elide(label, cells: room, glyphs: style.glyphs), .strong, right: fits ? "" : type),
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
                return view.isKnown ? lines : [lines[0], Line("this ledger has never seen it", .unknown)]
            }
            if node.column == 0 {
                return lines + [Line(state.isLoading ? "reading its history" : "its history could not be read", .unknown)]
            }
            let coins = style.count(node.coins.count) + (node.coins.count == 1 ? " coin" : " coins")
            lines += flow(["\(node.column < 0 ? "put in" : "got") \(style.amount(node.value))", coins], right: share)
            lines.append(fate)
            if node.edges.count > 1 { lines += edges }
            if !marks.isEmpty { lines.append(Line(marks)) }
            return lines
        }

        private func transaction(_ tx: TxRef) -> [Line] {
            var lines = [Line(identifier(tx), .id, right: height(tx))]
            let marks = style.marks(node.txid.flatMap { state.names.transactions[$0] })
            if let view = state.transactions[tx] {
                lines += flow([
                    "in \(style.count(Int(view.row.inputCount)))  "
                        + (view.row.isCoinbase ? "newly issued" : style.amount(view.inputValue)),
                    "out \(style.count(Int(view.row.outputCount)))  \(style.amount(view.outputValue))",
                    view.row.isCoinbase ? "" : "fee  \(style.amount(view.fee))",
                ])
            } else {
                lines.append(Line("inputs and outputs are not loaded", .unknown))
            }
            let time = node.time.map { UTCTime(seconds: $0).evidence } ?? "time not loaded"
            if node.column == 0 {
                lines.append(Line(time, right: marks))
            } else {
                let inner = style.hop(node.column - node.column.signum())
                let carried = "\(style.amount(node.value)) \(node.column < 0 ? "to" : "from") hop \(inner)"
                lines += flow([time, carried], right: marks)
            }
            if node.edges.count > 1 { lines += edges }
            return lines
        }

        private func unknownInputs(_ tx: TxRef) -> [Line] {
            let names = (state.transactions[tx]?.inputs ?? []).filter { $0.known == .unknown }.map(\.previous)
            let what = names.count == 1 ? "1 input whose coin is" : "\(style.count(names.count)) inputs whose coins are"
            return [Line("\(what) not in this ledger: value not known", .unknown)]
                + names.map { Line($0.description, .id) }
        }

        private var group: [Line] {
            guard let group = node.group else { return [] }
            let of = group.ofTransactions ? "transactions" : node.column < 0 ? "paying addresses" : "outputs to addresses"
            let count = style.count(group.count)
            let what = switch group.kind {
            case .equal(let value): "\(count) \(of) of \(style.amount(value)) each"
            case .named(let label): "\(count) \(of) named \(VisibleText.escape(label))"
            case .dust: "\(count) \(of) of at most 546 sat"
            case .rest: "\(count) more \(of)"
            }
            var lines = [Line(what, .strong)]
            lines += flow(["sum \(style.amount(group.sum))"], right: share)
            let each = group.least == group.greatest
                ? "each \(style.amount(group.least))" : "each \(style.amount(group.least)) to \(style.amount(group.greatest))"
            let spent = group.ofTransactions || node.column < 0
                ? "" : group.spent == 0 ? "none seen spent" : "\(style.count(group.spent)) spent in \(style.count(group.spenders)) txs"
            lines += flow([each], right: spent)
            return lines
        }

        private func elsewhere(_ item: GraphItem) -> [Line] {
            var lines: [Line] = []
            switch item {
            case .address(let address):
                let label = VisibleText.escape(state.names.addresses[address]?.label ?? "")
                if !label.isEmpty { lines.append(Line(label, .strong)) }
                lines.append(Line(address.text(on: style.chain), .id))
            case .transaction(let tx): lines.append(Line(identifier(tx), .id, right: height(tx)))
            default: break
            }
            let place = node.place.map(style.place) ?? "another place"
            lines += flow([amountLine], right: share)
            let coins = node.canExpand ? "; + follows these coins" : ""
            lines.append(Line("shown at \(place); \(style.glyphs[.enterKey]) goes there\(coins)", .link))
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

        private var fate: Line {
            if node.column < 0 {
                let outside = node.coins.count { $0.next == .none }
                return outside == 0
                    ? Line("spent here; made by \(transactionCount) in this ledger")
                    : Line("\(style.count(outside)) of its coins were made outside this ledger", .unknown)
            }
            let unspent = node.coins.count { $0.fate == .unspent }
            let unseen = node.coins.count { $0.fate == .notCovered }
            let spent = node.coins.count { $0.fate == .spent }
            var facts: [String] = []
            if spent > 0 { facts.append("\(style.count(spent)) spent in \(transactionCount)") }
            if unspent > 0 { facts.append("\(style.count(unspent)) unspent at the tip") }
            if unseen > 0 { facts.append("\(style.count(unseen)) not seen spent, coverage is missing") }
            if facts.isEmpty { facts = ["can never be spent"] }
            return Line(facts.joined(separator: ", "), unseen > 0 ? .unknown : .text)
        }

        private var transactionCount: String {
            let count = Set(node.coins.map(\.next)).subtracting([.none]).count
            return count == 1 ? "1 transaction" : "\(style.count(count)) transactions"
        }

        /// Every row it is joined to, for the edges that meet in one row.
        private var edges: [Line] {
            node.edges.compactMap { edge in
                guard let place = state.scene.place(of: edge.inner) else { return nil }
                return Line("joined to \(style.place(place)) by \(style.amount(edge.value))")
            }
        }

        /// Facts side by side as long as they fit the width.
        private func flow(_ facts: [String], right: String = "") -> [Line] {
            var lines: [Line] = []
            for fact in facts where !fact.isEmpty {
                if let last = lines.last, TextWidth.cells(of: last.text + fact) + 5 <= width {
                    lines[lines.count - 1].text += "   " + fact
                } else {
                    lines.append(Line(fact))
                }
            }
            if let last = lines.last {
                if TextWidth.cells(of: last.text + right) + 4 <= width {
                    lines[lines.count - 1].right = right
                } else {
                    lines.append(Line(right))
                }
            }
            return lines
        }
    }
}
