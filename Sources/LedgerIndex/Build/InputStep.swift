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
        let width = 1 << options.rangeBits
        let output = UnsafeMutablePointer<UInt32>.allocate(capacity: width)
        let previous = UnsafeMutablePointer<UInt32>.allocate(capacity: width)
        let value = UnsafeMutablePointer<UInt64>.allocate(capacity: width)
        let owner = UnsafeMutablePointer<UInt32>.allocate(capacity: width)
        defer {
            output.deallocate()
            previous.deallocate()
            value.deallocate()
            owner.deallocate()
        }
        let scratch = ScratchBuffer()

        for range in 0..<inputs.bucketCount {
            try step(.inputs, range, inputs.bucketCount)
            let start = range << options.rangeBits
            let size = min(width, count - start)
            if size <= 0 { continue }
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
            try writeOthers(range, start, scratch, previous, value, owner)
            try outputColumn.append(UnsafeRawBufferPointer(start: output, count: size * 4))
            try previousColumn.append(UnsafeRawBufferPointer(start: previous, count: size * 4))
            try valueColumn.append(UnsafeRawBufferPointer(start: value, count: size * 8))
            try ownerColumn.append(UnsafeRawBufferPointer(start: owner, count: size * 4))
        }
        for writer in [outputColumn, previousColumn, valueColumn, ownerColumn] { try writer.flush() }
        try copy(externals, to: .externals)
        try copy(outsides, to: .outsides)
    }

    /// Those that spend what is not in this segment.
    private func writeOthers(
        _ range: Int, _ start: Int, _ scratch: ScratchBuffer, _ previous: UnsafeMutablePointer<UInt32>,
        _ value: UnsafeMutablePointer<UInt64>, _ owner: UnsafeMutablePointer<UInt32>
    ) throws(LedgerError) {
        guard let otherInputs else { return }
        let rows = try otherInputs.rows(range, Spilled.OtherInput.self, into: scratch)
        if rows.isEmpty { return }
        for row in rows.sorted(by: { ($0.input, $0.kind) < ($1.input, $1.kind) }) {
            let local = Int(row.input) - start
            switch row.kind {
            case 0:
                owner[local] = row.owner
            case 3:
                previous[local] = Mark.external
                value[local] = row.value
                try externals.append(
                    clew_external(input: row.input, index: row.index, tx: row.tx, output: row.output))
            default:
                value[local] = row.value
                try outsides.append(
                    clew_outside(
                        input: row.input, index: row.index, txid: row.txid, kind: row.kind, length: row.length,
                        script: row.script))
            }
        }
    }
}
