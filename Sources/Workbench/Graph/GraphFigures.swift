import Ledger

/// How much of one side of the focus the rows show, in exact sums.
public struct GraphFigures: Hashable, Sendable {
    /// Rows and base units that stand alone, and in folded groups.
    public var singles = 0
    /// Base units of the single rows.
    public var singleValue: UInt64 = 0
    /// Folded groups.
    public var groups = 0
    /// Base units of the groups.
    public var groupValue: UInt64 = 0
    /// Rows of the history that were not read, in base units.
    public var notRead: UInt64 = 0
    /// Members on this side, folded ones counted; the fee and what is not read are none.
    public var members = 0
    /// What all of it should sum to; nil when a part is not known.
    public var whole: UInt64?
    /// True when earlier coins are not covered, so that the whole may be more.
    public var isAtLeast = false

    /// The figures of the inputs or the outputs of the focus.
    public init(of state: GraphState, left: Bool) {
        let scene = state.scene
        for id in scene.columns[left ? -1 : 1] ?? [] {
            guard let node = scene.nodes[id], let value = node.edges.first?.value else { continue }
            switch id.item {
            case .fee: continue
            case .notRead: notRead = value
            case .group:
                groups += 1
                groupValue = [groupValue, value].total()
                members += node.group?.count ?? 0
            default:
                singles += 1
                singleValue = [singleValue, value].total()
                members += 1
            }
            whole = node.whole
        }
        if case .address(let address) = state.focus, let view = state.addresses[address] {
            whole = left ? view.summary.received : view.summary.sent
            isAtLeast = !view.summary.complete
        }
    }

    /// Thousandths of the whole; nil when the whole is not known or nothing.
    public func share(of value: UInt64) -> Int? {
        guard let whole, whole > 0 else { return nil }
        let (high, low) = min(value, whole).multipliedFullWidth(by: 1000)
        return Int(whole.dividingFullWidth((high, low)).quotient)
    }
}
