import Crypto
import Encoding
import Ledger

/// Writes a ledger of balances as a folder: `ledger/` with the rows that ethereum-etl would export, one JSON object a line,
/// and `truth.jsonl`, the ground truth. All streams: what is held does not grow with the ledger.
public struct AccountsFolder: Sendable {
    /// What was written.
    public struct Summary: Sendable {
        public let seed: SimulationSeed
        public let blocks: UInt32
        public let transactions: UInt64
        public let tipHash: Hash256
        public let bytes: UInt64
        /// SHA-256 over the SHA-256 of each file of rows, in the order of their names.
        public let digest: String
        public let truthLines: UInt64
    }

    public static let truthFile = "truth.jsonl"
    /// The files of rows, in the order of their names.
    public static let files = ["blocks", "logs", "tokens", "traces", "transactions"].map { "ledger/\($0).jsonl" }

    public let path: String
    /// True when files of an earlier run may be replaced.
    public let replaces: Bool

    public init(path: String, replaces: Bool = false) {
        self.path = path
        self.replaces = replaces
    }

    /// Generates the ledger of `seed` into the folder, making it where it is missing.
    ///
    /// Each file appears whole or not at all, the truth last; when `progress`, told the transactions made, answers false,
    /// nothing appears and the error says so. Throws when files are there already and may not be replaced, or when the
    /// disk does not take them.
    public func write(
        _ seed: SimulationSeed, progress: (UInt64) -> Bool = { _ in true }
    ) throws(SimulationError) -> Summary {
        try SimulationFolder(path: path, replaces: replaces).check(Self.files + [Self.truthFile])
        var market = AccountsMarket(seed)
        var writers: [StagedFile] = []
        for name in Self.files + [Self.truthFile] { writers.append(try StagedFile(path + "/" + name)) }
        var hashers = [SHA256](repeating: SHA256(), count: Self.files.count)
        var (bytes, lines, made): (UInt64, UInt64, UInt64) = (0, 0, 0)
        do throws(SimulationError) {
            func put(_ file: Int, _ text: [String]) throws(SimulationError) {
                if text.isEmpty { return }
                let record = Array((text.joined(separator: "\n") + "\n").utf8)
                hashers[file].update(data: record)
                bytes += UInt64(record.count)
                try writers[file].append(record)
            }
            try put(
                2,
                market.tokens.map {
                    #"{"address": "\#($0.contract.text(on: .ethereumDev).lowercased())", "symbol": "\#($0.symbol)", "decimals": \#($0.decimals)}"#
                })
            let end = try market.run { (block, more) throws(SimulationError) in
                try put(0, [block.blockLine])
                var log = 0
                for position in block.transactions.indices {
                    try put(1, block.logLines(position, from: &log))
                    try put(3, block.traceLines(position))
                    try put(4, [block.transactionLine(position)])
                }
                for line in more { try writers[Self.files.count].append(Array((line.line() + "\n").utf8)) }
                lines += UInt64(more.count)
                made += UInt64(block.transactions.count)
                guard progress(made) else { throw SimulationError("Interrupted: \(path) is not whole. Run it again with --replace.") }
            }
            let last = market.end()
            for line in last { try writers[Self.files.count].append(Array((line.line() + "\n").utf8)) }
            for k in writers.indices { try writers[k].finish() }
            var whole = SHA256()
            for hasher in hashers { whole.update(data: Array(hasher.finalize())) }
            return Summary(
                seed: seed, blocks: end.blocks, transactions: end.transactions, tipHash: end.tip, bytes: bytes,
                digest: Hex.text(whole.finalize()), truthLines: lines + UInt64(last.count))
        } catch {
            for writer in writers { writer.abandon() }
            throw error
        }
    }
}
