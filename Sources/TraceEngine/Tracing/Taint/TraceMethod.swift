/// How taint passes through a transaction (DESIGN section 4). Each has a version: a change of its rule is a new one.
public enum TraceMethod: String, CaseIterable, Hashable, Sendable {
    /// Any taint taints every output whole. Shows what may be reached; conserves nothing.
    case poison
    /// Every output and the fee get their share of the tainted value, by the largest remainder.
    case haircut
    /// First in, first out: units keep their order.
    case fifo
    /// Last in, first out: outputs cut from the back of the inputs.
    case lifo
    /// Taint in, highest out: taint fills the greatest outputs first, the fee last.
    case tiho
    /// Lowest intermediate balance: clean value leaves a balance first. Balances exist on account chains only.
    case libr

    /// The version of the rule, shown beside the name and kept with findings.
    public var version: Int { 1 }

    /// The methods of a chain whose value rests in outputs.
    public static let forOutputs: [TraceMethod] = [.poison, .haircut, .fifo, .lifo, .tiho]

    /// The methods of a chain whose value rests in balances.
    public static let forBalances: [TraceMethod] = [.poison, .haircut, .fifo, .lifo, .libr]

    /// True when what arrives at the stops and the fees sum to what set out.
    public var conserves: Bool { self != .poison }

    /// True when value can be traced back to where it came from.
    public var hasInverse: Bool { self != .tiho && self != .libr }

    /// True when a position keeps its taint as ordered runs, clean value among them.
    public var isOrdered: Bool { self == .fifo || self == .lifo }
}
