import Encoding
import Ledger

/// An import of block files, bare blocks, a node's `getblock` answers or bitcoin-etl's JSON lines: `plan` sniffs and scans, `run` reads, checks and
/// hands everything to a ledger in ascending height.
///
///     let plan = try LedgerImport(paths: ["blocks/"]).plan()
///     let writer = ...  // for plan.chain, with plan.fingerprint
///     let report = try plan?.run(into: writer)
public struct LedgerImport: Sendable {
    /// Files, or folders that stand for their `blk*.dat` files.
    public let paths: [String]
    /// The chain, where it is given and not to be found out.
    public let chain: Chain?
    /// The height of the first block of a branch whose height nothing else says.
    public let height: UInt32?

    public init(paths: [String], chain: Chain? = nil, height: UInt32? = nil) {
        self.paths = paths
        self.chain = chain
        self.height = height
    }

    /// Sniffs the files and scans them: headers and their proof of work, or rows. Nothing is written.
    ///
    /// Nil when `isCancelled` answered true. Throws what is wrong with a file, with its offset or line.
    public func plan(
        progress: @escaping (ImportProgress) -> Void = { _ in }, isCancelled: @escaping () -> Bool = { false }
    ) throws(LedgerError) -> ImportPlan? {
        let sources = try SourceList.find(paths)
        var meter = ProgressMeter(progress, isCancelled: isCancelled)
        if let first = sources.first, let other = sources.first(where: { $0.kind.family != first.kind.family }) {
            throw LedgerError(
                "\(SourceFile.name(first.path)) holds \(first.kind.family), and \(SourceFile.name(other.path)) "
                    + "\(other.kind.family): import one kind at a time.")
        }
        let kind: ImportPlan.Kind
        switch sources.first?.kind {
        case .etl:
            guard let rows = try EtlImport(sources, given: chain, height: height, meter: &meter) else { return nil }
            kind = .rows(rows)
        case .getblock:
            guard let answers = try GetblockImport(sources, given: chain, height: height, meter: &meter) else { return nil }
            kind = .answers(answers)
        case .blockFile, .bareBlock, nil:
            guard let blocks = try BlockImport(sources, given: chain, height: height, meter: &meter) else { return nil }
            kind = .blocks(blocks)
        }
        return ImportPlan(kind: kind, fingerprint: fingerprint(sources))
    }

    /// 64 digits over what is imported and how: path, size and time of change of each file, chain and height.
    private func fingerprint(_ sources: [Source]) -> String {
        var text = "clew-import-1\n\(chain?.name ?? "")\n\(height.map(String.init) ?? "")\n"
        for source in sources { text += "\(source.size) \(source.changed) \(source.path)\0" }
        return Hex.text(SHA256d.hash(Array(text.utf8)).wire)
    }
}

/// What an import will do, before it does it.
public struct ImportPlan: Sendable {
    enum Kind: Sendable {
        case blocks(BlockImport)
        case rows(EtlImport)
        case answers(GetblockImport)
    }

    let kind: Kind
    /// The same for the same files, chain and height: an interrupted import goes on under it.
    public let fingerprint: String

    /// What is known before the second pass: chain, assumed values, orphans, warnings; counts are still zero.
    public var report: ImportReport {
        switch kind {
        case .blocks(let blocks): blocks.report
        case .rows(let rows): rows.report
        case .answers(let answers): answers.report
        }
    }

    public var chain: Chain { report.chain }

    /// Blocks that will be handed over.
    public var blockCount: Int {
        switch kind {
        case .blocks(let blocks): blocks.blockCount
        case .rows(let rows): rows.blockCount
        case .answers(let answers): answers.blockCount
        }
    }

    /// Reads, checks and hands over every block, and finishes the writer.
    ///
    /// When `isCancelled` answers true, which is asked before each block, the writer is suspended and the report says
    /// so. On an error the writer is suspended too and nothing becomes visible.
    public func run(
        into writer: some LedgerWriter, progress: @escaping (ImportProgress) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws(LedgerError) -> ImportReport {
        guard writer.chain == chain else {
            throw LedgerError("The ledger is of \(writer.chain.name), and the files are of \(chain.name).")
        }
        var meter = ProgressMeter(progress, isCancelled: isCancelled)
        let report: ImportReport
        do throws(LedgerError) {
            if self.report.isChainAssumed { try writer.assumeChain() }
            switch kind {
            case .blocks(let blocks): report = try blocks.run(into: writer, meter: &meter)
            case .rows(let rows): report = try rows.run(into: writer, meter: &meter)
            case .answers(let answers): report = try answers.run(into: writer, meter: &meter)
            }
        } catch {
            try? writer.suspend()
            throw error
        }
        if report.wasCancelled {
            try writer.suspend()
            return report
        }
        let total = UInt64(blockCount)
        progress(ImportProgress(phase: .finishing, done: 0, total: total, unit: .blocks))
        try writer.finish()
        progress(ImportProgress(phase: .finishing, done: total, total: total, unit: .blocks))
        return report
    }
}
