import Ledger

extension UTXOReader {
    /// Finds patterns in the whole ledger, in ledger order of the transactions that complete them.
    ///
    /// One pass reads the ledger; what follows from one party to the next is then looked for among the payments, which
    /// are kept in memory (about 50 bytes a payment) unless only peel chains and dust are asked for.
    ///
    /// - Parameter progress: told the height that was reached; false stops, and what was found until then is answered.
    public func patterns(
        _ patterns: Set<Pattern>, _ settings: PatternSettings = PatternSettings(),
        progress: (UInt32) -> Bool = { _ in true }
    ) async throws(LedgerError) -> [PatternHit] {
        var payments = Payments()
        var peels = PeelChains(settings)
        var findings: [PatternFinding] = []
        let wantsPayments = !patterns.subtracting([.peelChain, .dust]).isEmpty
        var walk = LedgerWalk(info.coverage)
        var inputs = Batch<InputRow>()
        var outputs = Batch<OutputRow>()
        while let rows = try await walk.next(of: self) {
            let refs = rows.map(\.at)
            try await self.inputs(of: refs, into: &inputs)
            try await self.outputs(of: refs, into: &outputs)
            let hits = wantsPayments ? try await coinJoins(of: refs) : []
            for (k, row) in rows.enumerated() {
                if patterns.contains(.peelChain) { peels.add(row, inputs[key: k], outputs[key: k]) }
                if patterns.contains(.dust) {
                    findings += dusting(row, inputs[key: k], outputs[key: k], settings).map { [$0] } ?? []
                }
                if wantsPayments, hits[k] == nil { payments.add(row, inputs[key: k], outputs[key: k]) }
            }
            if let last = rows.last, !progress(last.at.height) { break }
        }
        peels.finish()
        payments.index()
        findings += peels.findings
        let fans = FanPatterns(payments: payments, settings: settings)
        let ways = WayPatterns(payments: payments, settings: settings)
        for pattern in Pattern.allCases where patterns.contains(pattern) {
            switch pattern {
            case .peelChain, .dust: break
            case .fanIn, .fanOut: findings += fans.fans(pattern)
            case .gatherScatter: findings += fans.gatherScatter()
            case .scatterGather: findings += ways.scatterGather()
            case .cycle, .roundTrip: findings += ways.returns(pattern)
            }
        }
        return try await named(findings, settings)
    }

    private func dusting(
        _ row: TxRow, _ inputs: ArraySlice<InputRow>, _ outputs: ArraySlice<OutputRow>, _ settings: PatternSettings
    ) -> PatternFinding? {
        let limit = settings[.dust, "value"]
        guard outputs.count >= settings.count(.dust, "outputs"), !row.isCoinbase else { return nil }
        var owners: Set<AddressRef> = []
        var count = 0
        var value: UInt64 = 0
        for output in outputs where output.value > 0 && output.value <= limit && output.owner != .none {
            owners.insert(output.owner)
            count += 1
            value &+= output.value
        }
        guard owners.count >= settings.count(.dust, "outputs") else { return nil }
        return PatternFinding(
            pattern: .dust, anchor: row.at,
            measures: ["outputs": .count(count), "addresses": .count(owners.count), "value": .value(value)])
    }
}
