import Ledger

/// A search of the whole ledger for what was typed shortened into the find sheet.
public struct LedgerSearching: Hashable, Sendable {
    /// Tells its answer from those of earlier ones.
    let number: Int
    public let shortened: ShortenedID
    /// Places looked at, of how many.
    public internal(set) var done: UInt64 = 0
    public internal(set) var of: UInt64 = 0
    public internal(set) var result: LedgerSearch?
    /// Why there is no answer.
    public internal(set) var failure: String?

    /// Candidates asked for.
    public static let limit = 100

    public var isRunning: Bool { result == nil && failure == nil }
}

extension WorkbenchState {
    /// The search whose words are typed just now.
    public func ledgerSearch(for text: String) -> LedgerSearching? {
        guard let search = ledgerSearching, search.shortened == ShortenedID(text.trimmingEdges) else { return nil }
        return search
    }

    /// What the ledger can be looked through for: an identifier without its middle or end, not looked for yet.
    func searchable(_ text: String) -> ShortenedID? {
        guard let info = ledgerInfo, ledgerSearch(for: text)?.failure == nil, ledgerSearch(for: text)?.result == nil,
            let shortened = ShortenedID(text), text.utf8.count > ShortenedID.fewest,
            LedgerSearch.mayFind(shortened, on: info.chain)
        else { return nil }
        return shortened
    }

    /// Looks through the ledger; a search that is under way is stopped for it.
    mutating func searchLedger(_ shortened: ShortenedID) -> [Effect] {
        let stopped = stopLedgerSearch()
        questionsAsked += 1
        ledgerSearching = LedgerSearching(number: questionsAsked, shortened: shortened)
        return stopped + [.searchLedger(questionsAsked, shortened)]
    }

    /// Has a search that is under way stop; what it found by then will be shown.
    mutating func stopLedgerSearch() -> [Effect] {
        guard let search = ledgerSearching, search.isRunning else { return [] }
        return [.cancel(search.number)]
    }

    /// What the ledger holds for the words typed just now.
    func foundInLedger(_ text: String) -> [FoundPlace] {
        guard let result = ledgerSearch(for: text)?.result else { return [] }
        return result.addresses.map { .subject(.address($0)) } + result.txids.map { .subject(.transaction($0)) }
    }
}
