import Ledger

extension UTXOReader {
    /// What the detectors say of each transaction, in the order given; nil for what none of them recognises.
    ///
    /// In answers of some thousand transactions the detectors cost little: scripts are read only for transactions that
    /// counts and values do not rule out.
    ///
    /// - Parameter without: detectors that are not asked, by name.
    public func detectorHits(
        of refs: [TxRef], without: Set<String> = []
    ) async throws(LedgerError) -> [DetectorHit?] {
        var inputs = Batch<InputRow>()
        var outputs = Batch<OutputRow>()
        let rows = try await transactions(of: refs)
        try await self.outputs(of: refs, into: &outputs)
        var scratch: [UInt64] = []
        let candidates = refs.indices.filter { Detectors.mayHit(rows[$0], outputs[key: $0], &scratch) }
        try await self.inputs(of: candidates.map { refs[$0] }, into: &inputs)
        var hits = [DetectorHit?](repeating: nil, count: refs.count)
        let shapes = try await shapes(
            candidates.map { rows[$0] }, candidates.indices.map { inputs[key: $0] }, candidates.map { outputs[key: $0] })
        for (k, shape) in zip(candidates, shapes) { hits[k] = Detectors.hit(of: shape, without: without) }
        return hits
    }

    /// Whether each transaction is a CoinJoin, in the order given.
    public func coinJoins(
        of refs: [TxRef], without: Set<String> = []
    ) async throws(LedgerError) -> [DetectorHit?] {
        try await detectorHits(of: refs, without: without).map { $0.flatMap { $0.isCoinJoin ? $0 : nil } }
    }

    /// The shapes of transactions whose rows are at hand.
    func shapes(
        _ rows: [TxRow], _ inputs: [ArraySlice<InputRow>], _ outputs: [ArraySlice<OutputRow>]
    ) async throws(LedgerError) -> [TransactionShape] {
        let owners = inputs.flatMap { $0.map(\.owner) } + outputs.flatMap { $0.map(\.owner) }
        let names = try await names(of: owners)
        // What has no address is read from its own script: data, bare multisig, non-standard.
        var nameless: [OutputRef] = []
        for (row, some) in zip(rows, outputs) {
            for (n, output) in some.enumerated() where output.owner == .none {
                nameless.append(OutputRef(tx: row.at, index: UInt32(n)))
            }
        }
        for some in inputs {
            for input in some where input.owner == .none && input.known == .resolved { nameless.append(input.previous) }
        }
        let scripts = Dictionary(
            zip(nameless, try await self.scripts(of: nameless)), uniquingKeysWith: { first, _ in first })
        let hasHeights = info.chain == .bitcoin && info.coverage.heightsKnown
        return rows.indices.map { k in
            TransactionShape(
                isCoinbase: rows[k].isCoinbase, height: hasHeights ? rows[k].at.height : nil,
                inputs: inputs[k].map { input in
                    guard input.known != .unknown else { return TransactionShape.Input(value: nil, script: nil) }
                    return TransactionShape.Input(
                        value: input.value, script: names[input.owner]?.script ?? scripts[input.previous])
                },
                outputs: outputs[k].enumerated().map { n, output in
                    TransactionShape.Output(
                        value: output.value,
                        script: names[output.owner]?.script
                            ?? scripts[OutputRef(tx: rows[k].at, index: UInt32(n))] ?? [])
                })
        }
    }
}
