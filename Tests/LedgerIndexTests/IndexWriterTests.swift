import Foundation
import Ledger
import Support
import Testing

@testable import LedgerIndex

@Suite("An import into the embedded ledger")
struct IndexWriterTests {
    let folder: ScratchFolder
    let tiny: TinyLedger

    init() throws {
        folder = try ScratchFolder()
        tiny = try TinyLedger(LedgerFixtures.plain.text)
    }

    private func open(fingerprint: String = "test", chain: Chain = .bitcoinRegtest) throws -> IndexLedgerWriter {
        var kind = IndexImport.tiny
        kind.fingerprint = fingerprint
        kind.chain = chain
        return try kind.open(folder)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("ledger")).sorted()
    }

    private func sentence(_ body: () throws -> Void) throws -> String {
        do { try body() } catch let error as LedgerError { return error.sentence }
        Issue.record("no error")
        return ""
    }

    @Test("shows nothing before it is finished, and leaves nothing beside the ledger")
    func nothingHalfVisible() throws {
        let writer = try open()
        for block in tiny.blocks { try writer.append(block) }
        #expect(try sentence { _ = try IndexLedger.open(at: folder.file("ledger")) }.contains("There is no ledger"))
        try writer.finish()
        #expect(try IndexLedger.open(at: folder.file("ledger")).info.tip == 3)
        #expect(try files() == ["LOCK", "MANIFEST", "segment-1.clew"])
    }

    @Test("goes on where it was killed, wherever its log was torn")
    func resumes() throws {
        var writer: IndexLedgerWriter? = try open()
        for block in tiny.blocks.prefix(3) { try writer?.append(block) }
        try writer?.suspend()
        writer = nil
        let log = try Data(contentsOf: URL(filePath: folder.file("ledger/import.log")))
        let expected = try IndexImport().write(tiny.blocks, to: ScratchFolder()).info
        var resumed: Set<UInt32?> = []
        for length in stride(from: 0, through: log.count, by: 13) {
            try? FileManager.default.removeItem(atPath: folder.file("ledger/MANIFEST"))
            try log.prefix(length).write(to: URL(filePath: folder.file("ledger/import.log")))
            let again = try open()
            resumed.insert(again.resumeAfter)
            for block in tiny.blocks { try again.append(block) }
            try again.finish()
            #expect(try IndexLedger.open(at: folder.file("ledger")).info == expected)
        }
        #expect(resumed == [nil, 0, 1])
    }

    @Test("forgets another import that never ended, and the ledger in place stays")
    func sweeps() throws {
        try IndexImport.tiny.write([tiny.block(0)], to: folder)
        let other = try open(fingerprint: "other")
        try other.append(tiny.block(1))
        try other.suspend()
        try Data("half a segment".utf8).write(to: URL(filePath: folder.file("ledger/segment-9.clew")))
        let mine = try open(fingerprint: "mine")
        #expect(mine.resumeAfter == nil)
        try mine.append(tiny.block(1))
        #expect(try IndexLedger.open(at: folder.file("ledger")).info.tip == 0)
        try mine.finish()
        #expect(try IndexLedger.open(at: folder.file("ledger")).info.tip == 1)
        #expect(try files() == ["LOCK", "MANIFEST", "segment-2.clew"])
    }

    @Test("that brings nothing new leaves the ledger as it is")
    func nothingNew() throws {
        try IndexImport.tiny.write(tiny.blocks, to: folder)
        let before = try Data(contentsOf: URL(filePath: folder.file("ledger/MANIFEST")))
        let writer = try open()
        for block in tiny.blocks { #expect(try writer.append(block) == .alreadyThere) }
        try writer.finish()
        #expect(try Data(contentsOf: URL(filePath: folder.file("ledger/MANIFEST"))) == before)
        #expect(try files() == ["LOCK", "MANIFEST", "segment-1.clew"])
    }

    @Test("does not disturb who reads the old ledger")
    func readersStay() throws {
        let reader = try IndexImport.tiny.write([tiny.block(0), tiny.block(1)], to: folder)
        try IndexImport.tiny.write([tiny.block(2)], to: folder)
        #expect(try reader.totals().transactions == 2)
        #expect(try IndexLedger.open(at: folder.file("ledger")).totals().transactions == 5)
    }

    @Test("is for the user's eyes only, and one at a time")
    func permissions() throws {
        let first = try open()
        #expect(try sentence { _ = try open() }.contains("Another import is writing"))
        for block in tiny.blocks { try first.append(block) }
        try first.finish()
        for file in try files() {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file("ledger/" + file))[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
        #expect(try sentence { try first.append(tiny.block(1)) }.contains("has ended"))
    }

    @Test("tells how far it is, and ends between two steps when it is cancelled; a later run goes on")
    func cancels() throws {
        let writer = try open()
        for block in tiny.blocks { try writer.append(block) }
        var seen: [IndexBuildStep] = []
        writer.progress = { step, done, total in
            #expect(done <= total)
            if seen.last != step { seen.append(step) }
        }
        writer.isCancelled = { seen.last == .history }
        #expect(try sentence { try writer.finish() }.contains("was stopped"))
        #expect(seen == [.partition, .transactions, .addresses, .outputs, .inputs, .history])
        let again = try open()
        #expect(again.resumeAfter == 3)
        try again.finish()
        #expect(try IndexLedger.open(at: folder.file("ledger")).info.tip == 3)
    }

    @Test("refuses at once what cannot be true, and stands as it stood")
    func refusals() throws {
        let writer = try open()
        for block in tiny.blocks { try writer.append(block) }

        var other = try tiny.block(2)
        other.hash = TinyLedger.blockHash(77)
        #expect(try sentence { try writer.append(other) }.contains("two different blocks cannot both be there"))

        var unlinked = try tiny.block(3)
        unlinked.height = 4
        #expect(try sentence { try writer.append(unlinked) }.contains("does not link"))

        let rich = try TinyLedger("block 4\nx = coinbase -> alice 18446744073709551615")
        #expect(try sentence { try writer.append(rich.block(4)) }.contains("more than any chain has"))

        var disordered = try tiny.block(2)
        disordered.height = 9
        disordered.hash = TinyLedger.blockHash(9)
        disordered.transactions.reverse()
        #expect(try sentence { try writer.append(disordered) }.contains("ascending order"))
        try writer.finish()
        #expect(
            try IndexLedger.open(at: folder.file("ledger")).totals()
                == MemoryLedger(chain: tiny.chain, blocks: tiny.blocks).totals())
    }

    @Test("refuses at its end what spends what is spent or was never there; the ledger in place stays", arguments: [
        ("block 4\nx = coinbase -> alice 1\ny = a:0 -> bob 50", "spends already"),
        ("block 4\nx = coinbase -> alice 1\ny = f:5 -> bob 50", "has only 1 outputs"),
        ("block 4\nx = coinbase -> alice 1\ny = f:0 -> bob 50\nz = f:0 -> bob 50", "spends already"),
        ("block 4\nx = coinbase -> alice 1, bob 2\ny = x:0 -> bob 1\nz = x:0 -> bob 1", "spends already"),
    ])
    func refusesSpends(block: String, sentence expected: String) throws {
        for headBlocks in [100, 0] {
            let folder = try ScratchFolder()
            var kind = IndexImport.tiny
            kind.headBlocks = headBlocks
            kind.options.greatestSegment = headBlocks == 0 ? 4 : 1 << 20
            let before = try kind.write(tiny.blocks, to: folder).info
            let writer = try kind.open(folder)
            try writer.append(TinyLedger(block).block(4))
            #expect(try sentence { try writer.finish() }.contains(expected))
            #expect(try IndexLedger.open(at: folder.file("ledger")).info == before)
        }
    }

    @Test("completes a block that another export held in part")
    func merges() async throws {
        let parts = try TinyLedger(
            """
            block 4 part
            b at 2 = a:0 -> bob 5
            block 4 part
            a at 0 = coinbase -> alice 5
            c at 5 = b:0@bob 5 -> carol 5
            """)
        let merged = try TinyLedger(
            """
            block 4 part
            a at 0 = coinbase -> alice 5
            b at 2 = a:0 -> bob 5
            c at 5 = b:0@bob 5 -> carol 5
            """)
        for together in [true, false] {
            let folder = try ScratchFolder()
            if together {
                try IndexImport.tiny.write(parts.blocks, to: folder)
            } else {
                for block in parts.blocks { try IndexImport.tiny.write([block], to: folder) }
            }
            try await ReaderConformance.check(
                try IndexLedger.open(at: folder.file("ledger")),
                against: try MemoryLedger(chain: merged.chain, blocks: merged.blocks))
            let wrong = try TinyLedger("block 4 part\nz at 2 = q:0 -> bob 5")
            #expect(try sentence { try IndexImport.tiny.write(wrong.blocks, to: folder) }.contains("wrong positions"))
            var whole = merged.blocks
            whole[0].isWhole = true
            #expect(try IndexImport.tiny.write(whole, to: folder).info.coverage.wholeBlocks)
        }
    }

    @Test("keeps that its chain was assumed, through later imports and snapshots")
    func assumedChain() throws {
        let writer = try open(fingerprint: "bare")
        try writer.assumeChain()
        for block in tiny.blocks.dropLast() { try writer.append(block) }
        try writer.finish()
        #expect(try IndexLedger.open(at: folder.file("ledger")).info.coverage.isChainAssumed)
        let later = try IndexImport.tiny.write(tiny.blocks, to: folder)
        #expect(later.info.coverage.isChainAssumed)
        #expect(Coverage(json: later.info.coverage.json) == later.info.coverage)
        #expect(try later.snapshot(at: 0).info.coverage.isChainAssumed)
        #expect(try IndexImport.tiny.write(tiny.blocks, to: ScratchFolder()).info.coverage.isChainAssumed == false)
    }

    @Test("keeps transactions without heights, and other chains, to themselves")
    func apart() throws {
        try IndexImport.tiny.write(tiny.blocks, to: folder)
        let writer = try open(fingerprint: "ordinals")
        #expect(try sentence { try writer.declareHeightsUnknown() }.contains("these transactions have none"))
        try writer.suspend()
        #expect(try sentence { _ = try open(chain: .bitcoin) }.contains("of the chain bitcoin-regtest"))
    }
}
