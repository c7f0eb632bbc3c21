import Ledger

/// One transaction with everything the ledger says of it, for screens, documents and pictures.
public struct TransactionView: Hashable, Sendable {
    public struct Input: Hashable, Sendable {
        public var previous: Outpoint
        /// The transaction that made the coin; `.none` when it is not in the ledger.
        public var source: TxRef
        public var owner: Address?
        /// Base units; 0 when `known` is `.unknown`.
        public var value: UInt64
        public var known: Known

        public init(previous: Outpoint, source: TxRef, owner: Address?, value: UInt64, known: Known) {
            self.previous = previous
            self.source = source
            self.owner = owner
            self.value = value
            self.known = known
        }
    }

    public struct Output: Hashable, Sendable {
        public var value: UInt64
        public var owner: Address?
        public var script: [UInt8]
        public var fate: Fate
        /// `.none` unless spent.
        public var spender: TxRef
        /// The id of the spender, nil unless spent.
        public var spenderID: TxID?

        public init(
            value: UInt64, owner: Address?, script: [UInt8], fate: Fate, spender: TxRef, spenderID: TxID?
        ) {
            self.value = value
            self.owner = owner
            self.script = script
            self.fate = fate
            self.spender = spender
            self.spenderID = spenderID
        }
    }

    public var row: TxRow
    public var inputs: [Input]
    public var outputs: [Output]

    public init(row: TxRow, inputs: [Input], outputs: [Output]) {
        self.row = row
        self.inputs = inputs
        self.outputs = outputs
    }

    /// Sum of the inputs; nil when one is not known, or for a coinbase.
    public var inputValue: UInt64? {
        guard !row.isCoinbase, inputs.allSatisfy({ $0.known != .unknown }) else { return nil }
        return sum(inputs.map(\.value))
    }

    /// Sum of the outputs; nil when it exceeds 64 bits, which no valid transaction does.
    public var outputValue: UInt64? { sum(outputs.map(\.value)) }

    /// Inputs less outputs; nil for a coinbase and where an input is not known.
    public var fee: UInt64? {
        guard let inputValue, let outputValue, inputValue >= outputValue else { return nil }
        return inputValue - outputValue
    }

    private func sum(_ values: [UInt64]) -> UInt64? {
        var total: UInt64 = 0
        for value in values {
            let (next, overflow) = total.addingReportingOverflow(value)
            if overflow { return nil }
            total = next
        }
        return total
    }
}
