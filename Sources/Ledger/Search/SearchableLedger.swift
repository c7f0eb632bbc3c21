/// A ledger that can be looked through for shortened identifiers, a part at a time.
public protocol SearchableLedger: LedgerReader {
    /// The addresses that fit among some tens of thousands from `place` on; places count from 0 and mean nothing else. An
    /// address may be found in two parts.
    func addresses(fitting pattern: AddressPattern, from place: UInt64) async throws(LedgerError) -> SearchedPart<Address>

    /// The ids of transactions that fit, in the same way.
    func txids(fitting pattern: TxIDPattern, from place: UInt64) async throws(LedgerError) -> SearchedPart<TxID>
}

/// What one look through a part of a ledger found.
public struct SearchedPart<Found: Sendable>: Sendable {
    public var found: [Found]
    /// Where the next part begins; `end` after the last.
    public var next: UInt64
    /// How many places there are.
    public var end: UInt64

    public init(found: [Found], next: UInt64, end: UInt64) {
        self.found = found
        self.next = next
        self.end = end
    }
}

/// The whole identifiers that a ledger holds for a shortened one.
public struct LedgerSearch: Hashable, Sendable {
    /// Text on the ledger's chain, in ascending order of their bytes.
    public var addresses: [String] = []
    public var txids: [TxID] = []
    /// Why there may be more; nil when the whole ledger was looked through.
    public var shortfall: Shortfall?

    public init() {}

    public enum Shortfall: Hashable, Sendable {
        /// There are more than were asked for.
        case limit
        case stopped
    }

    /// Whether anything on a chain can fit: a word as people write it hardly ever can.
    public static func mayFind(_ shortened: ShortenedID, on chain: Chain) -> Bool {
        TxIDPattern(shortened) != nil || AddressPattern(shortened, on: chain).mayFitAny
    }

    /// Looks through all of `ledger`: time grows with its size, not with what is found.
    ///
    /// - Parameters:
    ///   - limit: found at most, addresses and transactions together, from 1 up.
    ///   - progress: told how many places of how many are done; false stops the search.
    public static func run(
        _ shortened: ShortenedID, in ledger: some SearchableLedger, limit: Int,
        progress: (_ done: UInt64, _ of: UInt64) -> Bool
    ) async throws(LedgerError) -> LedgerSearch {
        var search = LedgerSearch()
        let chain = ledger.info.chain
        let addresses = AddressPattern(shortened, on: chain)
        var seen = Set<Address>()
        var ids = Set<TxID>()
        var ends: (addresses: UInt64, txids: UInt64) = (0, 0)

        /// Whether to go on.
        func goOn(_ done: UInt64) -> Bool {
            if seen.count + ids.count > limit { search.shortfall = .limit }
            // How many of the other kind there are is not known before its first part.
            if search.shortfall == nil, !progress(done, max(done, ends.addresses + ends.txids)) { search.shortfall = .stopped }
            return search.shortfall == nil
        }

        if let txids = TxIDPattern(shortened) {
            var place: UInt64 = 0
            repeat {
                let part = try await ledger.txids(fitting: txids, from: place)
                ids.formUnion(part.found)
                (place, ends.txids) = (part.next, part.end)
            } while goOn(place) && place < ends.txids
        }
        if search.shortfall == nil {
            var place: UInt64 = 0
            repeat {
                let part = try await ledger.addresses(fitting: addresses, from: place)
                seen.formUnion(part.found)
                (place, ends.addresses) = (part.next, part.end)
            } while goOn(ends.txids + place) && place < ends.addresses
        }
        search.txids = Array(ids.sorted().prefix(limit))
        search.addresses = Array(seen.map { $0.text(on: chain) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .prefix(limit - search.txids.count))
        return search
    }
}
