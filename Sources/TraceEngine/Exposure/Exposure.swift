import Encoding
import Ledger

/// With whom value stood in connection: the answer to an exposure question. Amounts and ways, never a score.
public struct Exposure: Sendable {
    public let question: ExposureQuestion
    /// The addresses whose value it is.
    public let subjects: [Address]
    /// The trace that it was read off.
    public let trace: TraceAnswer
    /// One each method, in the order asked.
    public let methods: [MethodExposure]

    /// One way from the subjects to an end, both included: at each step the output that brought the most. Empty for coins
    /// that are not in the ledger. Takes time in proportion to the ends of the trace.
    public func way(to end: ExposureEnd, by method: TraceMethod) -> [OutputRef] {
        guard let at = end.stop.place.at, let trace = trace[method] else { return [] }
        return self.trace.branch(to: OutputRef(tx: at, index: end.stop.place.outpoint.index), by: trace).map(\.output)
    }
}

/// The exposure by one method: lines that sum to the value traced, to the unit.
public struct MethodExposure: Sendable {
    public let method: TraceMethod
    /// What was traced: all that the subjects received, what they paid themselves not counted again. Base units.
    public let total: UInt64
    /// Claimed parties first, then inferred ones, then what is attributed to nobody; the greatest first.
    public let lines: [ExposureLine]

    /// What is attributed by tags, to the unit.
    public var claimed: UInt64 { sum { if case .claimed = $0 { true } else { false } } }
    /// What ended at mixers that only a detector recognised.
    public var inferred: UInt64 { sum { if case .inferred = $0 { true } else { false } } }
    /// What the ledger does not know further: with more blocks it may turn out anything.
    public var notCovered: UInt64 { sum { $0 == .unattributed(.coverage) } }
    /// What ended with nobody named, what is not covered among it, fees not.
    public var unattributed: UInt64 { sum { if case .unattributed = $0 { true } else { false } } }

    /// True when the lines sum to the total.
    public var reconciles: Bool { sum { _ in true } == total }

    private func sum(_ counts: (ExposureLine.Party) -> Bool) -> UInt64 {
        // Parts of a total that fits.
        lines.reduce(0) { counts($1.party) ? $0 &+ $1.value : $0 }
    }

    /// `value` as a share of the total in millionths, rounded down; 0 of nothing.
    public func millionths(_ value: UInt64) -> UInt64 {
        total == 0 ? 0 : UInt64(truncatingIfNeeded: UInt128(value) * 1_000_000 / UInt128(total))
    }
}

/// One party, or one reason why there is none, with what of the value stands under it.
public struct ExposureLine: Sendable {
    public enum Party: Hashable, Sendable {
        /// Whom tags name: a claim. `timing` tells a payment to a designated person from one before the designation.
        case claimed(category: String, name: String, timing: ClaimTiming)
        /// A mixer that a detector recognised: an inference.
        case inferred(detector: String, version: Int)
        /// Still with the subjects. Only where value went.
        case kept
        /// Nobody is named, and the branch ended for this reason.
        case unattributed(StopReason)
        /// Paid to miners on the way.
        case fee

        /// Whether it is somebody, by a claim or an inference.
        public var isNamed: Bool {
            switch self {
            case .claimed, .inferred: true
            case .kept, .unattributed, .fee: false
            }
        }
    }

    public let party: Party
    /// Reached in one transaction of the subjects', in base units.
    public internal(set) var direct: UInt64
    /// Reached through other addresses.
    public internal(set) var indirect: UInt64
    /// Where the branches ended, the greatest value first; none for fees.
    public internal(set) var ends: [ExposureEnd]

    public var value: UInt64 { direct &+ indirect }
}

/// One end of a branch.
public struct ExposureEnd: Sendable {
    public let stop: TraceStop
    /// Block time of the payment between the party and its neighbour on the way; nil where it is not known.
    public let payment: UTCTime?
}
