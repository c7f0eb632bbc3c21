import Encoding
import Ledger
import TraceEngine
import Workbench

/// The words of one row: a sign, a name and what they mean; the amount stands apart.
struct GraphLabel {
    var sign: String
    var signRole: Role
    var text: String
    var role: Role

    /// Marks that have room beside every name: inferences, then the flag.
    static func marks(_ node: GraphNode, _ state: GraphState, _ style: GraphStyle) -> String {
        var marks = state.claims(of: node).map { style.glyphs[.inference] + $0.mark }
        if state.mark(of: node)?.isFlagged == true { marks.append(style.glyphs[.flagged]) }
        return marks.joined(separator: " ")
    }

    /// `cells` is the room for the text with its marks, without its sign.
    init(_ node: GraphNode, _ state: GraphState, _ style: GraphStyle, cells all: Int) {
        let marks = Self.marks(node, state, style)
        let room = all - (marks.isEmpty ? 0 : TextWidth.cells(of: marks) + 1)
        let fits = room >= 5
        self.init(plain: node, state, style, cells: fits ? room : all)
        if fits, !marks.isEmpty { text += " " + marks }
        // Notes only where they cost the name nothing.
        guard case .address(let address) = node.id.item, let notes = state.names.addresses[address]?.notes, notes > 0 else { return }
        let mark = style.glyphs.notes(notes)
        if TextWidth.cells(of: text + mark) < min(16, all) { text += " " + mark }
    }

    /// Without the marks that have room of their own.
    private init(plain node: GraphNode, _ state: GraphState, _ style: GraphStyle, cells: Int) {
        (sign, signRole) = style.sign(node.fate)
        let glyphs = style.glyphs
        switch node.id.item {
        case .address(let address):
            // Members of a named group all carry that name: the identifier tells them apart.
            if case .group(.named, _) = node.unfoldedFrom {
                (text, role) = style.name(address, GraphNames(), cells: min(16, cells))
            } else {
                (text, role) = style.name(address, state.names, cells: min(16, cells))
            }
        case .transaction(let tx):
            (text, role) = Self.transaction(tx, node, state, style, cells: cells)
        case .output(let output):
            (text, role) = (Self.script(of: output, in: state), .muted)
        case .outpoint:
            (text, role) = ("no address", .muted)
        case .unknownInputs:
            text = node.unknownInputs == 1 ? "1 input" : "\(style.count(node.unknownInputs)) inputs"
            role = .unknown
        case .coinbase:
            (text, role) = ("newly issued", .muted)
        case .fee:
            (sign, signRole, text, role) = (glyphs[.notPossible], .muted, "fee", .muted)
        case .notRead:
            (text, role) = ("not read", .unknown)
        case .group:
            (sign, signRole) = (glyphs[.folded], .strong)
            (text, role) = (node.group.map { Self.group($0, style, cells: cells) } ?? "", .strong)
        case .elsewhere(let item, _):
            (sign, signRole) = (glyphs[.elsewhere], .link)
            let place = node.place.map(style.place) ?? ""
            let room = cells - TextWidth.cells(of: place) - 1
            if case .address(let address) = item, room >= 6 {
                let name = style.name(address, state.names, cells: min(16, room))
                (text, role) = (place + " " + name.text, name.role)
            } else if let time = node.time, cells >= 10 {
                (text, role) = (state.day(time) + " " + place, .link)
            } else {
                (text, role) = (place, .link)
            }
        }
        text = TextFit.elide(text, cells: cells, glyphs: glyphs)
    }

    /// `02-21`, with the name of the transaction, or with whom it is dealt with where there is room.
    private static func transaction(
        _ tx: TxRef, _ node: GraphNode, _ state: GraphState, _ style: GraphStyle, cells: Int
    ) -> (String, Role) {
        let date = node.time.map { state.day($0) } ?? "..-.."
        let room = min(16, cells - 6)
        if let txid = node.txid, let mark = state.names.transactions[txid], !mark.label.isEmpty, room >= 4 {
            return (date + " " + TextFit.elide(VisibleText.escape(mark.label), cells: room, glyphs: style.glyphs),
                style.role(of: mark))
        }
        guard node.column < 0, room >= 6, let view = state.transactions[tx] else { return (date, .text) }
        return (date + " " + payer(view, state.names, style, cells: room), .text)
    }

