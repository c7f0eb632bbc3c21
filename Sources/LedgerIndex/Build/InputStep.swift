import CLedgerKernel
import Ledger

/// Fifth step: a range of inputs at a time, writes what each spends.
extension SegmentBuild {
    func writeInputs() throws(LedgerError) {
        guard let inputs else { return }
        let count = Int(header.inputs)
        let outputColumn = writer(.inputPrevious, bytes: count * 4)
        let previousColumn = writer(.inputPreviousTransaction, bytes: count * 4)
        let valueColumn = writer(.inputValue, bytes: count * 8)
        let ownerColumn = writer(.inputOwner, bytes: count * 4)
        let rangeBits = options.rangeBits
        try Ahead.run(count: inputs.bucketCount, (InputRange(rangeBits), InputRange(rangeBits))) {
            number, range throws(LedgerError) in try range.fill(number, of: count, inputs)
        } use: { number, range throws(LedgerError) in
            try step(.inputs, number, inputs.bucketCount)
            if range.size == 0 { return }
            try writeOthers(number, range)
            try outputColumn.append(UnsafeRawBufferPointer(start: range.output, count: range.size * 4))
            try previousColumn.append(UnsafeRawBufferPointer(start: range.previous, count: range.size * 4))
            try valueColumn.append(UnsafeRawBufferPointer(start: range.value, count: range.size * 8))
            try ownerColumn.append(UnsafeRawBufferPointer(start: range.owner, count: range.size * 4))
        }
        for writer in [outputColumn, previousColumn, valueColumn, ownerColumn] { try writer.flush() }
        try copy(externals, to: .externals)
        try copy(outsides, to: .outsides)
    }

    /// Those that spend what is not in this segment.
    private func writeOthers(_ number: Int, _ range: InputRange) throws(LedgerError) {
        guard let otherInputs else { return }
        let scratch = ScratchBuffer()
        let rows = try otherInputs.rows(number, Spilled.OtherInput.self, into: scratch)
        if rows.isEmpty { return }
        for row in rows.sorted(by: { ($0.input, $0.kind) < ($1.input, $1.kind) }) {
            let local = Int(row.input) - range.start
            switch row.kind {
            case 0:
                range.owner[local] = row.owner
            case 3:
                range.previous[local] = Mark.external
                range.value[local] = row.value
                try externals.append(
                    clew_external(input: row.input, index: row.index, tx: row.tx, output: row.output))
            default:
                range.value[local] = row.value
                try outsides.append(
                    clew_outside(
                        input: row.input, index: row.index, txid: row.txid, kind: row.kind, length: row.length,
                        script: row.script))
            }
        }
        withExtendedLifetime(scratch) {}
    }
}

/// The columns of one range of inputs.
private final class InputRange {
    let output, previous, owner: UnsafeMutablePointer<UInt32>
    let value: UnsafeMutablePointer<UInt64>
    private(set) var start = 0
    private(set) var size = 0
    private let bits: Int
    private let scratch = ScratchBuffer()

    init(_ bits: Int) {
        self.bits = bits
        output = .allocate(capacity: 1 << bits)
        previous = .allocate(capacity: 1 << bits)
        owner = .allocate(capacity: 1 << bits)
        value = .allocate(capacity: 1 << bits)
    }

    deinit {
        output.deallocate()
        previous.deallocate()
        owner.deallocate()
        value.deallocate()
    }

    func fill(_ range: Int, of count: Int, _ inputs: SpillFile) throws(LedgerError) {
        start = range << bits
        size = max(0, min(1 << bits, count - start))
        if size == 0 { return }
        output.update(repeating: Mark.none, count: size)
        previous.update(repeating: Mark.none, count: size)
        value.update(repeating: 0, count: size)
        owner.update(repeating: Mark.none, count: size)
        let rows = try inputs.rows(range, Spilled.Input.self, into: scratch)
        var place = 0
        while place < rows.count {
            let row = rows[place]
            let local = Int(row.input) - start
            output[local] = row.output
            previous[local] = row.previous
            value[local] = row.value
            owner[local] = row.owner
            place += 1
        }
    }
}
