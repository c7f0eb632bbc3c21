import Ledger
import LedgerStore
import Support
import Testing

@Suite("A ledger in SQLite answers what the plain one answers")
struct SQLiteLedgerTests {
    @Test("at every height, in whatever order its blocks came", arguments: LedgerFixtures.all)
    func conforms(fixture: LedgerFixture) async throws {
        let tiny = try TinyLedger(fixture.text)
        let expected = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        try await ReaderConformance.check(expected, against: expected)
        for order in [tiny.blocks, tiny.blocks.reversed(), tiny.blocks.shuffledTheSameWay()] {
            let folder = try ScratchFolder()
            try write(order, to: folder, chain: tiny.chain)
            let ledger = try SQLiteLedger.open(at: folder.file("ledger"))
            try await ReaderConformance.check(ledger, against: expected)
        }
    }

    @Test("also when every block is an import of its own", arguments: LedgerFixtures.all)
    func conformsAppended(fixture: LedgerFixture) async throws {
        let tiny = try TinyLedger(fixture.text)
        let folder = try ScratchFolder()
        for block in tiny.blocks.shuffledTheSameWay() { try write([block], to: folder, chain: tiny.chain) }
        let ledger = try SQLiteLedger.open(at: folder.file("ledger"))
        try await ReaderConformance.check(
            ledger, against: try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks))
    }

    @Test("and its address sums say whether a part may be hidden")
    func completeness() async throws {
        func isComplete(_ description: String, _ name: String = "alice") async throws -> Bool {
            let tiny = try TinyLedger(description)
            let folder = try ScratchFolder()
            try write(tiny.blocks, to: folder, chain: tiny.chain)
            let ledger = try SQLiteLedger.open(at: folder.file("ledger"))
            let refs = try ledger.find([TinyLedger.address(name)]).compactMap(\.self)
            return try ledger.summaries(of: refs).allSatisfy(\.complete)
        }
        let start = "block 0\na = coinbase -> alice 50\n"
        #expect(try await isComplete(start + "block 1\nb = coinbase -> bob 50"))
        #expect(try await !isComplete(start + "block 2\nb = coinbase -> bob 50"), "a gap")
        #expect(try await !isComplete("block 1\na = coinbase -> alice 50"), "not from genesis")
        #expect(try await !isComplete(start + "block 1 part\nb = coinbase -> bob 50"), "a block in part")
        #expect(try await !isComplete(start + "block 1\nb = coinbase -> bob 50\nc = x:0 -> bob 1"), "an unknown input")
        #expect(try await isComplete(start + "block 1\nb = coinbase -> bob 50\nc = x:0@eve 1 -> bob 1"), "a stated one")
    }

    @Test("without heights nothing counts as unspent")
    func ordinals() async throws {
        let tiny = try TinyLedger(LedgerFixtures.stated.text)
        let folder = try ScratchFolder()
        let writer = try SQLiteLedgerWriter.open(
            folder: folder.file("ledger"), chain: tiny.chain, fingerprint: "ordinals")
        try writer.declareHeightsUnknown()
        for block in tiny.blocks { try writer.append(block) }
        try writer.finish()
        try await ReaderConformance.check(
            try SQLiteLedger.open(at: folder.file("ledger")),
            against: try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks, heightsKnown: false))
    }
}

/// Writes blocks in one import, in the order given.
func write(
    _ blocks: some Sequence<BlockRows>, to folder: ScratchFolder, chain: Chain = .bitcoinRegtest,
    fingerprint: String = "test", batch: Int = 3
) throws {
    let writer = try SQLiteLedgerWriter.open(
        folder: folder.file("ledger"), chain: chain, fingerprint: fingerprint, batch: batch)
    for block in blocks { try writer.append(block) }
    try writer.finish()
}
