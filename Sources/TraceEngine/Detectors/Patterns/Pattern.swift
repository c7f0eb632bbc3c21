/// A pattern of many transactions that a pass over a whole ledger finds.
///
/// The shapes are those that IBM/AMLSim generates (transaction_graph_generator.py: fan_in, fan_out, cycle, scatter_gather,
/// gather_scatter), the peel chain is that of Copexit/am-i-exposed at 5cc642b (peel-chain-trace.ts) and of BlockSci. No
/// author published thresholds with an error: all are parameters, and a hit is a reason to look, never a conclusion.
public enum Pattern: String, Hashable, Sendable, CaseIterable {
    case peelChain = "peel-chain"
    case fanIn = "fan-in"
    case fanOut = "fan-out"
    case scatterGather = "scatter-gather"
    case gatherScatter = "gather-scatter"
    case cycle
    case dust
    case roundTrip = "round-trip"

    public static let version = 1

    /// The rule, with the names of its thresholds in braces.
    var template: String {
        switch self {
        case .peelChain:
            "At least {hops} transactions in a row, each with at most {inputs} inputs and exactly two outputs of a value, the "
                + "smaller at most {share} % of the larger, each spending the larger output of the one before."
        case .fanIn: "An address that at least {payers} different parties pay within {days} days."
        case .fanOut: "A party that pays at least {payees} different addresses within {days} days."
        case .scatterGather:
            "A party that pays at least {middlemen} addresses, each of which pays one and the same address within {days} days."
        case .gatherScatter:
            "An address that at least {payers} parties pay within {days} days, and that then pays at least {payees} addresses "
                + "within {days} days."
        case .cycle:
            "Payments that come back to the party they set out from over {least} to {most} parties within {days} days, in "
                + "order of time, each at most {margin} % less than the one before and never more."
        case .dust: "A transaction with outputs of at most {value} base units to at least {outputs} different addresses."
        case .roundTrip:
            "A payment that the payee gives back to the payer within {days} days, at least {share} % of it and not more."
        }
    }

    /// The thresholds and their defaults.
    public var defaults: [String: UInt64] {
        switch self {
        case .peelChain: ["hops": 4, "inputs": 1, "share": 50]
        case .fanIn: ["payers": 20, "days": 30]
        case .fanOut: ["payees": 20, "days": 30]
        case .scatterGather: ["middlemen": 5, "days": 30, "hub": 1000]
        case .gatherScatter: ["payers": 5, "payees": 5, "days": 30, "hub": 1000]
        case .cycle: ["least": 3, "most": 6, "days": 30, "margin": 10, "hub": 1000]
        case .dust: ["value": 546, "outputs": 10]
        case .roundTrip: ["share": 90, "days": 7, "hub": 1000]
        }
    }

    /// What is known to go wrong.
    public var limits: [String] {
        switch self {
        case .peelChain: ["Any wallet that pays again and again from one coin meets it."]
        case .fanIn, .fanOut, .gatherScatter: ["Shops, pools, employers and exchanges meet it."]
        case .scatterGather:
            ["Customers of one exchange who pay the same shop meet it; addresses in more than {hub} payments are skipped."]
        case .cycle, .roundTrip:
            ["Change to a new address hides the way back; addresses in more than {hub} payments are skipped."]
        case .dust: ["Tokens rest on outputs of this size: such transactions meet it."]
        }
    }
}

/// The thresholds of a search.
public struct PatternSettings: Hashable, Sendable {
    private var changed: [String: UInt64] = [:]

    /// The defaults.
    public init() {}

    /// Sets `peel-chain.hops=5`; false when there is no such threshold or the value is no whole number.
    public mutating func set(_ text: String) -> Bool {
        let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard halves.count == 2, let value = UInt64(halves[1]) else { return false }
        let names = halves[0].split(separator: ".", maxSplits: 1).map(String.init)
        guard names.count == 2, let pattern = Pattern(rawValue: names[0]), pattern.defaults[names[1]] != nil else {
            return false
        }
        changed[halves[0]] = value
        return true
    }

    public subscript(_ pattern: Pattern, _ name: String) -> UInt64 {
        changed["\(pattern.rawValue).\(name)"] ?? pattern.defaults[name] ?? 0
    }

    /// The same as a number of things, at most what can be counted.
    func count(_ pattern: Pattern, _ name: String) -> Int { Int(clamping: self[pattern, name]) }

    /// Seconds of the pattern's `days`.
    func window(_ pattern: Pattern) -> Int64 { Int64(clamping: min(self[pattern, "days"], 100_000)) * 86_400 }

    /// The rule with its thresholds.
    public func text(of pattern: Pattern) -> String {
        pattern.defaults.keys.reduce(pattern.template) { $0.replacing("{\($1)}", with: String(self[pattern, $1])) }
    }
}
