import Ledger

/// The transactions that a trace has read, each once, with their inputs and outputs side by side.
///
/// A transaction has a *place* here, an output a *slot* and an input a *seat*: plain numbers, so that what is known of
/// each stands in arrays.
struct TraceRows: Sendable {
    private var places: [TxRef: Int] = [:]
    /// Asked between the parts of what is read.
    let control: TraceControl

    init(_ control: TraceControl) { self.control = control }

    private(set) var rows: [TxRow] = []
    private(set) var inputs: [InputRow] = []
    private(set) var outputs: [OutputRow] = []
    private var inputEnds: [Int] = []
    private var outputEnds: [Int] = []
    private var inputBatch = Batch<InputRow>()
    private var outputBatch = Batch<OutputRow>()
    /// The place of the transaction of each slot.
    private(set) var placeOfSlot: [Int] = []
    /// What the inputs are worth more than the outputs; nil where that cannot be said: for coinbases, where an input's
    /// value is not known, and where the outputs are worth more.
    private(set) var fees: [UInt64?] = []

    /// Reads those of `refs` that are not here yet, with one question of each kind, or a few for many.
    mutating func load(_ refs: [TxRef], from ledger: some UTXOReader) async throws(LedgerError) {
        var wanted: [TxRef] = []
        for ref in refs where ref != .none && places[ref] == nil {
            places[ref] = rows.count + wanted.count
            wanted.append(ref)
        }
        if wanted.isEmpty { return }
        for part in wanted.parts {
            try control.checkReading()
            let part = Array(part)
            rows += try await ledger.transactions(of: part)
            try await ledger.inputs(of: part, into: &inputBatch)
            try await ledger.outputs(of: part, into: &outputBatch)
            for k in part.indices {
                let place = inputEnds.count
                inputs += inputBatch[key: k]
                outputs += outputBatch[key: k]
                inputEnds.append(inputs.count)
                outputEnds.append(outputs.count)
                placeOfSlot.append(contentsOf: repeatElement(place, count: outputs.count - placeOfSlot.count))
                fees.append(fee(of: place))
            }
        }
    }

    var count: Int { rows.count }

    func place(of ref: TxRef) -> Int? { places[ref] }

    /// The seats of the inputs of a transaction.
    func seats(_ place: Int) -> Range<Int> { (place == 0 ? 0 : inputEnds[place - 1])..<inputEnds[place] }

    /// The slots of the outputs of a transaction.
    func slots(_ place: Int) -> Range<Int> { (place == 0 ? 0 : outputEnds[place - 1])..<outputEnds[place] }

    /// The slot of an output; nil where its transaction was not read, or has no such output.
    func slot(of output: OutputRef) -> Int? {
        guard let place = places[output.tx] else { return nil }
        let slots = slots(place)
        return Int(output.index) < slots.count ? slots.lowerBound + Int(output.index) : nil
    }

    func output(at slot: Int) -> OutputRef {
        let place = placeOfSlot[slot]
        return OutputRef(tx: rows[place].at, index: UInt32(slot - slots(place).lowerBound))
    }

    /// The place of the transaction of a seat.
    func placeOfSeat(_ seat: Int) -> Int {
        var (low, high) = (0, inputEnds.count)
        while low < high {
            let middle = (low + high) / 2
            if inputEnds[middle] <= seat { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func fee(of place: Int) -> UInt64? {
        let mine = inputs[seats(place)]
        guard !rows[place].isCoinbase, mine.allSatisfy({ $0.known != .unknown }) else { return nil }
        return try? TaintFlow.fee(inputs: mine.map(\.value), outputs: outputs[slots(place)].map(\.value))
    }
}
