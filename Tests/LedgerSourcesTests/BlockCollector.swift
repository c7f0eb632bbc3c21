import Encoding
import Foundation
import Ledger
import LedgerSources
import Support

/// A ledger that keeps the blocks it is handed, for looking at.
final class BlockCollector: LedgerWriter {
    let chain: Chain
    var resumeAfter: UInt32?
    private(set) var blocks: [BlockRows] = []
    private(set) var heightsKnown = true
    private(set) var isFinished = false
    private(set) var isSuspended = false

    init(_ chain: Chain, resumeAfter: UInt32? = nil) {
        self.chain = chain
        self.resumeAfter = resumeAfter
    }

    private(set) var isChainAssumed = false
    func assumeChain() { isChainAssumed = true }
    func declareHeightsUnknown() throws(LedgerError) { heightsKnown = false }

    func append(_ block: BlockRows) throws(LedgerError) -> AppendOutcome {
        blocks.append(block)
        return .added
    }

    func finish() throws(LedgerError) { isFinished = true }
    func suspend() throws(LedgerError) { isSuspended = true }

    var heights: [UInt32] { blocks.map(\.height) }
    var transactions: [TransactionRows] { blocks.flatMap(\.transactions) }

    /// The digest over all blocks, in digits.
    var digest: String {
        var digest = LedgerDigest(chain: chain)
        for block in blocks { digest.append(block) }
        return Hex.text(digest.bytes)
    }
}

/// Plans and runs an import, and hands back what arrived.
func collect(
    _ paths: [String], chain: Chain? = nil, height: UInt32? = nil
) throws -> (report: ImportReport, ledger: BlockCollector) {
    guard let plan = try LedgerImport(paths: paths, chain: chain, height: height).plan() else {
        throw LedgerError("The plan was cancelled.")
    }
    let ledger = BlockCollector(plan.chain)
    return (try plan.run(into: ledger), ledger)
}

/// The sentence with which an import refuses; nil when it does not.
func refusal(_ paths: [String], chain: Chain? = nil, height: UInt32? = nil) -> String? {
    do {
        _ = try collect(paths, chain: chain, height: height)
        return nil
    } catch { return (error as? LedgerError)?.sentence ?? "not a LedgerError: \(error)" }
}

extension SharedData {
    static func block(_ name: String) throws -> String { try path("bitcoin-blocks/" + name) }
}

extension ScratchFolder {
    /// Writes `bytes` under `name` and answers the path.
    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: file(name)))
        return file(name)
    }
}
