import Ledger

/// What rules conclude from one transaction, for marks beside the facts. An inference, never a fact of the ledger.
public struct TransactionInference: Hashable, Sendable {
    public var tx: TxRef
    /// What a detector recognises; nil when none does.
    public var hit: DetectorHit?
    /// Outputs that may be change; none where a detector calls it a CoinJoin.
    public var changes: [ChangeCandidate]

    public init(tx: TxRef, hit: DetectorHit? = nil, changes: [ChangeCandidate] = []) {
        self.tx = tx
        self.hit = hit
        self.changes = changes
    }

    /// The candidate at an output; nil when that output is none.
    public func change(at index: UInt32) -> ChangeCandidate? { changes.first { $0.index == index } }
}

/// An output that `rule` takes for change of the sender.
public struct ChangeCandidate: Hashable, Sendable {
    /// The rule that decides; GraphSense's one-time change, the strictest of those that a ledger can answer.
    public static let rule = ChangeRule.oneTime
    public static let version = 1
    /// What is known to go wrong, in a sentence.
    public static let limit =
        "It fails where a payment goes to a new address of the sender's script type in an unround amount, as between two "
        + "wallets of one kind; no error rate was published that holds in general."

    /// The output, from 0.
    public var index: UInt32
    /// Other rules that name the same output.
    public var agreeing: [ChangeRule]
    /// Other rules that name another output of the transaction.
    public var disagreeing: [ChangeRule]

    public init(index: UInt32, agreeing: [ChangeRule] = [], disagreeing: [ChangeRule] = []) {
        self.index = index
        self.agreeing = agreeing
        self.disagreeing = disagreeing
    }
}

extension UTXOReader {
    /// What the detectors and the change rule conclude from each transaction, in the order given.
    ///
    /// Freshness of addresses is read only for transactions of 2 to 10 outputs, which the rule asks for.
    public func inferences(of refs: [TxRef]) async throws(LedgerError) -> [TransactionInference] {
        var answers = refs.map { TransactionInference(tx: $0) }
        let hits = try await detectorHits(of: refs)
        for k in refs.indices { answers[k].hit = hits[k] }

        let rows = try await transactions(of: refs)
        let asked = refs.indices.filter {
            !rows[$0].isCoinbase && (2...10).contains(rows[$0].outputCount) && hits[$0]?.isCoinJoin != true
        }
        guard !asked.isEmpty else { return answers }
        var inputs = Batch<InputRow>()
        var outputs = Batch<OutputRow>()
        try await self.inputs(of: asked.map { refs[$0] }, into: &inputs)
        try await self.outputs(of: asked.map { refs[$0] }, into: &outputs)
        let shapes = try await shapes(
            asked.map { rows[$0] }, asked.indices.map { inputs[key: $0] }, asked.indices.map { outputs[key: $0] })
        let fresh = try await freshness(asked.enumerated().map { (refs[$1], outputs[key: $0]) })
        for (k, place) in asked.enumerated() {
            let facts = ChangeFacts(
                shape: shapes[k], inputs: inputs[key: k], outputs: outputs[key: k], isFresh: fresh[k])
            answers[place].changes = facts.candidates
        }
        return answers
    }
}

extension ChangeFacts {
    /// What the deciding rule names, with what the other rules say.
    fileprivate var candidates: [ChangeCandidate] {
        changes([ChangeChoice(ChangeCandidate.rule)]).map { index in
            var candidate = ChangeCandidate(index: UInt32(index))
            for other in ChangeRule.allCases where other != ChangeCandidate.rule {
                let named = changes([ChangeChoice(other)])
                if named.contains(index) { candidate.agreeing.append(other) } else if !named.isEmpty {
                    candidate.disagreeing.append(other)
                }
            }
            return candidate
        }
    }
}
