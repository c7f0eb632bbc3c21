/// The steps that reading a whole transaction and reading only its facts share: the same limits, errors and id.
struct TransactionWalk {
    /// Stands where a transaction without witnesses has its count of inputs (BIP 144).
    static let marker: UInt8 = 0
    static let flag: UInt8 = 1
    /// An input: 36 bytes of outpoint, an empty script, the sequence. An output: the value, an empty script.
    private static let leastInput = 41
    private static let leastOutput = 9

    let version: Int32
    let hasWitness: Bool
    let inputCount: Int

    /// Where the transaction, the count of its inputs and its witnesses begin in the reader.
    private let start: Int
    private let body: Int
    private var witness = 0
    private var total: UInt64 = 0

    /// Reads up to the first input.
    init(_ reader: inout ByteReader) throws(ParseError) {
        start = reader.position
        version = try reader.i32()
        if reader.peek() == Self.marker, let flag = reader.peek(1), flag != 0 {
            guard flag == Self.flag else { throw ParseError(.witnessFlag(flag), at: reader.offset + 1) }
            try reader.skip(2)
            hasWitness = true
        } else {
            hasWitness = false
        }
        body = reader.position
        let offset = reader.offset
        inputCount = try reader.count(ofAtLeast: Self.leastInput)
        guard inputCount > 0 else { throw ParseError(.noInputs, at: offset) }
    }

    /// Reads the count of the outputs.
    mutating func beginOutputs(_ reader: inout ByteReader) throws(ParseError) -> Int {
        let offset = reader.offset
        let count = try reader.count(ofAtLeast: Self.leastOutput)
        guard count > 0 else { throw ParseError(.noOutputs, at: offset) }
        return count
    }

    /// Reads an output's value. The sum cannot overflow: each summand is checked before it is added.
    mutating func value(_ reader: inout ByteReader) throws(ParseError) -> UInt64 {
        let offset = reader.offset
        let value = try reader.u64()
        guard value <= Transaction.greatestValue else { throw ParseError(.value(value), at: offset) }
        total += value
        guard total <= Transaction.greatestValue else { throw ParseError(.value(total), at: offset) }
        return value
    }

    /// To be called behind the last output.
    mutating func endOutputs(_ reader: borrowing ByteReader) { witness = reader.position }

    /// Passes over the witnesses.
    func skipWitnesses(_ reader: inout ByteReader) throws(ParseError) {
        guard hasWitness else { return }
        var isEmpty = true
        for _ in 0..<inputCount {
            let items = try reader.count(ofAtLeast: 1)
            if items > 0 { isEmpty = false }
            for _ in 0..<items { _ = try reader.variableSlice() }
        }
        guard !isEmpty else { throw ParseError(.emptyWitness, at: reader.offset) }
    }

    /// The id, once the reader stands behind the lock time: the double hash of everything but marker, flag, witnesses.
    func txid(_ reader: borrowing ByteReader) -> TxID {
        let whole = reader.consumed(from: start)
        guard hasWitness else { return SHA256d.hash(whole) }
        return SHA256d.hash(
            UnsafeRawBufferPointer(rebasing: whole[..<4]),
            UnsafeRawBufferPointer(rebasing: whole[(body - start)..<(witness - start)]),
            UnsafeRawBufferPointer(rebasing: whole[(whole.count - 4)...]))
    }
}
