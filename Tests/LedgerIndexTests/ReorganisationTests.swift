import Foundation
import Ledger
import Support
import Testing

@testable import LedgerIndex

@Suite("A reorganisation of the embedded ledger")
struct ReorganisationTests {
    @Test("of 1, 6 and 100 blocks gives what a fresh import gives", arguments: [1, 6, 100])
    func reorganises(depth: Int) async throws {
        let old = SmallChain.blocks(count: 260, seed: 7)
        let new = SmallChain.branch(of: old, from: UInt32(260 - depth), count: depth + 1, seed: 8)
        let folder = try ScratchFolder()
        try IndexImport.tiny.write(old, to: folder)
        let before = try segments(folder)

        let writer = try IndexImport.tiny.open(folder)
        try writer.dropBlocks(from: UInt32(260 - depth))
        for block in new { try writer.append(block) }
        try writer.finish()

        let ledger = try IndexLedger.open(at: folder.file("ledger"))
        let all = old.prefix(260 - depth) + new
        let fresh = try IndexImport().write(all, to: ScratchFolder())
        #expect(ledger.info == fresh.info)
        #expect(try ledger.totals() == fresh.totals())
        // Only the head was built again.
        #expect(try segments(folder).first == before.first)
        #expect(before.count == 2)
        try await ReaderConformance.check(
            ledger, against: try MemoryLedger(chain: .bitcoinRegtest, blocks: Array(all)),
            heights: [0, 100, UInt32(258 - depth), 259])
    }

    @Test("is not visible before it is finished, and is kept when it is interrupted")
    func interrupted() throws {
        let old = SmallChain.blocks(count: 20, seed: 7)
        let new = SmallChain.branch(of: old, from: 15, count: 6, seed: 9)
        let folder = try ScratchFolder()
        let before = try IndexImport.tiny.write(old, to: folder).info
        let first = try IndexImport.tiny.open(folder)
        try first.dropBlocks(from: 15)
        for block in new.prefix(3) { try first.append(block) }
        try first.suspend()
        #expect(try IndexLedger.open(at: folder.file("ledger")).info == before)
        let second = try IndexImport.tiny.open(folder)
        #expect(second.resumeAfter == 17)
        for block in new { try second.append(block) }
        try second.finish()
        #expect(
            try IndexLedger.open(at: folder.file("ledger")).info
                == IndexImport().write(old.prefix(15) + new, to: ScratchFolder()).info)
    }

    @Test("that drops everything and brings nothing is refused, and the ledger stays")
    func nothingLeft() throws {
        let old = SmallChain.blocks(count: 5, seed: 7)
        let folder = try ScratchFolder()
        let before = try IndexImport.tiny.write(old, to: folder).info
        let writer = try IndexImport.tiny.open(folder)
        try writer.dropBlocks(from: 0)
        #expect(throws: LedgerError.self) { try writer.finish() }
        #expect(try IndexLedger.open(at: folder.file("ledger")).info == before)
    }

    @Test("appended block by block, segments stay few")
    func fewSegments() async throws {
        var kind = IndexImport.tiny
        kind.headBlocks = 4
        let all = SmallChain.blocks(count: 90, seed: 3)
        let folder = try ScratchFolder()
        for block in all {
            try kind.write([block], to: folder)
            #expect(try segments(folder).count <= 8)
        }
        let ledger = try IndexLedger.open(at: folder.file("ledger"))
        #expect(ledger.view.count > 1)
        try await ReaderConformance.check(
            ledger, against: try MemoryLedger(chain: .bitcoinRegtest, blocks: all), heights: [0, 41, 85, 88])
    }

    private func segments(_ folder: ScratchFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("ledger"))
            .filter { $0.hasPrefix("segment-") }
            .sorted { (SegmentName.number(of: $0) ?? 0) < (SegmentName.number(of: $1) ?? 0) }
    }
}
