import Casework
import Encoding
import Ledger
import Workbench

/// The path tree in words: one hop after the other, what goes on, what leaves, what joins, and both sums.
extension LinearPage {
    mutating func pathTree(_ state: PathTreeState, of graph: GraphState) {
        let tree = state.tree
        let isForward = tree.direction == .forward
        let ends = counted(UInt64(tree.endCount), isForward ? "end" : "origin")
        lines.append("Here: path tree\(isForward ? "" : " back"). \(counted(UInt64(tree.hops), "hop")), \(ends).")
        let style = context.graphStyle(hasFocus: true)
        for row in tree.rows {
            if case .gap(let range) = row.kind {
                lines.append("Warning: blocks \(range.lowerBound) to \(range.upperBound) are missing.")
                continue
            }
            if row.kind == .start {
                let words = "\(isForward ? "Set out" : "Arrived"): \(tree.hasSums ? context.coin(tree.setOut) : "not known")."
                if let address = row.node?.id.item.address { number(.address(address.text(on: context.chain)), words) } else { lines.append(words) }
            }
            if row.kind == .step, let node = row.node, let txid = node.txid {
                let date = node.time.map { UTCTime(seconds: $0).evidence } ?? "time not known"
                let way = isForward ? "goes on" : "goes further back"
                let goesOn = row.goesOn.map { "\(context.coin($0)) \(way)" } ?? "nothing \(way)"
                let what = isForward ? "joins" : "went to others"
                let joins = row.joined.map { $0 > 0 ? " \(context.coin($0)) \(what)." : "" } ?? " What \(what) is not known."
                number(.transaction(txid), "Hop \(isForward ? "" : "-")\(row.hop), \(date): \(goesOn).\(joins)")
            }
            if let party = row.party { leaves(party, row, isForward ? "leaves" : "came from here", style) }
        }
        guard tree.missing.isEmpty else { return lines.append("The ledger is being asked.") }
        guard tree.hasSums else { return lines.append("Nothing was read that sums could be made of.") }
        guard isForward else {
            lines.append("\(context.coin(tree.setOut)) arrived, \(context.coin(tree.joined)) went to others and \(context.coin(tree.fees)) are fees. \(context.coin(tree.ends)) is what it came from.")
            return balance(tree)
        }
        lines.append("\(context.coin(tree.setOut)) set out and \(context.coin(tree.joined)) joined. \(context.coin(tree.ends)) ended and \(context.coin(tree.fees)) are fees.")
        balance(tree)
    }

    private mutating func balance(_ tree: PathTree) {
        switch tree.reconciles {
        case true?: lines.append("Both sides are equal.")
        case false?: lines.append("Warning: the sides differ.")
        case nil: lines.append("Not all is known: the sums are what is seen.")
        }
    }

    private mutating func leaves(_ party: GraphNode, _ row: PathTree.Row, _ what: String, _ style: GraphStyle) {
        let end = row.end.map { PathTreeDrawing.words($0, style).0 } ?? ""
        let amount = party.value.map(context.coin) ?? "not known"
        let words = "\(what) \(amount)" + (end.isEmpty ? "" : ", \(end.hasPrefix("~") ? "Inferred: \(end.dropFirst())" : end)")
        switch party.id.item {
        case .address(let address):
            let subject = CaseSubject.address(address.text(on: context.chain))
            number(subject, "\(words): \(named(subject)).\(marks(subject))")
        case .group: lines.append("     \(words): \(party.group.map { GraphLabel.group($0, style, cells: 60) } ?? "a group").")
        default: lines.append("     \(words).")
        }
    }
}
