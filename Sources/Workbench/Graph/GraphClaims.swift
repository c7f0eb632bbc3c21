import Ledger
import TraceEngine

/// What a rule concludes of a row: an inference with the rule it rests on and what is known to go wrong.
public struct GraphClaim: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// An output that may be change.
        case change
        /// A transaction that a detector recognises.
        case mix, premix
        /// An address that a clustering puts together with the one asked about.
        case cluster
    }

    public var kind: Kind
    /// The rule by name and version, with what it says: short enough for a line.
    public var text: String
    /// The whole rule.
    public var rule: String
    /// What is known to go wrong.
    public var limit: String

    public init(kind: Kind, text: String, rule: String, limit: String) {
        self.kind = kind
        self.text = text
        self.rule = rule
        self.limit = limit
    }

    /// The mark beside a name, after the sign for inferences.
    public var mark: String {
        switch kind {
        case .change: ""
        case .mix: "mix"
        case .premix: "premix"
        case .cluster: "C"
        }
    }
}

/// The cluster that was asked last, as the graph marks it.
public struct GraphCluster: Hashable, Sendable {
    /// Tells it from one asked before.
    var number: Int
    var title: String
    var members: Set<Address>
}

extension GraphState {
    /// What rules conclude of a row; none for groups.
    public func claims(of node: GraphNode) -> [GraphClaim] {
        switch node.id.item {
        case .transaction(let tx): inferences[tx]?.hit.map { [GraphClaim($0)] } ?? []
        case .address(let address):
            change(of: node).map { [GraphClaim($0)] + together(address) } ?? together(address)
        case .output: change(of: node).map { [GraphClaim($0)] } ?? []
        default: []
        }
    }

    private func together(_ address: Address) -> [GraphClaim] {
        guard let cluster, cluster.members.count > 1, cluster.members.contains(address) else { return [] }
        let rule = ClusterRule()
        return [
            GraphClaim(
                kind: .cluster,
                text: "cluster of \(cluster.title) by \(ClusterRule.name) \(ClusterRule.version), \(cluster.members.count) addresses",
                rule: rule.text,
                limit: "It fails where several owners sign one transaction: CoinJoins that no detector knows, PayJoin, joint channels.")
        ]
    }

    /// The first coin of a row that a rule takes for change.
    private func change(of node: GraphNode) -> ChangeCandidate? {
        guard !inferences.isEmpty else { return nil }
        if node.column < 0 {
            return node.coins.lazy.compactMap { inferences[$0.next]?.change(at: $0.outpoint.index) }.first
        }
        for edge in node.edges {
            guard case .transaction(let tx) = edge.inner.item, let inference = inferences[tx], !inference.changes.isEmpty,
                let txid = transactions[tx]?.row.txid
            else { continue }
            for coin in node.coins where coin.outpoint.txid == txid {
                if let change = inference.change(at: coin.outpoint.index) { return change }
            }
        }
        return nil
    }
}

extension GraphClaim {
    init(_ change: ChangeCandidate) {
        var text = "change by \(ChangeCandidate.rule.rawValue) \(ChangeCandidate.version)"
        if !change.agreeing.isEmpty { text += ", also \(change.agreeing.map(\.rawValue).joined(separator: ", "))" }
        if !change.disagreeing.isEmpty {
            text += ", not \(change.disagreeing.map(\.rawValue).joined(separator: ", "))"
        }
        self.init(
            kind: .change, text: text,
            rule: "Rule \(ChangeCandidate.rule.rawValue) \(ChangeCandidate.version): \(ChangeCandidate.rule.text).",
            limit: ChangeCandidate.limit)
    }

    /// What a detector concluded.
    public init(_ hit: DetectorHit) {
        let detector = Detectors.all.first { $0.name == hit.detector }
        self.init(
            kind: hit.isCoinJoin ? .mix : .premix,
            text: "\(hit.detector) \(hit.version), rule \(hit.rule)",
            rule: [detector.map { "\($0.title)." }, hit.text].compactMap { $0 }.joined(separator: " "), limit: detector?.limits.joined(separator: " ") ?? "")
    }
}

extension WorkbenchState {
    /// Says which rules conclude what of the selected row, and where they fail.
    mutating func explainClaims() -> [Effect] {
        guard let graph, let node = graph.selected else { return [] }
        let claims = graph.claims(of: node).map { "~\($0.text).\n\($0.rule)\n\($0.limit)" }
        if !claims.isEmpty { toast = .news(claims.joined(separator: "\n")) }
        return []
    }

    /// Marks the cluster that was asked last.
    func mark(_ cluster: OpenCluster?, in graph: inout GraphState) {
        guard let cluster, cluster.view != nil else { return }
        guard graph.cluster?.number != cluster.number else { return }
        graph.cluster = GraphCluster(number: cluster.number, title: cluster.title, members: Set(cluster.members))
    }
}
