import Crypto
import Encoding
import Foundation
import Ledger

/// Writes a generated ledger as a folder: `blocks/blk00000.dat` as Bitcoin Core keeps it, and `truth.json`.
public struct SimulationFolder: Sendable {
    /// What was written.
    public struct Summary: Sendable {
        public let truth: GroundTruth
        /// Bytes and SHA-256 of the block file.
        public let blockBytes: Int
        public let blockDigest: String
    }

    /// Paths inside the folder.
    public static let blockFile = "blocks/blk00000.dat"
    public static let truthFile = "truth.json"

    public let path: String
    /// True when files of an earlier run may be replaced.
    public let replaces: Bool

    public init(path: String, replaces: Bool = false) {
        self.path = path
        self.replaces = replaces
    }

    /// Generates the ledger of `seed` into the folder, making it where it is missing.
    ///
    /// Each file appears whole or not at all, the truth last. Throws when one is there already and may not be replaced,
    /// when the disk does not take them, and what `LedgerGenerator.run` throws.
    public func write(_ seed: SimulationSeed) throws(SimulationError) -> Summary {
        try check([Self.blockFile, Self.truthFile])
        var writer = try StagedFile(path + "/" + Self.blockFile)
        var hasher = SHA256()
        var bytes = 0
        do throws(SimulationError) {
            let truth = try LedgerGenerator(seed).run { (block) throws(SimulationError) in
                let record = LedgerGenerator.record(of: block)
                hasher.update(data: record)
                bytes += record.count
                try writer.append(record)
            }
            try writer.finish()
            var staged = try StagedFile(path + "/" + Self.truthFile)
            try staged.append(Array((truth.document.pretty() + "\n").utf8))
            try staged.finish()
            return Summary(truth: truth, blockBytes: bytes, blockDigest: Hex.text(hasher.finalize()))
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// Throws when one of `names` is in the folder and may not be replaced.
    func check(_ names: [String]) throws(SimulationError) {
        guard !replaces else { return }
        for name in names where FileManager.default.fileExists(atPath: path + "/" + name) {
            throw SimulationError(
                "\(VisibleText.escape(path + "/" + name)) is there already. Name another folder, or pass --replace.")
        }
    }
}
