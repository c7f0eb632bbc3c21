import Encoding
import Ledger
import TraceEngine
import Workbench

/// One row of the picture in words: where it stands, what it is, with its identifier in full, and how much.
struct GraphDocumentRow: Hashable, Sendable {
    /// `+1:3`, or the hop of a path tree.
    var place: String
    /// `address`, `transaction`, `group` and so on.
    var kind: String
    /// Identifier or words.
    var text: String
    /// Names, times and marks.
    var remark: String
    /// Empty when there is none.
    var amount: String

    static func rows(of graph: GraphState, _ style: GraphStyle) -> [GraphDocumentRow] {
        if let tree = graph.tree { return tree.tree.rows.flatMap { rows(of: $0, tree.direction, graph, style) } }
        return graph.shownNodes.flatMap { node in
            let place = graph.scene.place(of: node.id).map(style.place) ?? ""
            let details = graph.layout.showsDetails ? node.details.compactMap { GraphDocumentRow($0, at: place, graph, style) } : []
            return [GraphDocumentRow(node, at: place, remark: "", graph, style)] + details
        }
    }

    /// A party named below a transaction, in full; nil for the other facts there, which are whole in the picture.
    private init?(_ detail: GraphDetail, at place: String, _ graph: GraphState, _ style: GraphStyle) {
        guard case .party(let address, let fate, let shown) = detail.what else { return nil }
        let label = VisibleText.escape(graph.names.addresses[address]?.label ?? "")
        let words: String? =
            switch fate {
            case .spent: "spent"
            case .unspent: "unspent"
            case .unknown: "coverage"
            case .none: nil
            }
        let remarks = [label.isEmpty ? nil : label, words, shown.map { "shown at \(style.place($0))" }].compactMap { $0 }
        self.init(
            place: place, kind: "paid", text: address.text(on: style.chain), remark: remarks.joined(separator: "; "),
            amount: detail.value.map { style.amount($0) } ?? "")
    }

    private static func rows(of row: PathTree.Row, _ direction: TraceDirection, _ graph: GraphState, _ style: GraphStyle) -> [GraphDocumentRow] {
        let isForward = direction == .forward
        let hop = style.treeHop(row.hop, direction)
        let end = row.end.map { PathTreeDrawing.words($0, style).0 } ?? ""
        if case .gap(let range) = row.kind {
            return [
                GraphDocumentRow(
                    place: hop, kind: "gap", text: "blocks \(range.lowerBound) to \(range.upperBound) are missing",
                    remark: "", amount: "")
            ]
        }
        var rows: [GraphDocumentRow] = []
        if let node = row.node {
            var remark = ""
            if row.kind == .step { remark = (row.goesOn == nil ? "nothing " : "") + (isForward ? "goes on" : "goes further back") }
            rows.append(GraphDocumentRow(node, at: hop, remark: remark, graph, style))
            if let joined = row.joined, joined > 0 {
                rows.append(GraphDocumentRow(place: hop, kind: isForward ? "joins" : "to others", text: isForward ? "other coins" : "other outputs", remark: "", amount: style.amount(joined)))
            }
            if row.joined == nil {
                rows.append(GraphDocumentRow(place: hop, kind: isForward ? "joins" : "to others", text: "not known", remark: "", amount: ""))
            }
        }
        if let party = row.party {
            var line = GraphDocumentRow(party, at: hop, remark: end, graph, style)
            if case .more(let count) = row.kind { (line.kind, line.text) = ("group", "\(style.count(count)) more transactions") }
            if line.kind == "fee" { (line.kind, line.text) = ("output", "no address") }
            rows.append(line)
        }
        return rows
    }

    init(place: String, kind: String, text: String, remark: String, amount: String) {
        self.place = place
        self.kind = kind
        self.text = text
        self.remark = remark
        self.amount = amount
    }

    private init(_ node: GraphNode, at place: String, remark: String, _ graph: GraphState, _ style: GraphStyle) {
        self.place = place
        amount = node.value.map { style.amount($0, isAtLeast: node.isAtLeast) } ?? ""
        var remarks: [String] = []
        switch node.id.item {
        case .address(let address):
            kind = "address"
            text = address.text(on: style.chain)
        case .transaction(let tx):
            kind = "transaction"
            text = (graph.transactions[tx]?.row.txid ?? node.txid)?.description ?? "not read"
            if let time = node.time { remarks.append(UTCTime(seconds: time).evidence) }
        case .output(let output):
            kind = "output"
            text = graph.transactions[output.tx].map { "\($0.row.txid):\(output.index)" } ?? GraphLabel.script(of: output, in: graph)
        case .outpoint(let outpoint):
            kind = "output"
            text = outpoint.description
        case .unknownInputs:
            kind = "inputs"
            text = "\(style.count(node.unknownInputs)) not known"
        case .coinbase:
            kind = "issued"
            text = "by the block"
        case .fee:
            kind = "fee"
            text = ""
        case .notRead(let address):
            kind = "not read"
            text = address.text(on: style.chain)
        case .group:
            kind = "group"
            text = node.group.map { GraphLabel.group($0, style, cells: 60) } ?? ""
        case .elsewhere(let item, _):
            kind = "shown at \(node.place.map(style.place) ?? "")"
            switch item {
            case .address(let address): text = address.text(on: style.chain)
            case .transaction(let tx): text = (graph.transactions[tx]?.row.txid ?? node.txid)?.description ?? "not read"
            default: text = ""
            }
        }
        let mark = graph.mark(of: node)
        if let label = mark?.label, !label.isEmpty { remarks.insert(VisibleText.escape(label), at: 0) }
        if mark?.isFlagged == true { remarks.append("flagged") }
        if !remark.isEmpty { remarks.append(remark) } else {
            switch node.fate {
            case .spent where node.column > 0: remarks.append("spent")
            case .unspent: remarks.append("unspent")
            case .unknown: remarks.append("coverage")
            default: break
            }
        }
        remarks += graph.claims(of: node).map { "~" + VisibleText.escape($0.text) }
        self.remark = remarks.joined(separator: "; ")
    }
}
