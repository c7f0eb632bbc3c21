import Ledger

extension MemoryLedger {
    public func find(_ txids: [TxID]) throws(LedgerError) -> [[TxRef]] { txids.map { carriers[$0] ?? [] } }

    public func find(_ addresses: [Address]) throws(LedgerError) -> [AddressRef?] { addresses.map { handles[$0] } }

    public func addresses(fitting pattern: AddressPattern, from place: UInt64) -> SearchedPart<Address> {
        SearchedPart(found: known.filter(pattern.fits), next: 1, end: 1)
    }

    public func txids(fitting pattern: TxIDPattern, from place: UInt64) -> SearchedPart<TxID> {
        SearchedPart(found: carriers.keys.filter(pattern.fits), next: 1, end: 1)
    }

    public func addresses(of refs: [AddressRef]) throws(LedgerError) -> [Address] {
        try each(refs) { ref throws(LedgerError) in
            _ = try places(of: ref)
            return known[Int(ref.raw)]
        }
    }

    public func counts(of refs: [AddressRef]) throws(LedgerError) -> [UInt64] {
        try each(refs) { ref throws(LedgerError) in UInt64(try places(of: ref).count) }
    }

    public func transactions(of refs: [TxRef]) throws(LedgerError) -> [TxRow] {
        try each(refs) { ref throws(LedgerError) in
            let entry = try entry(ref)
            return TxRow(
                at: ref, txid: entry.rows.txid, time: entry.time, inputCount: UInt32(entry.rows.inputs.count),
                outputCount: UInt32(entry.rows.outputs.count), isCoinbase: entry.rows.isCoinbase)
        }
    }

    public func transactions(in heights: ClosedRange<UInt32>, limit: Int) throws(LedgerError) -> [TxRow] {
        try transactions(of: Array(order.filter { heights.contains($0.height) }.prefix(max(0, limit))))
    }

    public func inputs(of refs: [TxRef], into batch: inout Batch<InputRow>) throws(LedgerError) {
        batch.removeAll()
        for ref in refs {
            batch.rows += try entry(ref).inputs
            batch.endKey()
        }
    }

    public func outpoints(of refs: [TxRef], into batch: inout Batch<Outpoint>) throws(LedgerError) {
        batch.removeAll()
        for ref in refs {
            batch.rows += try entry(ref).rows.inputs.map(\.previous)
            batch.endKey()
        }
    }

    public func outputs(of refs: [TxRef], into batch: inout Batch<OutputRow>) throws(LedgerError) {
        batch.removeAll()
        for ref in refs {
            let entry = try entry(ref)
            for (n, output) in entry.rows.outputs.enumerated() {
                let at = OutputRef(tx: ref, index: UInt32(n))
                batch.rows.append(
                    OutputRow(
                        value: output.value, owner: entry.owners[n], spender: spends[at]?.tx ?? .none,
                        spenderInput: spends[at]?.input ?? 0, fate: try fate(of: at)))
            }
            batch.endKey()
        }
    }

    public func scripts(of refs: [OutputRef]) throws(LedgerError) -> [[UInt8]] {
        try each(refs) { ref throws(LedgerError) in
            let outputs = try entry(ref.tx).rows.outputs
            guard Int(ref.index) < outputs.count else { throw LedgerError("No output \(ref).") }
            return outputs[Int(ref.index)].script
        }
    }

    public func history(
        of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<OutputRef>
    ) throws(LedgerError) {
        batch.removeAll()
        for ref in refs {
            var taken: [OutputRef] = []
            for at in try places(of: ref) where page.after.map({ at > $0 }) ?? true {
                let owners = try entry(at).owners
                let here = owners.indices.filter { owners[$0] == ref }.map { OutputRef(tx: at, index: UInt32($0)) }
                if page.limit < 1 || (!taken.isEmpty && !here.isEmpty && taken.count + here.count > page.limit) {
                    break
                }
                taken += here
            }
            batch.rows += taken
            batch.endKey()
        }
    }

    public func appearances(
        of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<TxRef>
    ) throws(LedgerError) {
        batch.removeAll()
        for ref in refs {
            let rest = try places(of: ref).filter { at in page.after.map { at > $0 } ?? true }
            batch.rows += rest.prefix(max(0, page.limit))
            batch.endKey()
        }
    }

    public func summaries(of refs: [AddressRef]) throws(LedgerError) -> [AddressSummary] {
        let isEverythingKnown = entries.values.allSatisfy { $0.inputs.allSatisfy { $0.known != .unknown } }
        return try each(refs) { ref throws(LedgerError) in
            var summary = AddressSummary()
            let places = try places(of: ref)
            for at in places {
                let entry = try entry(at)
                for input in entry.inputs where input.owner == ref { summary.sent += input.value }
                for (n, output) in entry.rows.outputs.enumerated() where entry.owners[n] == ref {
                    summary.received += output.value
                    summary.outputs += 1
                    if spends[OutputRef(tx: at, index: UInt32(n))] == nil { summary.unspentOutputs += 1 }
                }
            }
            summary.transactions = UInt64(places.count)
            summary.first = places.first ?? .none
            summary.last = places.last ?? .none
            summary.complete = info.coverage.isComplete && isEverythingKnown
            return summary
        }
    }

    public func totals() throws(LedgerError) -> LedgerTotals {
        var totals = LedgerTotals()
        totals.blocks = UInt64(blocks.count)
        totals.transactions = UInt64(order.count)
        totals.addresses = UInt64(known.count)
        for at in order {
            let entry = try entry(at)
            totals.inputs += UInt64(entry.inputs.count)
            totals.outputs += UInt64(entry.rows.outputs.count)
            totals.unresolvedInputs += UInt64(entry.inputs.count { $0.known == .unknown })
            for (n, output) in entry.rows.outputs.enumerated() {
                let fate = try fate(of: OutputRef(tx: at, index: UInt32(n)))
                if fate == .spent { continue }
                totals.unspentOutputs += 1
                totals.unspentValue += output.value
                if fate == .unspendable { totals.unspendableOutputs += 1 }
            }
        }
        return totals
    }

    private func each<Key, Value>(
        _ keys: [Key], _ value: (Key) throws(LedgerError) -> Value
    ) throws(LedgerError) -> [Value] {
        var values: [Value] = []
        for key in keys { values.append(try value(key)) }
        return values
    }
}
