import Ledger

/// What the CoinJoin detectors read of one transaction: plain values, no ledger behind them and no tags.
///
/// Outputs that carry data or nothing are kept apart, so that the equal-output rules never count them.
public struct TransactionShape: Hashable, Sendable {
    /// What is spent. Both are nil where the previous output is not known.
    public struct Input: Hashable, Sendable {
        /// Base units.
        public var value: UInt64?
        /// The locking script of the output that is spent: its owner.
        public var script: [UInt8]?

        public init(value: UInt64?, script: [UInt8]?) {
            self.value = value
            self.script = script
        }
    }

    public struct Output: Hashable, Sendable {
        /// Base units.
        public var value: UInt64
        public var script: [UInt8]

        public init(value: UInt64, script: [UInt8]) {
            self.value = value
            self.script = script
        }
    }

    /// A value and how many of the paying outputs carry it.
    public struct EqualValue: Hashable, Sendable {
        public var value: UInt64
        public var count: Int
    }

    public let isCoinbase: Bool
    /// Height of the block on Bitcoin's main network; nil on others and where heights are not known.
    public let height: UInt32?
    /// In input order.
    public let inputs: [Input]
    /// In output order, all of them.
    public let outputs: [Output]
    /// The outputs that pay somebody: of a value, and not OP_RETURN.
    public let payments: [Output]
    /// Outputs whose script is OP_RETURN.
    public let dataOutputs: Int
    /// Distinct scripts among the inputs that are known.
    public let inputOwners: Int
    /// Inputs of the script that most inputs have.
    public let greatestInputShare: Int
    /// Distinct scripts among `payments`.
    public let outputOwners: Int
    /// The values of `payments`, most frequent first, then greatest first.
    public let values: [EqualValue]

    public init(isCoinbase: Bool = false, height: UInt32? = nil, inputs: [Input], outputs: [Output]) {
        self.height = height
        self.isCoinbase = isCoinbase
        self.inputs = inputs
        self.outputs = outputs
        payments = outputs.filter { $0.value > 0 && $0.script.first != 0x6a }
        dataOutputs = outputs.count { $0.script.first == 0x6a }
        var owners: [[UInt8]: Int] = [:]
        for input in inputs { if let script = input.script { owners[script, default: 0] += 1 } }
        inputOwners = owners.count
        greatestInputShare = owners.values.max() ?? 0
        outputOwners = Set(payments.map(\.script)).count
        var counts: [UInt64: Int] = [:]
        for output in payments { counts[output.value, default: 0] += 1 }
        values = counts.map { EqualValue(value: $0.key, count: $0.value) }
            .sorted { ($0.count, $0.value) > ($1.count, $1.value) }
    }

    /// The value that most payments carry, the greatest of several; nil without payments.
    public var mostFrequent: EqualValue? { values.first }

    /// True when the value and the script of every input are known.
    public var isKnown: Bool { inputs.allSatisfy { $0.value != nil && $0.script != nil } }

    /// Values of the inputs; nil when one is not known.
    public var inputValues: [UInt64]? {
        let known = inputs.compactMap(\.value)
        return known.count == inputs.count ? known : nil
    }

    /// True when every input and every output is of one of the types; false when an input is not known.
    public func isOnly(_ types: Set<ScriptType>, outputsToo: Bool = true) -> Bool {
        inputs.allSatisfy { input in input.script.map { types.contains(LockingScript($0).type) } ?? false }
            && (!outputsToo || outputs.allSatisfy { types.contains(LockingScript($0.script).type) })
    }
}
