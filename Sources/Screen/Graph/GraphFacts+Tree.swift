import Ledger
import Workbench

/// The rows of a path tree that are neither a transaction nor a party of one.
extension GraphFacts {
    /// What such a row says; nil for rows that the ledger's facts describe.
    func special(_ row: PathTree.Row) -> [FactLine]? {
        let owner = node.id.item.address.map { [FactLine($0.text(on: style.chain), .id)] } ?? []
        switch row.kind {
        case .start, .step, .party: return nil
        case .gap(let range):
            return [
                FactLine("the ledger lacks blocks \(style.count(Int(range.lowerBound))) to \(style.count(Int(range.upperBound)))", .unknown),
                FactLine("what was spent there is not seen"),
            ]
        case .rest:
            let words = isBackward ? "was made outside this ledger" : "was not spent on"
            return owner + [FactLine("\(style.amount(node.value)) \(words)", right: PathTreeDrawing.words(row.end ?? .unspent, style).0)]
        case .more(let count):
            return owner + [
                FactLine("\(style.count(count)) more transactions \(isBackward ? "paid" : "spend") \(style.amount(node.value))"),
                FactLine("those that \(isBackward ? "paid" : "spend") most are shown; 4 lists the transactions of an address", .muted),
            ]
        case .tail:
            if row.end == .loading { return [FactLine("the ledger is being asked for hop \(treeHop(row))", .muted)] }
            let what = row.end == .further ? "the path goes \(isBackward ? "further back" : "on"); + shows it further" : "the path ends here"
            return owner + [FactLine(amountLine), FactLine(what, row.end == .further ? .link : .text)]
        }
    }

    /// Whether the path is followed against the value.
    var isBackward: Bool { state.tree?.direction == .backward }

    /// `3`, or `−3` backward.
    func treeHop(_ row: PathTree.Row) -> String { style.treeHop(row.hop, state.tree?.direction ?? .forward) }

    /// What goes on from a transaction of the path and what joined it; empty outside a path tree.
    var onPath: [String] {
        guard let row = state.tree?.row, row.kind == .step else { return [] }
        if isBackward {
            var facts = [row.goesOn.map { "\(style.amount($0)) goes further back" } ?? "nothing goes further back"]
            if let joined = row.joined, joined > 0 { facts.append("\(style.amount(joined)) to others") }
            return facts
        }
        var facts = [row.goesOn.map { "\(style.amount($0)) goes on" } ?? "nothing goes on"]
        if let joined = row.joined, joined > 0 { facts.append("\(style.amount(joined)) joins") }
        if row.joined == nil { facts.append("what joins is not known") }
        if row.spendsOthers { facts.append("spends other coins of the owner than those that came") }
        return facts
    }
}

extension GraphItem {
    /// The address a row is about; nil for others.
    var address: Address? {
        switch self {
        case .address(let address), .notRead(let address): address
        default: nil
        }
    }
}
