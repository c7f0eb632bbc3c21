import Ledger

extension UTXOReader {
    /// The transactions with everything the ledger says of them, in the order given.
    public func transactionViews(of refs: [TxRef]) async throws(LedgerError) -> [TransactionView] {
        let rows = try await transactions(of: refs)
        var inputs = Batch<InputRow>()
        var outpoints = Batch<Outpoint>()
        var outputs = Batch<OutputRow>()
        try await self.inputs(of: refs, into: &inputs)
        try await self.outpoints(of: refs, into: &outpoints)
        try await self.outputs(of: refs, into: &outputs)

        let places = refs.enumerated().flatMap { k, ref in
            outputs[key: k].indices.map { OutputRef(tx: ref, index: UInt32($0 - outputs[key: k].startIndex)) }
        }
        let scripts = try await scripts(of: places)
        let owners = try await names(of: inputs.rows.map(\.owner) + outputs.rows.map(\.owner))
        let spenders = try await ids(of: outputs.rows.map(\.spender))

        return rows.enumerated().map { k, row in
            TransactionView(
                row: row,
                inputs: zip(inputs[key: k], outpoints[key: k]).map { input, outpoint in
                    TransactionView.Input(
                        previous: outpoint, source: input.previous.tx, owner: owners[input.owner], value: input.value,
                        known: input.known)
                },
                outputs: zip(outputs[key: k], scripts[outputs[key: k].indices]).map { output, script in
                    TransactionView.Output(
                        value: output.value, owner: owners[output.owner], script: script, fate: output.fate,
                        spender: output.spender, spenderID: spenders[output.spender])
                })
        }
    }

    /// The addresses that handles stand for, each asked for once.
    func names(of refs: [AddressRef]) async throws(LedgerError) -> [AddressRef: Address] {
        let some = Array(Set(refs.filter { $0 != .none }))
        return Dictionary(uniqueKeysWithValues: zip(some, try await addresses(of: some)))
    }

    /// The ids of transactions, each asked for once.
    private func ids(of refs: [TxRef]) async throws(LedgerError) -> [TxRef: TxID] {
        let some = Array(Set(refs.filter { $0 != .none }))
        return Dictionary(uniqueKeysWithValues: zip(some, try await transactions(of: some).map(\.txid)))
    }
}
