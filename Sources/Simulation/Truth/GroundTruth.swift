import Ledger

/// What really happened in a simulated ledger: who owns what, what was planted, what was stolen and where it went.
///
/// Amounts are base units. `reconciles` holds for every generated ledger; a test asks it of the ledger itself.
public struct GroundTruth: Hashable, Sendable {
    /// Someone with addresses.
    public struct Actor: Hashable, Sendable {
        /// As documents call them: `victim 3`, `collector`, `Harrow Exchange`.
        public var name: String
        public var kind: Kind
        /// Those that were paid, in the order of their first payment.
        public var addresses: [String]
    }

    public enum Kind: String, Hashable, Sendable {
        case victim, suspect, service, bystander, imitator
    }

    /// Value that moved in one transaction of the story.
    public struct Movement: Hashable, Sendable {
        public var kind: MovementKind
        /// Names of actors.
        public var from: String
        public var to: String
        public var address: String
        public var output: Outpoint
        /// Base units.
        public var value: UInt64
        public var height: UInt32
        /// Block time, seconds since 1970.
        public var time: UInt32
    }

    public enum MovementKind: String, CaseIterable, Hashable, Sendable {
        /// From a victim to a collector: the loss.
        case payment
        /// From the collector back to a victim.
        case giveBack = "return"
        /// From a victim to the imitator: lost, but not to this fraud.
        case diverted
        /// Within the gang.
        case consolidation, split, carry
        /// The rest that a hop of the peel chain keeps.
        case peelRest = "peel-rest"
        /// Into the account at the exchange.
        case deposit
        /// To a shop, or to someone nothing is known about.
        case spending
    }

    /// A pattern that a detector or a trainee should find.
    public struct Pattern: Hashable, Sendable {
        public var name: String
        public var transactions: [TxID]
    }

    public var seed: SimulationSeed
    public var chain: Chain
    public var tipHash: BlockHash
    public var firstTime: UInt32
    public var lastTime: UInt32
    public var transactions: UInt64
    public var actors: [Actor]
    public var movements: [Movement]
    public var patterns: [Pattern]
    /// Fees of the gang's own transactions, base units.
    public var gangFees: UInt64
    /// Outputs that still hold stolen value when the ledger ends, with their value.
    public var unspent: [Movement]

    /// The sum of the movements of one kind, base units.
    public func sum(_ kind: MovementKind) -> UInt64 {
        movements.filter { $0.kind == kind }.reduce(0) { $0 + $1.value }
    }

    /// What the victims paid to the collectors: each first payment counted once.
    public var loss: UInt64 { sum(.payment) }

    /// What is still unspent in the gang's hands.
    public var unspentValue: UInt64 { unspent.reduce(0) { $0 + $1.value } }

    /// True when returns, deposits, spending, what is unspent and fees together are the loss, to the unit.
    public var reconciles: Bool {
        sum(.giveBack) + sum(.deposit) + sum(.spending) + unspentValue + gangFees == loss
    }

    /// The actor of that name.
    public func actor(_ name: String) -> Actor? { actors.first { $0.name == name } }
}
