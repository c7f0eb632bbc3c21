import Ledger
import Testing

/// What every ledger must find for shortened identifiers: what a look at the text of everything it holds finds.
enum SearchConformance {
    /// - Parameters:
    ///   - addresses: all that the ledger knows.
    ///   - txids: of all its transactions.
    static func check(_ ledger: some LedgerReader, addresses: [Address], txids: [TxID]) async throws {
        guard let ledger = ledger as? any SearchableLedger else { return }
        let chain = ledger.info.chain
        let texts = addresses.map { $0.text(on: chain) }
        let ids = txids.map(\.description)
        // Some of each, cut in several ways, and what nothing fits.
        let cuts = texts.prefix(4).map { "\($0.prefix(8))…\($0.suffix(3))" } + texts.suffix(2).map { "…\($0.suffix(5))" }
            + texts.prefix(1).map { "\($0.prefix(4))" } + ids.prefix(3).map { "\($0.prefix(4))…\($0.suffix(4))" }
            + ["ffffffffffff…ffffffff"]
        for cut in cuts {
            let shortened = try #require(ShortenedID(cut))
            let pattern = AddressPattern(shortened, on: chain)
            let found = try await LedgerSearch.run(shortened, in: ledger, limit: .max) { _, _ in true }
            #expect(
                found.addresses
                    == zip(addresses, texts).filter { pattern.fits($0.0) }.map(\.1).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
                "\(cut)")
            let wanted = TxIDPattern(shortened).map { pattern in Set(txids.filter(pattern.fits)).sorted() }
            #expect(found.txids == wanted ?? [], "\(cut)")
            #expect(found.shortfall == nil)
        }
        // No more than asked for, and stopped when told so
        let all = try #require(ids.first.flatMap { ShortenedID("\($0.prefix(4))") } ?? ShortenedID("ffff"))
        let some = try await LedgerSearch.run(all, in: ledger, limit: 1) { _, _ in true }
        #expect(some.addresses.count + some.txids.count <= 1)
        let stopped = try await LedgerSearch.run(all, in: ledger, limit: .max) { _, _ in false }
        #expect(stopped.shortfall == .stopped)
    }
}
