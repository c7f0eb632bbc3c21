import Ledger
import Support
import Testing

@testable import LedgerIndex

@Suite("The embedded ledger answers what the plain one answers")
struct IndexLedgerTests {
    @Test("at every height, in whatever order its blocks came", arguments: LedgerFixtures.all)
    func conforms(fixture: LedgerFixture) async throws {
        let tiny = try TinyLedger(fixture.text)
        let expected = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        for order in [tiny.blocks, tiny.blocks.reversed(), tiny.blocks.shuffledTheSameWay()] {
            for kind in [IndexImport(), .tiny] {
                try await ReaderConformance.check(try kind.write(order, to: ScratchFolder()), against: expected)
            }
        }
    }

    @Test("also when every block is an import of its own", arguments: LedgerFixtures.all)
    func conformsAppended(fixture: LedgerFixture) async throws {
        let tiny = try TinyLedger(fixture.text)
        let expected = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        for order in [tiny.blocks, tiny.blocks.shuffledTheSameWay()] {
            let folder = try ScratchFolder()
            for block in order { try IndexImport.tiny.write([block], to: folder) }
            try await ReaderConformance.check(try IndexLedger.open(at: folder.file("ledger")), against: expected)
        }
    }

    @Test("also when it is of many segments, with ids beyond 32 bits", arguments: LedgerFixtures.all)
    func conformsInSegments(fixture: LedgerFixture) async throws {
        let tiny = try TinyLedger(fixture.text)
        let expected = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        var kind = IndexImport.tiny
        kind.options.greatestSegment = 3
        kind.options.firstID = UInt64(UInt32.max) - 4
        kind.headBlocks = 1
        let ledger = try kind.write(tiny.blocks, to: ScratchFolder())
        #expect(ledger.view.count > 2)
        #expect(ledger.view.end > UInt64(UInt32.max) - 4)
        try await ReaderConformance.check(ledger, against: expected)
    }

    @Test("and its address sums say whether a part may be hidden")
    func completeness() async throws {
        func isComplete(_ text: String, _ name: String = "alice") throws -> Bool {
            let ledger = try IndexImport().write(try TinyLedger(text).blocks, to: ScratchFolder())
            let refs = try ledger.find([TinyLedger.address(name)]).compactMap(\.self)
            return try ledger.summaries(of: refs).allSatisfy(\.complete)
        }
        let start = "block 0\na = coinbase -> alice 50\n"
        #expect(try isComplete(start + "block 1\nb = coinbase -> bob 50"))
        #expect(try !isComplete(start + "block 2\nb = coinbase -> bob 50"), "a gap")
        #expect(try !isComplete("block 1\na = coinbase -> alice 50"), "not from genesis")
        #expect(try !isComplete(start + "block 1 part\nb = coinbase -> bob 50"), "a block in part")
        #expect(try !isComplete(start + "block 1\nb = coinbase -> bob 50\nc = x:0 -> bob 1"), "an unknown input")
        #expect(try isComplete(start + "block 1\nb = coinbase -> bob 50\nc = x:0@eve 1 -> bob 1"), "a stated one")
    }

    @Test("without heights nothing counts as unspent")
    func ordinals() async throws {
        let tiny = try TinyLedger(LedgerFixtures.stated.text)
        let folder = try ScratchFolder()
        let writer = try IndexImport.tiny.open(folder)
        try writer.declareHeightsUnknown()
        for block in tiny.blocks { try writer.append(block) }
        try writer.finish()
        try await ReaderConformance.check(
            try IndexLedger.open(at: folder.file("ledger")),
            against: try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks, heightsKnown: false))
    }
}
