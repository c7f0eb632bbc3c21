import Encoding
import Ledger
import Workbench

/// The words of the graph's title rule.
public enum GraphTitle {
    /// `◆ Collector` or `◆ tx e686eb…14bd`.
    public static func subject(_ state: GraphState, style: GraphStyle) -> String {
        if let tree = state.tree, let node = tree.tree.rows.first?.node {
            let name = switch node.id.item {
            case .address(let address): style.name(address, state.names, cells: 16).text
            default: "tx " + style.name(node.txid, state.names).text
            }
            let arrow = style.glyphs[.rangeArrow]
            return "path tree   " + (tree.direction == .forward ? "\(name) \(arrow)" : "\(arrow) \(name)")
        }
        switch state.focus {
        case .address(let address):
            return "\(style.glyphs[.focus]) \(style.name(address, state.names, cells: 16).text)"
        case .transaction(let tx):
            return "\(style.glyphs[.focus]) tx \(style.name(state.transactions[tx]?.row.txid, state.names).text)"
        }
    }

    /// `bow-tie`, `hop columns ±3`, or `hop columns −1 to +7` when more was opened on one side.
    public static func mode(_ state: GraphState, style: GraphStyle) -> String {
        if state.tree != nil { return "" }
        let first = state.scene.columns.keys.min() ?? 0
        let last = state.scene.columns.keys.max() ?? 0
        let hops = state.hops
        if first >= -hops, last <= hops {
            return hops == 1 ? "bow-tie" : "hop columns \(style.glyphs[.plusMinus])\(hops)"
        }
        return "hop columns \(style.hop(first)) to \(style.hop(last))"
    }

    /// `2024`, or `2009–2011`: rows of one year show month and day, rows of several the year.
    public static func years(_ state: GraphState, style: GraphStyle) -> String {
        guard let times = state.tree.map(\.tree.times) ?? state.scene.times else { return "" }
        let first = UTCTime(seconds: times.lowerBound).year
        let last = UTCTime(seconds: times.upperBound).year
        return first == last ? first : first + style.glyphs[.rangeDash] + last
    }

    /// `7 single 21.5 % + 5 groups 78.5 %`, or `100 % of value shown`: always a share of value, never of rows.
    public static func figure(_ state: GraphState, style: GraphStyle) -> String {
        if let tree = state.tree?.tree, !tree.rows.isEmpty {
            if !tree.missing.isEmpty { return "reading hop \(tree.hops)" }
            return "\(style.count(tree.hops)) hop\(tree.hops == 1 ? "" : "s") \(style.glyphs[.between]) "
                + "\(style.count(tree.endCount)) \(tree.direction == .forward ? "end" : "origin")\(tree.endCount == 1 ? "" : "s")"
        }
        if state.isLoading { return "reading" }
        guard state.isFocusRead else { return "not at hand" }
        if let progress = state.progress { return "loading \(style.count(progress.done))/\(style.count(progress.of))" }
        let sides = [GraphFigures(of: state, left: false), GraphFigures(of: state, left: true)]
        let folded = sides.first { $0.groups > 0 }
        guard let side = folded ?? sides.first(where: { $0.notRead > 0 }) ?? sides.first(where: { $0.members > 0 }) else {
            return "nothing in this ledger"
        }
        let isLeft = side == sides[1]
        guard let shown = side.share(of: side.singleValue &+ side.groupValue) else {
            return "\(style.count(side.members)) shown · value not known".replacing("·", with: style.glyphs[.between])
        }
        guard side.groups > 0 else { return "\(percent(shown)) % of value shown" }
        let single = side.share(of: side.singleValue) ?? 0
        let groups = "\(side.groups) group\(side.groups == 1 ? "" : "s") \(percent(shown - single)) %"
        var unread = ""
        if side.notRead > 0 { unread = " \(style.glyphs[.between]) \(percent(1000 - shown)) % not read" }
        return "\(isLeft ? "in: " : "")\(style.count(side.singles)) single \(percent(single)) % + \(groups)\(unread)"
    }

    private static func percent(_ thousandths: Int) -> String {
        thousandths == 1000 ? "100" : "\(thousandths / 10).\(thousandths % 10)"
    }
}
