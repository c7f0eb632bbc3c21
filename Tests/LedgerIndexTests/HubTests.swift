import CLedgerKernel
import Foundation
import Ledger
import Support
import Testing

@testable import LedgerIndex

@Suite("An address of very many rows")
struct HubTests {
    /// A hub that is paid twice in each transaction and spends what the transaction before paid first.
    private static func blocks(_ transactions: Int, _ hub: [UInt8], _ other: [UInt8]) -> [BlockRows] {
        let perBlock = 500
        var blocks: [BlockRows] = []
        var last: TxID?
        for height in 0..<transactions / perBlock {
            var block = BlockRows(
                height: UInt32(height), hash: TinyLedger.txid("block \(height)"),
                previous: height == 0 ? .zero : TinyLedger.txid("block \(height - 1)"), time: 1_600_000_000 + UInt32(height),
                transactions: [])
            for position in 0..<perBlock {
                let isCoinbase = position == 0
                let txid = TinyLedger.txid("\(height) \(position)")
                block.transactions.append(
                    TransactionRows(
                        txid: txid, position: UInt32(position), isCoinbase: isCoinbase,
                        inputs: isCoinbase
                            ? [] : last.map { [TransactionRows.Input(previous: Outpoint(txid: $0, index: 0))] } ?? [],
                        outputs: [
                            TransactionRows.Output(value: 1_000_000, script: hub),
                            TransactionRows.Output(value: 1, script: other), TransactionRows.Output(value: 2, script: hub),
                        ]))
                last = txid
            }
            blocks.append(block)
        }
        return blocks
    }

    @Test("is counted, paged and found beside its neighbours, now and as the ledger stood")
    func pages() throws {
        // A million rows: CLEW_LONG=1 (make test-long).
        let count = ProcessInfo.processInfo.environment["CLEW_LONG"] != nil ? 400_000 : 20_000
        let hub = LockingScript.witness(0, [UInt8](repeating: 0x42, count: 20))
        let other = LockingScript.witness(0, [UInt8](repeating: 0x17, count: 20))
        let ledger = try IndexImport(headBlocks: 5).write(Self.blocks(count, hub, other), to: ScratchFolder())
        let refs = try ledger.find([Address(canonicalScript: hub), Address(canonicalScript: other)]).compactMap(\.self)
        try #require(refs.count == 2)
        #expect(try ledger.counts(of: refs) == [UInt64(count), UInt64(count)])
        #expect(try ledger.summaries(of: [refs[0]])[0].outputs == UInt64(2 * count))

        // All pages together are the whole history, each but the last full.
        var rows = Batch<OutputRef>(), appearances = Batch<TxRef>()
        var after: TxRef?
        var paged = 0, pages = 0
        repeat {
            try ledger.history(of: [refs[0]], Cursor(after: after, limit: 10_000), into: &rows)
            #expect(after.map { rows.rows.first?.tx ?? .none > $0 } ?? true)
            paged += rows.rows.count
            pages += rows.rows.isEmpty ? 0 : 1
            after = rows.rows.last?.tx ?? after
        } while !rows.rows.isEmpty
        #expect(paged == 2 * count)
        #expect(pages == 2 * count / 10_000)
        try ledger.appearances(of: [refs[0]], Cursor(after: TxRef(height: 7, position: 100), limit: 3), into: &appearances)
        #expect(appearances.rows == (101...103).map { TxRef(height: 7, position: $0) })

        let earlier = try ledger.snapshot(at: 9)
        #expect(try earlier.counts(of: refs) == [5000, 5000])
        try earlier.history(of: [refs[0]], Cursor(after: TxRef(height: 9, position: 498)), into: &rows)
        #expect(rows.rows == [0, 2].map { OutputRef(tx: TxRef(height: 9, position: 499), index: $0) })
    }

    @Test("does not have all of it read for a page")
    func partly() throws {
        let hub = LockingScript.witness(0, [UInt8](repeating: 0x42, count: 20))
        let folder = try ScratchFolder()
        try IndexImport(headBlocks: 5).write(Self.blocks(20_000, hub, [0x51, 0x20] + [UInt8](repeating: 3, count: 32)), to: folder)
        // A page of the middle of its rows is damaged; what does not need it is answered.
        let path = folder.file("ledger/segment-1.clew")
        let place = try MappedSegment(path: path).header[.addressRecords]
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        bytes[Int(place.offset + place.length / 2)] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        let ledger = try IndexLedger.open(at: folder.file("ledger"))
        let ref = try #require(try ledger.find([Address(canonicalScript: hub)])[0])
        var rows = Batch<OutputRef>()
        try ledger.history(of: [ref], Cursor(limit: 50), into: &rows)
        #expect(rows.rows.count == 50)
        #expect(throws: LedgerError.self) { try ledger.history(of: [ref], Cursor(), into: &rows) }
    }
}
