import Ledger

/// A transaction that joins addresses, and which.
public struct Join: Hashable, Sendable {
    public var row: TxRow
    /// Two or more, each once: inputs in input order, then change.
    public var members: [AddressRef]
}

extension UTXOReader {
    /// The transactions among `rows` that join addresses by `rule`, in the order given.
    public func joins(_ rows: [TxRow], by rule: ClusterRule) async throws(LedgerError) -> [Join] {
        let wantsChange = !rule.changes.isEmpty
        let several = rows.filter { !$0.isCoinbase && ($0.inputCount >= 2 || wantsChange) }
        var inputs = Batch<InputRow>()
        try await self.inputs(of: several.map(\.at), into: &inputs)
        var joins: [Join] = []
        var places: [Int] = []
        for (k, row) in several.enumerated() {
            let members = Self.members(inputs[key: k], dust: rule.dust)
            guard members.count >= 2 || (wantsChange && !members.isEmpty) else { continue }
            joins.append(Join(row: row, members: members))
            places.append(k)
        }
        return try await withoutCoinJoins(joins, places.map { inputs[key: $0] }, rule)
    }

    /// Leaves out what a detector claims, and adds change.
    private func withoutCoinJoins(
        _ joins: [Join], _ inputs: [ArraySlice<InputRow>], _ rule: ClusterRule
    ) async throws(LedgerError) -> [Join] {
        let wantsChange = !rule.changes.isEmpty
        var outputs = Batch<OutputRow>()
        // No CoinJoin has fewer than three outputs: the most transactions are decided without reading theirs.
        let looked = joins.indices.filter { wantsChange || joins[$0].row.outputCount >= 3 }
        try await self.outputs(of: looked.map { joins[$0].row.at }, into: &outputs)
        var scratch: [UInt64] = []
        let shaped = looked.indices.filter { k in
            if wantsChange { return true }
            let values = outputs[key: k].map(\.value)
            let count = Int(joins[looked[k]].row.inputCount)
            return values.withUnsafeBufferPointer { Detectors.mayMix(inputs: count, outputs: $0, &scratch) }
        }
        let shapes = try await shapes(
            shaped.map { joins[looked[$0]].row }, shaped.map { inputs[looked[$0]] }, shaped.map { outputs[key: $0] })
        var isExcluded = [Bool](repeating: false, count: joins.count)
        var result = joins
        let asksFreshness = rule.changes.contains { $0.parts.contains(where: \.rule.needsFreshness) }
        let fresh = asksFreshness
            ? try await freshness(shaped.map { (joins[looked[$0]].row.at, outputs[key: $0]) })
            : shaped.map { [Bool](repeating: false, count: outputs[key: $0].count) }
        for (n, k) in shaped.enumerated() {
            let place = looked[k]
            if Detectors.coinJoin(shapes[n]) != nil {
                isExcluded[place] = true
            } else if wantsChange {
                let facts = ChangeFacts(
                    shape: shapes[n], inputs: inputs[place], outputs: outputs[key: k], isFresh: fresh[n])
                for change in facts.changes(rule.changes) {
                    let owner = facts.outputs[facts.outputs.startIndex + change].owner
                    if !result[place].members.contains(owner) { result[place].members.append(owner) }
                }
            }
        }
        return result.indices.filter { !isExcluded[$0] && result[$0].members.count >= 2 }.map { result[$0] }
    }

    /// For each transaction and output whether its address appears there for the first time.
    func freshness(
        _ some: [(at: TxRef, outputs: ArraySlice<OutputRow>)]
    ) async throws(LedgerError) -> [[Bool]] {
        let owners = Array(Set(some.flatMap { $0.outputs.map(\.owner) }.filter { $0 != .none }))
        var firsts = Batch<TxRef>()
        try await appearances(of: owners, Cursor(limit: 1), into: &firsts)
        var first: [AddressRef: TxRef] = [:]
        for (k, owner) in owners.enumerated() { first[owner] = firsts[key: k].first }
        return some.map { item in item.outputs.map { $0.owner != .none && first[$0.owner] == item.at } }
    }

    private static func members(_ inputs: ArraySlice<InputRow>, dust: UInt64) -> [AddressRef] {
        if inputs.count < 24 {
            var members: [AddressRef] = []
            for input in inputs where input.known != .unknown && input.owner != .none && input.value > dust {
                if !members.contains(input.owner) { members.append(input.owner) }
            }
            return members
        }
        var seen: Set<AddressRef> = []
        return inputs.filter {
            $0.known != .unknown && $0.owner != .none && $0.value > dust && seen.insert($0.owner).inserted
        }.map(\.owner)
    }
}
