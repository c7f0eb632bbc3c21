/// A transaction as its bytes say it. It need not be valid: signatures and sums of inputs are not checked.
public struct Transaction: Hashable, Sendable {
    /// 21 million coins in satoshi: no output, and no transaction's outputs together, may hold more.
    public static let greatestValue: UInt64 = 2_100_000_000_000_000

    public struct Input: Hashable, Sendable {
        /// The output it spends; all zeros and 2³² − 1 in a coinbase.
        public var previous: Outpoint
        /// The unlocking script (scriptSig).
        public var script: [UInt8]
        public var sequence: UInt32
        /// The witness stack (BIP 144); empty where there is none.
        public var witness: [[UInt8]]

        public init(previous: Outpoint, script: [UInt8], sequence: UInt32 = .max, witness: [[UInt8]] = []) {
            self.previous = previous
            self.script = script
            self.sequence = sequence
            self.witness = witness
        }
    }

    public struct Output: Hashable, Sendable {
        /// Satoshi.
        public var value: UInt64
        /// The locking script; `LockingScript` reads it.
        public var script: [UInt8]

        public init(value: UInt64, script: [UInt8]) {
            self.value = value
            self.script = script
        }
    }

    public let version: Int32
    public let inputs: [Input]
    public let outputs: [Output]
    public let lockTime: UInt32
    /// The double SHA-256 of the serialization without witnesses.
    public let txid: TxID

    public init(version: Int32, inputs: [Input], outputs: [Output], lockTime: UInt32) {
        self.version = version
        self.inputs = inputs
        self.outputs = outputs
        self.lockTime = lockTime
        txid = SHA256d.hash(Self.serialized(version, inputs, outputs, lockTime, witness: false))
    }

    /// Reads one transaction, in the form with or without witnesses (BIP 144), and leaves the reader behind it.
    ///
    /// Throws when the bytes end, a count cannot be true, there are no inputs or outputs, or a value is more than
    /// 21 million coins.
    public init(parsing reader: inout ByteReader) throws(ParseError) {
        var walk = try TransactionWalk(&reader)
        var inputs: [Input] = []
        inputs.reserveCapacity(walk.inputCount)
        for _ in 0..<walk.inputCount {
            let previous = Outpoint(txid: try reader.hash(), index: try reader.u32())
            inputs.append(Input(previous: previous, script: try reader.variableBytes(), sequence: try reader.u32()))
        }
        var outputs: [Output] = []
        let outputCount = try walk.beginOutputs(&reader)
        outputs.reserveCapacity(outputCount)
        for _ in 0..<outputCount {
            outputs.append(Output(value: try walk.value(&reader), script: try reader.variableBytes()))
        }
        walk.endOutputs(reader)
        if walk.hasWitness {
            for index in inputs.indices {
                let items = try reader.count(ofAtLeast: 1)
                guard items > 0 else { continue }
                inputs[index].witness.reserveCapacity(items)
                for _ in 0..<items { inputs[index].witness.append(try reader.variableBytes()) }
            }
            guard inputs.contains(where: { !$0.witness.isEmpty }) else {
                throw ParseError(.emptyWitness, at: reader.offset)
            }
        }
        lockTime = try reader.u32()
        version = walk.version
        self.inputs = inputs
        self.outputs = outputs
        txid = walk.txid(reader)
    }

    /// Reads `bytes`, which must hold one transaction and nothing else.
    public init(_ bytes: [UInt8]) throws(ParseError) {
        self = try ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in
            let transaction = try Transaction(parsing: &reader)
            try reader.end()
            return transaction
        }
    }

    public var hasWitness: Bool { inputs.contains { !$0.witness.isEmpty } }

    /// The double SHA-256 of the serialization with witnesses (BIP 141); the txid when there are none.
    public var wtxid: TxID { hasWitness ? SHA256d.hash(serialized()) : txid }

    /// True for a transaction whose only input spends nothing: it creates coins.
    public var isCoinbase: Bool { inputs.count == 1 && inputs[0].previous.isNull }

    /// The bytes of the wire, with witnesses where there are any unless `witness` is false.
    public func serialized(witness: Bool = true) -> [UInt8] {
        Self.serialized(version, inputs, outputs, lockTime, witness: witness && hasWitness)
    }

    private static func serialized(
        _ version: Int32, _ inputs: [Input], _ outputs: [Output], _ lockTime: UInt32, witness: Bool
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: version)
        if witness { bytes += [TransactionWalk.marker, TransactionWalk.flag] }
        bytes.append(compactSize: inputs.count)
        for input in inputs {
            bytes.append(input.previous.txid)
            bytes.append(littleEndian: input.previous.index)
            bytes.append(variable: input.script)
            bytes.append(littleEndian: input.sequence)
        }
        bytes.append(compactSize: outputs.count)
        for output in outputs {
            bytes.append(littleEndian: output.value)
            bytes.append(variable: output.script)
        }
        if witness {
            for input in inputs {
                bytes.append(compactSize: input.witness.count)
                for item in input.witness { bytes.append(variable: item) }
            }
        }
        bytes.append(littleEndian: lockTime)
        return bytes
    }
}

extension Outpoint {
    /// What the input of a coinbase names: nothing.
    public static let null = Outpoint(txid: .zero, index: .max)

    public var isNull: Bool { index == .max && txid == .zero }
}
