import Ledger
import Support
import Testing

@testable import LedgerSources

@Suite("Block files of any order")
struct BlockTreeImportTests {
    private let folder: ScratchFolder
    private let blocks = MinedBlocks.chain(30)

    init() throws { folder = try ScratchFolder() }

    @Test("Blocks out of order, over two files, are put in their place")
    func shuffled() throws {
        let shuffled = stride(from: 0, to: 30, by: 2).map { blocks[$0] } + stride(from: 29, to: 0, by: -2).map { blocks[$0] }
        let first = try folder.write(MinedBlocks.file(Array(shuffled[..<12])), "blk00000.dat")
        let second = try folder.write(MinedBlocks.file(Array(shuffled[12...])), "blk00001.dat")
        for paths in [[first, second], [second, first], [folder.path]] {
            let (report, ledger) = try collect(paths)
            #expect(ledger.blocks.map(\.hash) == blocks.map(\.hash))
            #expect(ledger.heights == Array(1...30))
            #expect(report.orphans.isEmpty && report.chain == .bitcoinRegtest)
        }
    }

    @Test("The branch with the most work stays; blocks of the others are named")
    func orphans() throws {
        let losing = MinedBlocks.chain(4, on: blocks[9].hash, from: 11, branch: 1)
        let winning = MinedBlocks.chain(25, on: blocks[9].hash, from: 11, branch: 2)
        let path = try folder.write(MinedBlocks.file(losing + blocks + winning), "blk00000.dat")
        let (report, ledger) = try collect([path])
        #expect(ledger.blocks.map(\.hash) == (blocks[..<10] + winning).map(\.hash))
        #expect(Set(report.orphans) == Set((losing + blocks[10...]).map(\.hash)))
        #expect(report.warnings.contains { $0.contains("24 blocks are on branches that lost") })
    }

    @Test("Of two tips with the same work the one that is first in the file stays")
    func tie() throws {
        let other = MinedBlocks.chain(20, on: blocks[9].hash, from: 11, branch: 1)
        let path = try folder.write(MinedBlocks.file(blocks + other), "blk00000.dat")
        #expect(try collect([path]).ledger.blocks.last?.hash == blocks[29].hash)
        let reverse = try folder.write(MinedBlocks.file(Array(blocks[..<10]) + other + blocks[10...]), "blk00001.dat")
        #expect(try collect([reverse]).ledger.blocks.last?.hash == other[19].hash)
    }

    @Test("A missing block leaves a gap where heights are stated")
    func gap() throws {
        let path = try folder.write(MinedBlocks.file(blocks.filter { $0.hash != blocks[9].hash }), "blk00000.dat")
        let (report, ledger) = try collect([path])
        #expect(ledger.heights == Array(1...9) + Array(11...30))
        #expect(report.unplaced.isEmpty)
    }

    @Test("Zeros before, between and after the blocks are padding")
    func padding() throws {
        let zeros = [UInt8](repeating: 0, count: 70_000)
        let bytes = zeros + MinedBlocks.file(Array(blocks[..<15])) + zeros + MinedBlocks.file(Array(blocks[15...])) + zeros
        #expect(try collect([try folder.write(bytes, "blk00000.dat")]).ledger.heights == Array(1...30))
    }

    @Test("A masked file is read with the key beside it, and refused without")
    func masked() throws {
        let key: [UInt8] = [0x51, 0xa2, 3, 0x44, 0x95, 0xf6, 7, 0xb8]
        let plain = MinedBlocks.file(blocks) + [UInt8](repeating: 0, count: 1_000)
        let masked = plain.enumerated().map { $1 ^ key[$0 % 8] }
        let path = try folder.write(masked, "blk00000.dat")
        #expect(refusal([path])?.contains("needs its xor.dat beside it") == true)
        _ = try folder.write(key, "xor.dat")
        #expect(try collect([path]).ledger.heights == Array(1...30))
        #expect(try collect([folder.path]).ledger.heights == Array(1...30))
        // A copy that somebody unmasked is taken as it is.
        #expect(try collect([try folder.write(plain, "blk00001.dat")]).ledger.heights == Array(1...30))
        _ = try folder.write([1, 2, 3], "xor.dat")
        #expect(refusal([path])?.contains("should hold the 8 bytes") == true)
    }

    @Test("An interrupted import goes on after the last block kept")
    func resumed() throws {
        let path = try folder.write(MinedBlocks.file(blocks), "blk00000.dat")
        let plan = try #require(try LedgerImport(paths: [path]).plan())
        let first = BlockCollector(plan.chain)
        var asked = 0
        let report = try plan.run(into: first, isCancelled: { asked += 1; return asked > 12 })
        #expect(report.wasCancelled && first.isSuspended && !first.isFinished)
        #expect(first.heights == Array(1...12))
        let again = try #require(try LedgerImport(paths: [path]).plan())
        #expect(again.fingerprint == plan.fingerprint)
        let second = BlockCollector(again.chain, resumeAfter: 12)
        #expect(try again.run(into: second).blocks == 18)
        #expect(second.heights == Array(13...30) && second.isFinished)
    }

    @Test("Progress ends at its total in each phase, and a plan can be cancelled")
    func progress() throws {
        let path = try folder.write(MinedBlocks.file(blocks), "blk00000.dat")
        var seen: [ImportProgress] = []
        let plan = try #require(try LedgerImport(paths: [path]).plan(progress: { seen.append($0) }))
        _ = try plan.run(into: BlockCollector(plan.chain), progress: { seen.append($0) })
        for phase in [ImportProgress.Phase.scanning, .importing, .finishing] {
            let last = try #require(seen.last { $0.phase == phase })
            #expect(last.done == last.total)
        }
        #expect(try LedgerImport(paths: [path]).plan(isCancelled: { true }) == nil)
    }
}
