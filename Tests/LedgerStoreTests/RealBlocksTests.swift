import Ledger
import LedgerSources
import LedgerStore
import Support
import Testing

@Suite("The first blocks of bitcoin", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct RealBlocksTests {
    private func importing(_ names: [String], to folder: ScratchFolder) throws -> SQLiteLedger {
        let paths = try names.map { try SharedData.path("bitcoin-blocks/" + $0) }
        let plan = try #require(try LedgerImport(paths: paths).plan())
        let writer = try SQLiteLedgerWriter.open(
            folder: folder.file("ledger"), chain: plan.chain, fingerprint: plan.fingerprint)
        _ = try plan.run(into: writer)
        return try SQLiteLedger.open(at: folder.file("ledger"))
    }

    /// Everything a ledger holds, as an importer would hand it over.
    private func blocks(of names: [String]) throws -> (chain: Chain, blocks: [BlockRows]) {
        let paths = try names.map { try SharedData.path("bitcoin-blocks/" + $0) }
        let plan = try #require(try LedgerImport(paths: paths).plan())
        let collector = Collector(chain: plan.chain)
        _ = try plan.run(into: collector)
        return (plan.chain, collector.blocks)
    }

    @Test("count up to the known totals")
    func totals() throws {
        let ledger = try importing(["jeffchan-blk00000-first1MB.dat"], to: ScratchFolder())
        let totals = try ledger.totals()
        #expect(ledger.info.coverage.ranges == [0...4312] && ledger.info.coverage.isComplete)
        #expect(totals.blocks == 4313)
        #expect(totals.transactions == 4371)
        #expect(totals.inputs == 247)
        #expect(totals.unspentOutputs == 4150)
        #expect(totals.unspentValue == 21_565_000_000_000)
        #expect(totals.unspendableOutputs == 1)
        #expect(totals.unresolvedInputs == 0)
    }

    @Test("read the same from SQLite as from memory")
    func conforms() async throws {
        let (chain, all) = try blocks(of: ["jeffchan-blk00000-first1MB.dat"])
        let folder = try ScratchFolder()
        try write(all.prefix(300), to: folder, chain: chain, batch: 100)
        try await ReaderConformance.check(
            try SQLiteLedger.open(at: folder.file("ledger")),
            against: try MemoryLedger(chain: chain, blocks: Array(all.prefix(300))), heights: [0, 170, 248])
    }

    @Test("have one digest, whatever the order of import")
    func digest() throws {
        let both = ["nbitcoin-blk00000.dat", "nbitcoin-blk00001.dat"]
        let atOnce = try importing(both, to: ScratchFolder()).info
        #expect(atOnce.coverage.ranges == [0...599])

        let (chain, all) = try blocks(of: both)
        let late = try ScratchFolder()
        try write(all[300...], to: late, chain: chain)
        #expect(try SQLiteLedger.open(at: late.file("ledger")).info.coverage.ranges == [300...599])
        try write(all[..<300], to: late, chain: chain)
        #expect(try SQLiteLedger.open(at: late.file("ledger")).info == atOnce)

        let shuffled = try ScratchFolder()
        try write(all.shuffledTheSameWay(), to: shuffled, chain: chain, batch: 50)
        #expect(try SQLiteLedger.open(at: shuffled.file("ledger")).info == atOnce)
        #expect(
            try SQLiteLedger.open(at: shuffled.file("ledger")).totals()
                == SQLiteLedger.open(at: late.file("ledger")).totals())

        // The longer file begins with the same blocks.
        let longer = try importing(["jeffchan-blk00000-first1MB.dat"], to: ScratchFolder())
        #expect(try longer.snapshot(at: 599).info == atOnce)
    }
}

/// Keeps what an importer hands over.
private final class Collector: LedgerWriter {
    let chain: Chain
    let resumeAfter: UInt32? = nil
    private(set) var blocks: [BlockRows] = []

    init(chain: Chain) { self.chain = chain }

    func declareHeightsUnknown() {}
    func assumeChain() {}
    func append(_ block: BlockRows) -> AppendOutcome {
        blocks.append(block)
        return .added
    }
    func finish() {}
    func suspend() {}
}