    /// Who paid, from the inputs: a name, or how many addresses.
    static func payer(_ view: TransactionView, _ names: GraphNames, _ style: GraphStyle, cells: Int) -> String {
        if view.row.isCoinbase { return "newly issued" }
        let owners = Set(view.inputs.map { $0.known == .unknown ? nil : $0.owner })
        if owners.count == 1, let owner = owners.first {
            guard let owner else { return "not known" }
            return style.name(owner, names, cells: cells).text
        }
        // Addresses, not people: who signed together is mostly one. Unknown coins may come from more addresses.
        let isAtLeast = owners.contains(nil)
        let known = owners.count - (isAtLeast ? 1 : 0)
        let count = (isAtLeast ? style.glyphs[.atLeast] : "") + style.count(known)
        let text = "\(count) address\(known == 1 ? "" : "es")"
        return TextWidth.cells(of: text) <= cells ? text : TextFit.elide("\(count) addr.", cells: cells, glyphs: style.glyphs)
    }

    static func script(of output: OutputRef, in state: GraphState) -> String {
        guard let view = state.transactions[output.tx], view.outputs.indices.contains(Int(output.index)) else {
            return "no address"
        }
        return LockingScript(view.outputs[Int(output.index)].script).type.rawValue
    }

    /// `1,204 × 0.00050000`, `41 to [Exchange K]`, `163 more ≤ 0.00189`: the longest form that fits.
    static func group(_ group: GraphGroup, _ style: GraphStyle, cells: Int) -> String {
        let count = style.count(group.count)
        let glyphs = style.glyphs
        switch group.kind {
        case .equal(let value):
            let long = "\(count) \(glyphs[.times]) \(style.amount(value))"
            return TextWidth.cells(of: long) <= cells ? long : "\(count) equal"
        case .named(let label):
            let name = TextFit.elide(VisibleText.escape(label), cells: 16, glyphs: glyphs)
            return "\(count) \(group.ofTransactions ? "as" : "to") \(name)"
        case .dust:
            let bound = group.least == group.greatest
                ? "\(count) dust = \(group.greatest) sat" : "\(count) dust \(glyphs[.atMost]) 546 sat"
            return TextWidth.cells(of: bound) <= cells ? bound : "\(count) dust"
        case .together:
            let long = "\(count) into one tx"
            return TextWidth.cells(of: long) <= cells ? long : "\(count) in 1 tx"
        case .rest:
            let long = "\(count) more \(glyphs[.atMost]) \(bound(group.greatest, style))"
            return TextWidth.cells(of: long) <= cells ? long : "\(count) more"
        }
    }

    /// The greatest member rounded up to three digits, at least to five decimals, so that the bound stays true.
    static func bound(_ value: UInt64, _ style: GraphStyle) -> String {
        var unit: UInt64 = 1
        while value / unit >= 1000, unit < 1_000_000_000 { unit *= 10 }
        let (up, overflow) = ((value + unit - 1) / unit).multipliedReportingOverflow(by: unit)
        var text = style.amount(overflow ? value : up)
        while text.hasSuffix("0"), text.split(separator: ".").last.map({ $0.count > 5 }) == true { text.removeLast() }
        return text
    }
}

extension GraphState {
    /// What the case says of a row.
    func mark(of node: GraphNode) -> GraphMark? {
        switch node.id.item {
        case .address(let address): names.addresses[address]
        case .transaction: node.txid.flatMap { names.transactions[$0] }
        default: nil
        }
    }

    /// When a row happened, in five cells: month and day where every row shown is of one year, which the title gives,
    /// else the year alone.
    func day(_ time: UInt32) -> String {
        guard let times = scene.times else { return UTCTime(seconds: time).monthDay }
        let isOneYear = UTCTime(seconds: times.lowerBound).year == UTCTime(seconds: times.upperBound).year
        return isOneYear ? UTCTime(seconds: time).monthDay : TextFit.pad(UTCTime(seconds: time).year, to: 5)
    }
}
