import CLedgerKernel
import Ledger

/// Transactions with their inputs and outputs.
extension IndexLedger {
    public func find(_ txids: [TxID]) throws(LedgerError) -> [[TxRef]] {
        try each(txids) { txid throws(LedgerError) in
            var refs: [TxRef] = []
            for transaction in try view.find(txid) { refs.append(try view.reference(of: transaction)) }
            return refs
        }
    }

    public func transactions(of refs: [TxRef]) throws(LedgerError) -> [TxRow] {
        try each(refs) { ref throws(LedgerError) in try row(try number(ref), ref) }
    }

    public func transactions(in heights: ClosedRange<UInt32>, limit: Int) throws(LedgerError) -> [TxRow] {
        var rows: [TxRow] = []
        guard limit > 0 else { return rows }
        for segment in 0..<view.count where view.segments[segment].lastHeight >= heights.lowerBound {
            let part = view.segments[segment]
            if part.firstHeight > heights.upperBound { break }
            var local = try part.lowerBound(TxRef(height: heights.lowerBound, position: 0))
            while local < part.transactionCount, part.firstTransaction + UInt64(local) < view.end {
                let ref = try part.reference(of: local)
                if ref.height > heights.upperBound || rows.count == limit { return rows }
                rows.append(try row(part.firstTransaction + UInt64(local), ref))
                local += 1
            }
        }
        return rows
    }

    private func row(_ transaction: UInt64, _ ref: TxRef) throws(LedgerError) -> TxRow {
        let (segment, local) = try view.segment(ofTransaction: transaction)
        let part = view.segments[segment]
        return TxRow(
            at: ref, txid: try part.txid(local), time: try part.block(of: local).pointee.time,
            inputCount: UInt32(try part.inputs(of: local).count), outputCount: UInt32(try part.outputs(of: local).count),
            isCoinbase: try part.isCoinbase(local))
    }

    public func inputs(of refs: [TxRef], into batch: inout Batch<InputRow>) throws(LedgerError) {
        try fill(&batch, refs) { segment, local, _, rows throws(LedgerError) in
            for place in try view.segments[segment].inputs(of: local) {
                let input = try view.input(segment, place)
                let source = input.previousTransaction == IndexView.none
                    ? .none : try view.reference(of: input.previousTransaction)
                rows.append(
                    InputRow(
                        previous: OutputRef(tx: source, index: input.previousIndex), value: input.value,
                        owner: AddressRef(raw: input.owner), known: input.known))
            }
        }
    }

    public func outpoints(of refs: [TxRef], into batch: inout Batch<Outpoint>) throws(LedgerError) {
        try fill(&batch, refs) { segment, local, _, rows throws(LedgerError) in
            for place in try view.segments[segment].inputs(of: local) {
                rows.append(try view.outpoint(segment, place))
            }
        }
    }

    public func outputs(of refs: [TxRef], into batch: inout Batch<OutputRow>) throws(LedgerError) {
        batch.removeAll()
        let isAnyOverwritten = isAnyOverwritten
        var places: [(segment: Int, local: UInt32)] = []
        var found: [IndexView.Output] = []
        // Some at a time: what all of them need next is asked for before any of it is read.
        for start in stride(from: 0, to: refs.count, by: 32) {
            let some = refs[start..<min(start + 32, refs.count)]
            places.removeAll(keepingCapacity: true)
            for ref in some {
                let place = try view.segment(ofTransaction: try number(ref))
                (view.segments + place.0).pointee.askForSums(of: place.1)
                places.append(place)
            }
            for place in places { try (view.segments + place.segment).pointee.askForOutputs(of: place.local) }
            found.removeAll(keepingCapacity: true)
            for place in places {
                for number in try (view.segments + place.segment).pointee.outputs(of: place.local) {
                    let output = try view.output(place.segment, number)
                    if output.spender != IndexView.none { view.askForBlock(of: output.spender) }
                    found.append(output)
                }
            }
            var next = 0
            for (ref, place) in zip(some, places) {
                let part = view.segments + place.segment
                let isOverwritten = isAnyOverwritten
                    ? try view.overwriter(of: part.pointee.firstTransaction + UInt64(place.local)) != nil : false
                for _ in try part.pointee.outputs(of: place.local) {
                    batch.rows.append(try row(found[next], ref.height, isOverwritten: isOverwritten))
                    next += 1
                }
                batch.endKey()
            }
        }
    }

    @inline(__always)
    private func row(
        _ output: IndexView.Output, _ height: UInt32, isOverwritten: Bool
    ) throws(LedgerError) -> OutputRow {
        let isSpent = output.spender != IndexView.none
        return OutputRow(
            value: output.value, owner: AddressRef(raw: output.owner),
            spender: isSpent ? try view.reference(of: output.spender) : .none,
            spenderInput: isSpent ? output.spenderInput : 0,
            fate: fate(output, height, isOverwritten: isOverwritten))
    }

    var isAnyOverwritten: Bool {
        for segment in 0..<view.count where view.segments[segment].overwrittenCount > 0 { return true }
        return false
    }

    public func scripts(of refs: [OutputRef]) throws(LedgerError) -> [[UInt8]] {
        try each(refs) { ref throws(LedgerError) in
            let (segment, local) = try view.segment(ofTransaction: try number(ref.tx))
            let outputs = try view.segments[segment].outputs(of: local)
            guard ref.index < UInt32(outputs.count) else {
                throw LedgerError(
                    "The ledger \(folder) holds no output \(ref.index) of the transaction at height \(ref.tx.height), "
                        + "position \(ref.tx.position).")
            }
            return try view.segments[segment].script(ofOutput: outputs.lowerBound + ref.index)
        }
    }

    /// Rows of many transactions: `rows` appends those of one, by its segment and its number there.
    @inline(__always)
    private func fill<Row>(
        _ batch: inout Batch<Row>, _ refs: [TxRef],
        _ rows: (Int, UInt32, TxRef, inout [Row]) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        batch.removeAll()
        for ref in refs {
            let (segment, local) = try view.segment(ofTransaction: try number(ref))
            try rows(segment, local, ref, &batch.rows)
            batch.endKey()
        }
    }
}
