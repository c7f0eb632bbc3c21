import Ledger

/// What a detector says of a transaction that it takes for a mix. An inference, never a fact of the ledger.
public struct MixerClaim: Hashable, Sendable {
    /// `coinjoin.wasabi1`
    public var detector: String
    public var version: Int
    /// The rule that fired, with its measures, as a sentence.
    public var rule: String

    public init(detector: String, version: Int, rule: String) {
        self.detector = detector
        self.version = version
        self.rule = rule
    }
}

/// Recognises transactions in which the connection between inputs and outputs is lost on purpose.
///
/// The same detectors decide for clusters, traces and the screen. They read the ledger only, never tags.
public protocol MixerDetector: Sendable {
    /// For each transaction the claim that ends a trace there; nil where no rule fires. One call a hop.
    func claims(of refs: [TxRef], in ledger: some UTXOReader) async throws(LedgerError) -> [MixerClaim?]
}

/// The CoinJoin detectors, as a trace asks them.
public struct CoinJoinStops: MixerDetector {
    /// Detectors that are not asked.
    public let without: Set<String>

    public init(without: Set<String> = []) { self.without = without }

    public func claims(of refs: [TxRef], in ledger: some UTXOReader) async throws(LedgerError) -> [MixerClaim?] {
        try await ledger.coinJoins(of: refs, without: without).map { hit in
            hit.map { MixerClaim(detector: $0.detector, version: $0.version, rule: $0.text) }
        }
    }
}
