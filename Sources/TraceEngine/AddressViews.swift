import Ledger

extension UTXOReader {
    /// The address with its sums and at most `limit` of its transactions, in ledger order from the first on.
    ///
    /// An address of more transactions than that (a hub) is cut: `isComplete` is then false, and the sums are still
    /// those of all. An address the ledger has never seen answers empty, with `isKnown` false.
    public func addressView(of address: Address, limit: Int) async throws(LedgerError) -> AddressView {
        try await addressViews(of: [address], limit: limit)[0]
    }

    /// Several addresses at once, in the order given, with one question of each kind to the ledger for all of them.
    public func addressViews(of addresses: [Address], limit: Int) async throws(LedgerError) -> [AddressView] {
        let found = try await find(addresses)
        let known = found.compactMap(\.self)
        let summaries = try await summaries(of: known)
        var pages = Batch<TxRef>()
        try await appearances(of: known, Cursor(limit: max(0, limit)), into: &pages)
        let facts = try await TransactionFacts(of: pages.rows + summaries.flatMap { [$0.first, $0.last] }, in: self)

        var views: [AddressView] = []
        var k = 0
        for (address, ref) in zip(addresses, found) {
            guard let ref else {
                var nothing = AddressSummary()
                nothing.complete = info.coverage.isComplete
                views.append(
                    AddressView(
                        address: address, summary: nothing, events: [], isComplete: true, isKnown: false,
                        firstTime: nil, lastTime: nil))
                continue
            }
            let summary = summaries[k]
            let page = pages[key: k]
            k += 1
            views.append(
                AddressView(
                    address: address, summary: summary, events: page.compactMap { facts.event(of: ref, at: $0) },
                    isComplete: UInt64(page.count) == summary.transactions, isKnown: true,
                    firstTime: facts.row(summary.first)?.time, lastTime: facts.row(summary.last)?.time))
        }
        return views
    }
}

/// Transactions with their rows, read together.
struct TransactionFacts: Sendable {
    private var place: [TxRef: Int] = [:]
    private var rows: [TxRow] = []
    private var inputs = Batch<InputRow>()
    private var outputs = Batch<OutputRow>()

    /// Reads each of `refs` once; `.none` among them is passed over.
    init(of refs: [TxRef], in ledger: some UTXOReader) async throws(LedgerError) {
        var wanted: [TxRef] = []
        for ref in refs where ref != .none && place[ref] == nil {
            place[ref] = wanted.count
            wanted.append(ref)
        }
        rows = try await ledger.transactions(of: wanted)
        try await ledger.inputs(of: wanted, into: &inputs)
        try await ledger.outputs(of: wanted, into: &outputs)
    }

    func row(_ ref: TxRef) -> TxRow? { place[ref].map { rows[$0] } }
    func inputs(_ ref: TxRef) -> ArraySlice<InputRow> { place[ref].map { inputs[key: $0] } ?? [] }
    func outputs(_ ref: TxRef) -> ArraySlice<OutputRow> { place[ref].map { outputs[key: $0] } ?? [] }

    /// What one transaction did to an address.
    func event(of owner: AddressRef, at ref: TxRef) -> AddressView.Event? {
        guard let row = row(ref) else { return nil }
        var event = AddressView.Event(tx: row, received: 0, sent: 0, unspentOutputs: 0)
        for input in inputs(ref) where input.owner == owner { event.sent &+= input.value }
        for output in outputs(ref) where output.owner == owner {
            event.received &+= output.value
            if output.fate != .spent { event.unspentOutputs += 1 }
        }
        return event
    }
}
