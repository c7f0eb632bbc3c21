import CLedgerKernel
import Ledger

extension IndexLedger {
    public func totals() throws(LedgerError) -> LedgerTotals {
        var totals = LedgerTotals()
        let isAnyOverwritten = isAnyOverwritten
        for segment in 0..<view.count where view.segments[segment].firstTransaction < view.end {
            let part = view.segments[segment]
            let end = UInt32(min(UInt64(part.transactionCount), view.end - part.firstTransaction))
            totals.transactions += UInt64(end)
            for place in 0..<part.blockCount {
                guard try part.block(place).pointee.height <= info.tip ?? 0 else { break }
                totals.blocks += 1
            }
            let outputs = try part.at(part.transactionOutputs, end)
            let inputs = try part.at(part.transactionInputs, end)
            guard outputs <= part.outputCount, inputs <= part.inputCount else { throw part.damaged("its rows do not add up") }
            totals.outputs += UInt64(outputs)
            totals.inputs += UInt64(inputs)
            for place in 0..<part.outsideCount {
                let row = try part.at(part.outsides, place)
                if row.input >= inputs { break }
                if row.kind != 1 { totals.unresolvedInputs += 1 }
            }
            for address in 0..<part.addressCount where try part.home(address) == part.firstAddress + UInt64(address) {
                if end == part.transactionCount {
                    totals.addresses += 1
                } else {
                    var walk = try AppearanceWalk(part, try part.address(address), bound: end)
                    if try walk.next() != nil { totals.addresses += 1 }
                }
            }
            try addUnspent(segment, end, isAnyOverwritten, to: &totals)
        }
        return totals
    }

    private func addUnspent(
        _ segment: Int, _ end: UInt32, _ isAnyOverwritten: Bool, to totals: inout LedgerTotals
    ) throws(LedgerError) {
        let part = view.segments[segment]
        var transaction: UInt32 = 0
        while transaction < end {
            let range = try part.outputs(of: transaction)
            let isOverwritten = isAnyOverwritten
                ? try view.overwriter(of: part.firstTransaction + UInt64(transaction)) != nil : false
            for output in range {
                let spend = try view.spend(segment, output)
                if spend.transaction != IndexView.none { continue }
                totals.unspentOutputs += 1
                totals.unspentValue = try Self.sum(totals.unspentValue, try part.at(part.outputValue, output))
                if isOverwritten || spend.input & Mark.high != 0 { totals.unspendableOutputs += 1 }
            }
            transaction += 1
        }
    }
}
