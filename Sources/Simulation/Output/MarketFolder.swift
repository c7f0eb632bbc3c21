import Crypto
import Encoding
import Foundation
import Ledger

/// Writes a market as a folder: `blocks/blk00000.dat` and so on as Bitcoin Core keeps them, and `truth.jsonl`, the ground
/// truth one JSON object a line. Both stream: what is held does not grow with the ledger.
public struct MarketFolder: Sendable {
    /// What was written.
    public struct Summary: Sendable {
        public let seed: SimulationSeed
        public let blocks: UInt32
        public let transactions: UInt64
        public let tipHash: BlockHash
        public let files: Int
        public let bytes: UInt64
        /// SHA-256 over all block files in their order.
        public let digest: String
        public let truthLines: UInt64
    }

    public static let truthFile = "truth.jsonl"
    /// Bytes after which Bitcoin Core begins the next file.
    private static let fileLimit = 128 << 20

    public let path: String
    /// True when files of an earlier run may be replaced.
    public let replaces: Bool

    public init(path: String, replaces: Bool = false) {
        self.path = path
        self.replaces = replaces
    }

    /// Generates the market of `seed` into the folder, making it where it is missing.
    ///
    /// Each file appears whole or not at all, the truth last; when `progress`, told the transactions made, answers false,
    /// nothing more appears and the error says so. Throws when files are there already and may not be replaced, or when the
    /// disk does not take them.
    public func write(
        _ seed: SimulationSeed, progress: (UInt64) -> Bool = { _ in true }
    ) throws(SimulationError) -> Summary {
        try SimulationFolder(path: path, replaces: replaces).check([Self.name(0), Self.truthFile])
        var market = MarketLedger(seed)
        var hasher = SHA256()
        var (files, bytes, lines, made): (Int, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var inFile = 0
        var truth = try StagedFile(path + "/" + Self.truthFile)
        var file = try StagedFile(path + "/" + Self.name(0))
        do throws(SimulationError) {
            let end = try market.run { (block, more) throws(SimulationError) in
                let record = LedgerGenerator.record(of: block)
                if inFile + record.count > Self.fileLimit {
                    try file.finish()
                    files += 1
                    inFile = 0
                    file = try StagedFile(path + "/" + Self.name(files))
                }
                hasher.update(data: record)
                inFile += record.count
                bytes += UInt64(record.count)
                try file.append(record)
                for line in more { try truth.append(Array((line.line() + "\n").utf8)) }
                lines += UInt64(more.count)
                made += UInt64(block.transactions.count)
                guard progress(made) else { throw SimulationError("Interrupted: \(path) is not whole. Run it again with --replace.") }
            }
            try file.finish()
            let last = market.end()
            for line in last { try truth.append(Array((line.line() + "\n").utf8)) }
            try truth.finish()
            return Summary(
                seed: seed, blocks: end.blocks, transactions: end.transactions, tipHash: end.tip, files: files + 1,
                bytes: bytes, digest: Hex.text(hasher.finalize()), truthLines: lines + UInt64(last.count))
        } catch {
            file.abandon()
            truth.abandon()
            throw error
        }
    }

    private static func name(_ number: Int) -> String {
        let digits = String(number)
        return "blocks/blk" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".dat"
    }
}
