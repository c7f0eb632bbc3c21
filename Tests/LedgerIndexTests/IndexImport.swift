import Ledger
import Support

@testable import LedgerIndex

/// How a test writes an index: small parts, so that every path is taken with few rows.
struct IndexImport {
    var chain: Chain = .bitcoinRegtest
    var fingerprint = "test"
    var headBlocks = 100
    var options = SegmentOptions()

    /// Buckets of a few hundred bytes and ranges of four rows: many of each.
    static var tiny: IndexImport {
        var tiny = IndexImport()
        tiny.options.bucketBytes = 300
        tiny.options.rangeBits = 2
        return tiny
    }

    func open(_ folder: ScratchFolder) throws(LedgerError) -> IndexLedgerWriter {
        let writer = try IndexLedgerWriter.open(
            folder: folder.file("ledger"), chain: chain, fingerprint: fingerprint)
        writer.options = options
        writer.headBlocks = headBlocks
        return writer
    }

    /// Writes blocks in one import, in the order given, and opens what it made.
    @discardableResult
    func write(_ blocks: some Sequence<BlockRows>, to folder: ScratchFolder) throws(LedgerError) -> IndexLedger {
        let writer = try open(folder)
        for block in blocks { try writer.append(block) }
        try writer.finish()
        return try IndexLedger.open(at: folder.file("ledger"))
    }
}
