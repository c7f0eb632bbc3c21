import Encoding
import Ledger
import LedgerStore
import Support
import Testing

@testable import LedgerSources

@Suite("Imported into the store", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct StoredImportTests {
    @Test("The first megabyte of the main chain has the counts that are known of it")
    func firstMegabyte() throws {
        let folder = try ScratchFolder()
        let path = try SharedData.block("jeffchan-blk00000-first1MB.dat")
        let plan = try #require(try LedgerImport(paths: [path]).plan())
        let writer = try SQLiteLedgerWriter.open(folder: folder.file("ledger"), chain: plan.chain, fingerprint: plan.fingerprint)
        _ = try plan.run(into: writer)
        let ledger = try SQLiteLedger.open(at: folder.file("ledger"))
        let totals = try ledger.totals()
        #expect(totals.blocks == 4_313 && ledger.info.tip == 4_312)
        #expect(totals.transactions == 4_371)
        #expect(totals.inputs == 247 && totals.unresolvedInputs == 0)
        #expect(totals.unspentOutputs == 4_150 && totals.unspentValue == 21_565_000_000_000)
        #expect(totals.unspendableOutputs == 1)
        let reference = try collect([path]).ledger
        #expect(Hex.text(ledger.info.digest) == reference.digest)
    }

    @Test("Mixing transactions without heights are taken, with their stated inputs")
    func coinjoins() throws {
        let folder = try ScratchFolder()
        let path = try SharedData.path("coinjoin/labelled-transactions.jsonl")
        let plan = try #require(try LedgerImport(paths: [path]).plan())
        let writer = try SQLiteLedgerWriter.open(folder: folder.file("ledger"), chain: plan.chain, fingerprint: plan.fingerprint)
        _ = try plan.run(into: writer)
        let ledger = try SQLiteLedger.open(at: folder.file("ledger"))
        #expect(try ledger.totals().transactions == 1_402)
        #expect(!ledger.info.coverage.heightsKnown)
    }
}
