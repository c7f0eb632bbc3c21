import Encoding
import Foundation
import Ledger

/// An import of an account chain's rows as ethereum-etl writes them: blocks, transactions, receipts, token transfers,
/// traces, logs, tokens and contracts, as JSON lines or CSV, in any order and from any number of files.
public struct AccountImport: Sendable {
    /// What an import read, and what a reader of its results must know.
    public struct Report: Hashable, Sendable {
        public var chain: Chain
        public var chainBasis: ChainBasis
        public var files = 0
        public var rows: UInt64 = 0
        /// Rows that move value outside transactions, and were left out.
        public var outside: UInt64 = 0
        /// Sentences that must be shown.
        public var warnings: [String] = []
    }

    public let chain: Chain
    private let basis: ChainBasis
    private let sources: [(path: String, size: Int)]

    /// Nil when the files are none of such an export. Throws when they cannot be read, or only some of them are.
    ///
    /// - Parameter chain: where it is given; no row of these exports says it.
    public init?(paths: [String], chain given: Chain?) throws(LedgerError) {
        var found: [(String, Int)] = []
        var other: String?
        for path in try Self.files(paths) {
            let file = try SourceFile(path)
            if try AccountFile.isOne(file) { found.append((path, file.size)) } else { other = path }
        }
        guard let first = found.first else { return nil }
        if let other {
            throw LedgerError(
                "\(SourceFile.name(first.0)) holds rows of ethereum-etl, and \(SourceFile.name(other)) something else: "
                    + "import one kind at a time.")
        }
        if let given, given.kind != .balances {
            throw LedgerError(
                "\(SourceFile.name(first.0)) holds rows of a chain whose value rests in balances, and \(given.name) is "
                    + "none: give --chain \(Chain.accounts.map(\.name).joined(separator: " or ")).")
        }
        chain = given ?? .ethereum
        basis = given == nil ? .assumed : .given
        sources = found
    }

    /// Reads everything into the writer and finishes it. Nil when `isCancelled` answered true: nothing was imported.
    public func run(
        into writer: some AccountWriter, progress: @escaping (ImportProgress) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws(LedgerError) -> Report? {
        var meter = ProgressMeter(progress, isCancelled: isCancelled)
        var report = Report(chain: chain, chainBasis: basis)
        let total = sources.reduce(0) { $0 + $1.size }
        var before = 0
        do throws(LedgerError) {
            for source in sources {
                var file = try AccountFile(SourceFile(source.path), on: chain)
                var batch: [AccountSource] = []
                while let more = try file.next(into: &batch, limit: 2_000) {
                    try writer.add(batch)
                    report.rows += UInt64(batch.count)
                    if meter.shouldStop(.scanning, before + more, of: total, .bytes) {
                        writer.abandon()
                        return nil
                    }
                }
                report.outside += file.outside
                report.files += 1
                before += source.size
            }
            let isDone = try writer.finish { done, all in
                !meter.shouldStop(.finishing, Int(clamping: done), of: Int(clamping: all), .blocks)
            }
            if !isDone { return nil }
        } catch {
            writer.abandon()
            throw error
        }
        if basis == .assumed {
            report.warnings.append("The chain is assumed to be \(chain.name): no row says it (--chain to choose).")
        }
        if report.outside > 0 {
            report.warnings.append(
                "\(AmountText.grouped(report.outside)) rows give block rewards or the genesis allocation, which belong to no "
                    + "transaction: they were left out, and the balances that got them begin with an unknown lot.")
        }
        return report
    }

    /// Files as given, and those of folders that may be such an export, sorted.
    private static func files(_ paths: [String]) throws(LedgerError) -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                files.append(path)
                continue
            }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            files += names.filter { name in [".json", ".jsonl", ".csv"].contains { name.hasSuffix($0) } }.sorted()
                .map { path + "/" + $0 }
        }
        return files
    }
}
