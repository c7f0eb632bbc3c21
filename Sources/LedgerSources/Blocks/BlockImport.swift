import Ledger

/// Blocks found, linked and placed: ready for the second pass.
struct BlockImport: Sendable {
    /// A block to be read.
    private struct Step: Sendable {
        let block: Int32
        let height: UInt32
        let isAssumed: Bool
    }

    let sources: [Source]
    let chain: Chain
    private let blocks: [ScannedBlock]
    private let steps: [Step]
    private let summary: ImportReport

    /// The first pass over `sources`. Nil when it was cancelled.
    init?(_ sources: [Source], given: Chain?, height: UInt32?, meter: inout ProgressMeter) throws(LedgerError) {
        let (chain, basis) = try ChainDetection.chain(of: sources, given: given)
        var scan = BlockScan(on: chain)
        let total = sources.reduce(0) { $0 + $1.size }
        var before = 0
        for (number, source) in sources.enumerated() {
            let whole = try scan.scan(try source.open(), source.kind, as: number) { offset in
                meter.shouldStop(.scanning, before + offset, of: total, .bytes)
            }
            guard whole else { return nil }
            before += source.size
        }
        _ = meter.shouldStop(.scanning, total, of: total, .bytes)
        guard !scan.blocks.isEmpty else { throw LedgerError("The files hold no block.") }
        let names = sources.map { SourceFile.name($0.path) }
        let placement = try Placement(
            BlockTree(scan.blocks, scan.index), scan.blocks, on: chain, given: height,
            fileName: { names[Int($0)] })
        self.sources = sources
        self.chain = chain
        blocks = scan.blocks
        steps = placement.placed.flatMap { placed in
            placed.branch.blocks.enumerated().map {
                Step(block: $1, height: placed.first + UInt32($0), isAssumed: placed.isAssumed)
            }
        }
        var summary = ImportReport(chain: chain, chainBasis: basis)
        summary.assumedHeights = placement.placed.filter(\.isAssumed).map(\.heights)
        summary.orphans = placement.orphans.map { scan.blocks[Int($0)].hash }
        summary.unplaced = placement.unplaced.map { scan.blocks[Int($0)].hash }
        summary.duplicates = scan.duplicates
        summary.warnings = scan.warnings
        Self.warn(&summary)
        self.summary = summary
    }

    var blockCount: Int { steps.count }
    var report: ImportReport { summary }

    private static func warn(_ summary: inout ImportReport) {
        func list(_ hashes: [BlockHash]) -> String {
            let shown = hashes.prefix(3).map(\.description).joined(separator: ", ")
            return hashes.count > 3 ? "\(shown) and \(hashes.count - 3) more" : shown
        }
        if !summary.orphans.isEmpty {
            summary.warnings.append(
                "\(summary.orphans.count) blocks are on branches that lost and were left out: \(list(summary.orphans)).")
        }
        if !summary.unplaced.isEmpty {
            summary.warnings.append(
                "\(summary.unplaced.count) blocks were left out because nothing says their height: "
                    + "\(list(summary.unplaced)). Give the height of the first one (--height) to import them.")
        }
        if summary.chainBasis == .assumed || summary.chainBasis == .concluded {
            let why = summary.chainBasis == .assumed ? "nothing says otherwise" : "the work the blocks prove says so"
            summary.warnings.append("The chain is assumed to be \(summary.chain.name): \(why) (--chain to choose).")
        }
        for range in summary.assumedHeights {
            summary.warnings.append("The heights \(range.lowerBound) to \(range.upperBound) are assumed, not read.")
        }
    }

    /// The second pass: reads each block, checks it against its header, and hands it over in ascending height.
    func run(into writer: some LedgerWriter, meter: inout ProgressMeter) throws(LedgerError) -> ImportReport {
        var report = summary
        var files = OpenFiles(sources)
        var buffer: [UInt8] = []
        for (done, step) in steps.enumerated() {
            if meter.shouldStop(.importing, done, of: steps.count, .blocks) {
                report.wasCancelled = true
                return report
            }
            if let kept = writer.resumeAfter, step.height <= kept { continue }
            let scanned = blocks[Int(step.block)]
            let file = try files.file(Int(scanned.source))
            try file.read(at: scanned.offset, count: Int(scanned.length), into: &buffer)
            let facts = try read(buffer, scanned, sources[Int(scanned.source)].kind, file, &report)
            guard facts.hash == scanned.hash else {
                throw file.error("the file changed while it was imported", at: scanned.offset)
            }
            if let fault = facts.fault(on: chain) {
                throw file.error("block \(facts.hash): \(fault)", at: scanned.offset)
            }
            if let stated = facts.statedHeight(on: chain), stated != step.height {
                throw file.error(
                    "block \(facts.hash) states the height \(stated), and its place is \(step.height)",
                    at: scanned.offset)
            }
            let rows = facts.rows(height: step.height, heightAssumed: step.isAssumed)
            let outcome = try writer.append(rows)
            report.count(rows, outcome)
        }
        _ = meter.shouldStop(.importing, steps.count, of: steps.count, .blocks)
        return report
    }

    private func read(
        _ bytes: [UInt8], _ scanned: ScannedBlock, _ kind: SourceKind, _ file: SourceFile, _ report: inout ImportReport
    ) throws(LedgerError) -> BlockFacts {
        do throws(ParseError) {
            let (facts, rest) = try ByteReader.read(bytes, origin: scanned.offset) {
                (reader: inout ByteReader) throws(ParseError) -> (BlockFacts, Int) in
                let facts = try BlockFacts(parsing: &reader)
                if kind == .blockFile || reader.remaining > BlockScan.bareSlack { try reader.end() }
                return (facts, reader.remaining)
            }
            if rest > 0 {
                report.warnings.append(
                    "\(file.name), at byte \(file.size - rest): \(rest) bytes after the block were not used.")
            }
            return facts
        } catch { throw file.error(error) }
    }
}

/// Keeps the files used last open: a chain has more of them than a process may open.
struct OpenFiles {
    private let sources: [Source]
    private var open: [(index: Int, file: SourceFile)] = []
    private static let greatest = 16

    init(_ sources: [Source]) { self.sources = sources }

    mutating func file(_ index: Int) throws(LedgerError) -> SourceFile {
        if let place = open.firstIndex(where: { $0.index == index }) { return open[place].file }
        if open.count >= Self.greatest { open.removeFirst() }
        let file = try sources[index].open()
        open.append((index, file))
        return file
    }
}
