import Ledger

/// One page of what transactions did to an address.
public struct AddressEventPage: Hashable, Sendable {
    /// In ledger order.
    public var events: [AddressView.Event]
    /// Transactions the address is in, over all pages; 0 when the ledger has never seen it.
    public var total: UInt64
    /// True when nothing comes after this page.
    public var isLast: Bool

    public init(events: [AddressView.Event], total: UInt64, isLast: Bool) {
        self.events = events
        self.total = total
        self.isLast = isLast
    }
}

extension UTXOReader {
    /// At most `limit` of an address's transactions, in ledger order, after `place` or from the first on. Reads in
    /// proportion to the page, however many the address has.
    public func addressEvents(
        of address: Address, after place: TxRef?, limit: Int
    ) async throws(LedgerError) -> AddressEventPage {
        guard let owner = try await find([address])[0] else { return AddressEventPage(events: [], total: 0, isLast: true) }
        let total = try await counts(of: [owner])[0]
        var page = Batch<TxRef>()
        try await appearances(of: [owner], Cursor(after: place, limit: limit), into: &page)
        let facts = try await TransactionFacts(of: page.rows, in: self)
        return AddressEventPage(
            events: page.rows.compactMap { facts.event(of: owner, at: $0) }, total: total, isLast: page.rows.count < limit)
    }
}
