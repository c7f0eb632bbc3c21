import Ledger
import TraceEngine

/// The facts that stand below a transaction where there is room: what joined it, what it paid, what it cost.
struct GraphDetails {
    /// Parties named below a transaction before the rest is counted.
    private static let parties = 3

    let node: GraphNode
    let view: TransactionView
    let focus: GraphFocus
    let placed: [GraphItem: GraphNodeID]
    let scene: GraphScene

    var lines: [GraphDetail] { node.column > 0 ? paid + cost + joined : [] }

    /// Outputs by owner, while the next column is not open.
    private var paid: [GraphDetail] {
        guard !node.isExpanded else { return [] }
        let fan = Fan.outputs(view, withFee: false)
        var lines = fan.members.prefix(Self.parties).map { member in
            var what = GraphDetail.What.more(1)
            if case .address(let address) = member.item {
                what = .party(address, fate: member.fate, place: placed[member.item].flatMap { scene.place(of: $0) })
            }
            return GraphDetail(what: what, value: member.value)
        }
        let rest = fan.members.dropFirst(Self.parties)
        if !rest.isEmpty {
            lines.append(GraphDetail(what: .more(rest.count), value: rest.lazy.map(\.value).total()))
        }
        return lines
    }

    private var cost: [GraphDetail] {
        guard !view.row.isCoinbase, let fee = view.fee, fee > 0 else { return [] }
        return [GraphDetail(what: .fee, value: fee)]
    }

    /// Inputs that no edge of this row carries.
    private var joined: [GraphDetail] {
        guard !view.row.isCoinbase else { return [] }
        var known = 0
        var value: UInt64 = 0
        var unknown = 0
        let carried = Set(node.coins.map(\.outpoint))
        for input in view.inputs {
            if input.known == .unknown {
                unknown += 1
            } else if !carried.contains(input.previous), !comesFromFocus(input) {
                known += 1
                value = [value, input.value].total()
            }
        }
        var lines: [GraphDetail] = []
        if known > 0 { lines.append(GraphDetail(what: .coInputs(known), value: value)) }
        if unknown > 0 { lines.append(GraphDetail(what: .unknownInputs(unknown), value: nil)) }
        return lines
    }

    private func comesFromFocus(_ input: TransactionView.Input) -> Bool {
        guard case .address(let address) = focus, node.column == 1 else { return false }
        return input.owner == address
    }
}
