import Ledger
import Testing

/// What every ledger of balances must answer: exactly what the plain one of the same rows answers, at every height.
/// Handles of addresses and numbers of tokens are each ledger's own, so they are compared by what they stand for.
public enum AccountConformance {
    public static func check(_ ledger: some AccountReader, against expected: MemoryAccountLedger) async throws {
        try await checkOne(ledger, expected)
        for height in Set(expected.transactions.map(\.row.at.height)).sorted() {
            try await checkOne(try await ledger.snapshot(at: height), try expected.snapshot(at: height))
        }
        if let first = expected.info.coverage.ranges.first?.lowerBound, first > 0 {
            await #expect(throws: LedgerError.self) { _ = try await ledger.snapshot(at: first - 1) }
        }
    }

    private struct Named: Hashable {
        var at: TxRef
        var ordinal: UInt32
        var kind: TransferRow.Kind
        var contract: Address?
        var from: Address?
        var to: Address?
        var value: UInt256
    }

    private static func named(_ rows: [TransferRow], in ledger: some AccountReader) async throws -> [Named] {
        let assets = try await ledger.assets()
        let refs = Array(Set(rows.flatMap { [$0.from, $0.to] }.filter { $0 != .none }))
        let names = Dictionary(uniqueKeysWithValues: zip(refs, try await ledger.addresses(of: refs)))
        return rows.map { row in
            Named(
                at: row.at, ordinal: row.ordinal, kind: row.kind,
                contract: assets.first { $0.number == row.asset }?.contract, from: names[row.from], to: names[row.to],
                value: row.value)
        }
    }

    private static func checkOne(_ ledger: some AccountReader, _ expected: MemoryAccountLedger) async throws {
        #expect(ledger.info == expected.info)
        #expect(ledger.coin == 0)
        #expect(try await ledger.totals() == expected.totals())
        let (gaps, wanted) = (try await ledger.gaps(), expected.gaps())
        #expect(gaps == wanted)
        let refs = expected.transactions.map(\.row.at)
        #expect(try await ledger.transactions(of: refs) == expected.transactions(of: refs))
        let txids = expected.transactions.map(\.row.txid) + [TinyLedger.txid("of another world")]
        #expect(try await ledger.find(txids) == expected.find(txids))
        var (batch, other) = (Batch<TransferRow>(), Batch<TransferRow>())
        try await ledger.transfers(in: refs, into: &batch)
        try expected.transfers(in: refs, into: &other)
        #expect(batch.start == other.start)
        #expect(try await named(batch.rows, in: ledger) == named(other.rows, in: expected))
        try await checkAddresses(ledger, expected)
        try await checkUnknown(ledger, expected)
        try await SearchConformance.check(ledger, addresses: expected.owners, txids: expected.transactions.map(\.row.txid))
    }

    private static func checkAddresses(_ ledger: some AccountReader, _ expected: MemoryAccountLedger) async throws {
        let found = try await ledger.find(expected.owners)
        #expect(found.allSatisfy { $0 != nil })
        let refs = found.compactMap(\.self)
        let others = expected.find(expected.owners).compactMap(\.self)
        #expect(try await ledger.addresses(of: refs) == expected.owners)
        #expect(try await ledger.counts(of: refs) == expected.counts(of: others))
        let assets = try await ledger.assets()
        #expect(assets.first?.contract == nil && assets.first?.symbol == expected.info.chain.ticker)
        for asset in expected.assets() {
            guard let number = assets.first(where: { $0.contract == asset.contract }) else {
                Issue.record("\(asset) is missing")
                continue
            }
            #expect(number.symbol == asset.symbol && number.decimals == asset.decimals)
            for page in [Cursor(), Cursor(limit: 0), Cursor(limit: 1), Cursor(limit: 2), Cursor(after: expected.rows.first?.at, limit: 3)] {
                var (batch, other) = (Batch<TransferRow>(), Batch<TransferRow>())
                try await ledger.history(of: refs, asset: number.number, page, into: &batch)
                try expected.history(of: others, asset: asset.number, page, into: &other)
                #expect(batch.start == other.start, "\(page)")
                #expect(try await named(batch.rows, in: ledger) == named(other.rows, in: expected))
            }
        }
        let (sums, wanted) = (try await ledger.summaries(of: refs), try expected.summaries(of: others))
        for (some, more) in zip(sums, wanted) {
            func plain(_ all: [AssetSummary], _ assets: [AssetRow]) -> [Address?: AssetSummary] {
                Dictionary(
                    uniqueKeysWithValues: all.map { sum in
                        var bare = sum
                        bare.asset = 0
                        return (assets.first { $0.number == sum.asset }?.contract, bare)
                    })
            }
            #expect(plain(some, assets) == plain(more, expected.assets()))
        }
    }

    /// Nothing asked is nothing answered; what is not there is an error, never an empty answer.
    private static func checkUnknown(_ ledger: some AccountReader, _ expected: MemoryAccountLedger) async throws {
        var batch = Batch<TransferRow>()
        try await ledger.transfers(in: [], into: &batch)
        #expect(batch.start == [0])
        try await ledger.history(of: [], asset: 0, Cursor(), into: &batch)
        #expect(batch.start == [0])
        #expect(try await ledger.find([TinyLedger.address("nobody ever")]) == [nil])
        let nowhere = TxRef(height: (expected.info.tip ?? 0) + 1, position: 0)
        for ref in [nowhere, .none] {
            await #expect(throws: LedgerError.self) { _ = try await ledger.transactions(of: [ref]) }
            await #expect(throws: LedgerError.self) {
                var batch = Batch<TransferRow>()
                try await ledger.transfers(in: [ref], into: &batch)
            }
        }
        for ref in [AddressRef.none, AddressRef(raw: 1 << 40)] {
            await #expect(throws: LedgerError.self) { _ = try await ledger.addresses(of: [ref]) }
            await #expect(throws: LedgerError.self) { _ = try await ledger.counts(of: [ref]) }
            await #expect(throws: LedgerError.self) { _ = try await ledger.summaries(of: [ref]) }
            await #expect(throws: LedgerError.self) {
                var batch = Batch<TransferRow>()
                try await ledger.history(of: [ref], asset: 0, Cursor(), into: &batch)
            }
        }
    }
}
