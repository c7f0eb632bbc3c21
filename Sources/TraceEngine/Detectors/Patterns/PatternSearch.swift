import Ledger

extension UTXOReader {
    /// Finds patterns in the whole ledger, in ledger order of the transactions that complete them.
    ///
    /// One pass reads the ledger; what follows from one party to the next is then looked for among the payments, which
    /// are kept in memory (about 50 bytes a payment) unless only peel chains and dust are asked for.
    ///
    /// - Parameter progress: told the height that was reached; false stops, and what was found until then is answered:
    ///   what is looked for among the payments only where all were read.
    public func patterns(
        _ patterns: Set<Pattern>, _ settings: PatternSettings = PatternSettings(),
        progress: (UInt32) -> Bool = { _ in true }
    ) async throws(LedgerError) -> [PatternHit] {
        var payments = Payments()
        var peels = PeelChains(settings)
        var findings: [PatternFinding] = []
        let wantsPayments = !patterns.subtracting([.peelChain, .dust]).isEmpty
        var walk = LedgerWalk(info.coverage)
        var last: UInt32 = 0
        var isStopped = false
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
            last = rows.last?.at.height ?? last
            isStopped = !progress(last)
            if isStopped { break }
        }
        peels.finish()
        findings += peels.findings
        if isStopped || !wantsPayments { return try await named(findings, settings) }
        payments.index()
        let goesOn = { progress(last) }
        let fans = FanPatterns(payments: payments, settings: settings)
        let ways = WayPatterns(payments: payments, settings: settings)
        for pattern in Pattern.allCases where patterns.contains(pattern) {
            switch pattern {
            case .peelChain, .dust: break
            case .fanIn, .fanOut: findings += fans.fans(pattern, goesOn)
            case .gatherScatter: findings += fans.gatherScatter(goesOn)
            case .scatterGather: findings += ways.scatterGather(goesOn)
            case .cycle, .roundTrip: findings += ways.returns(pattern, goesOn)
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
