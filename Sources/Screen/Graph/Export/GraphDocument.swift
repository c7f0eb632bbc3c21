import Encoding
import Ledger
import TraceEngine
import Workbench

/// A graph as it is shown, for a report: what it was made of, the picture, and every row with its identifier in full.
///
/// The same graph, case and ledger give the same bytes. Nothing in it depends on the time or the place it is made at.
public struct GraphDocument: Sendable {
    /// What the case is called, and the number of its last event; nil outside a case.
    public struct Origin: Hashable, Sendable {
        public var name: String
        public var event: UInt64

        public init(name: String, event: UInt64) {
            self.name = name
            self.event = event
        }
    }

    /// What stands in the first line.
    let title: String
    /// What the picture was made of, by name.
    let facts: [(name: String, text: String)]
    /// The picture, without blank rows at its end.
    let picture: Surface
    /// Every row, in full.
    let rows: [GraphDocumentRow]
    /// What rules concluded of the rows, each rule once.
    let rules: [String]

    public init(_ shown: GraphState, origin: Origin?, ledger info: LedgerInfo) {
        let graph = shown.fromTheTop
        var style = GraphStyle(glyphs: .unicode, chain: info.chain, hasFocus: false, isDocument: true)
        style.knowsHeights = info.coverage.heightsKnown
        let mode = GraphTitle.mode(graph, style: style)
        title = ["Graph", GraphTitle.subject(graph, style: style), GraphTitle.years(graph, style: style), mode]
            .filter { !$0.isEmpty }.joined(separator: "   ")
        facts = Self.facts(graph, style, origin, info)
        // The cells for one row more than there are, so that nothing counts as hidden.
        picture = GraphDrawing.surface(graph, width: max(80, graph.viewport.width), height: graph.wholeHeight, style: style)
            .withoutBlankEnd
        rows = GraphDocumentRow.rows(of: graph, style)
        let claims = graph.shownNodes.flatMap { graph.claims(of: $0) }
        var seen: Set<String> = []
        rules = claims.map { "~ \([$0.rule, $0.limit].filter { !$0.isEmpty }.joined(separator: " "))" }.filter { seen.insert($0).inserted }
    }

    private static func facts(
        _ graph: GraphState, _ style: GraphStyle, _ origin: Origin?, _ info: LedgerInfo
    ) -> [(name: String, text: String)] {
        var facts: [(String, String)] = []
        if let origin {
            facts.append(("case", "\(VisibleText.escape(origin.name)), event \(AmountText.grouped(origin.event))"))
        }
        let ranges = info.coverage.ranges.map { range in
            range.count == 1
                ? AmountText.grouped(UInt64(range.lowerBound))
                : "\(AmountText.grouped(UInt64(range.lowerBound))) to \(AmountText.grouped(UInt64(range.upperBound)))"
        }
        let blocks = info.coverage.heightsKnown ? "blocks \(ranges.joined(separator: ", "))" : "transactions without heights"
        facts.append(("ledger", "\(info.chain.name), \(ranges.isEmpty ? "empty" : blocks)"))
        if let tip = info.tip {
            facts.append(("tip", "\(AmountText.grouped(UInt64(tip))), \(UTCTime(seconds: info.tipTime).evidence)"))
        }
        if let hash = info.tipHash { facts.append(("tip hash", hash.description)) }
        facts.append(("digest", Hex.text(info.digest)))
        switch graph.focus {
        case .address(let address): facts.append(("focus", address.text(on: info.chain)))
        case .transaction(let tx): facts.append(("focus", graph.transactions[tx]?.row.txid.description ?? "transaction not read"))
        }
        facts.append(("shown", GraphTitle.figure(graph, style: style)))
        facts.append(("amounts", "\(info.chain.ticker); ~ is concluded by a rule, [ ] is somebody's claim, all else is the ledger's"))
        return facts
    }
}

extension GraphState {
    /// Every row shown, column by column from the left, or hop by hop.
    var shownNodes: [GraphNode] {
        if let tree { return tree.tree.rows.flatMap { [$0.node, $0.party].compactMap { $0 } } }
        return scene.columns.keys.sorted().flatMap { column in (scene.columns[column] ?? []).compactMap { scene.nodes[$0] } }
    }
}

extension Surface {
    /// Without the rows at the end in which nothing stands.
    var withoutBlankEnd: Surface {
        let last = (0..<height).last { row($0).contains { $0 != " " } } ?? 0
        var surface = Surface(width: width, height: last + 1)
        for y in 0...last {
            for x in 0..<width { surface[x, y] = self[x, y] }
        }
        return surface
    }
}
