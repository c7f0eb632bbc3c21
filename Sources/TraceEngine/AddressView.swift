import Ledger

/// One address with its sums and a page of its transactions.
public struct AddressView: Hashable, Sendable {
    /// What one transaction did to the address.
    public struct Event: Hashable, Sendable {
        public var tx: TxRow
        /// Outputs of `tx` to the address, in base units.
        public var received: UInt64
        /// Inputs of `tx` from the address, in base units.
        public var sent: UInt64
        /// Outputs to the address that are unspent in this snapshot.
        public var unspentOutputs: UInt32

        public init(tx: TxRow, received: UInt64, sent: UInt64, unspentOutputs: UInt32) {
            self.tx = tx
            self.received = received
            self.sent = sent
            self.unspentOutputs = unspentOutputs
        }
    }

    public var address: Address
    public var summary: AddressSummary
    /// In ledger order; all of them when `isComplete`.
    public var events: [Event]
    /// False when the history was cut at the limit asked for.
    public var isComplete: Bool
    /// False when the ledger has never seen the address.
    public var isKnown: Bool
    /// Block times of the first and last transaction, seconds since 1970; nil when it has none.
    public var firstTime: UInt32?
    public var lastTime: UInt32?

    public init(
        address: Address, summary: AddressSummary, events: [Event], isComplete: Bool, isKnown: Bool,
        firstTime: UInt32?, lastTime: UInt32?
    ) {
        self.address = address
        self.summary = summary
        self.events = events
        self.isComplete = isComplete
        self.isKnown = isKnown
        self.firstTime = firstTime
        self.lastTime = lastTime
    }
}
