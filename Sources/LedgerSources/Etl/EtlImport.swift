import Ledger

/// Exports scanned and put in ledger order: ready for the second pass.
///
/// In memory stands one entry of 40 bytes for each transaction, and one block's rows at a time.
struct EtlImport: Sendable {
    let sources: [Source]
    let chain: Chain
    private let entries: [EtlEntry]
    private let blocks: [UInt32: EtlBlock]
    private let summary: ImportReport
    let blockCount: Int

    /// The first pass over `sources`. Nil when it was cancelled.
    init?(_ sources: [Source], given: Chain?, height: UInt32?, meter: inout ProgressMeter) throws(LedgerError) {
        if height != nil {
            throw LedgerError("A height was given, and the rows of an export say their own: leave it out (--height).")
        }
        var scan = EtlScan()
        let total = sources.reduce(0) { $0 + $1.size }
        var before = 0
        for (number, source) in sources.enumerated() {
            let whole = try scan.scan(try source.open(), as: number) { offset in
                meter.shouldStop(.scanning, before + offset, of: total, .bytes)
            }
            guard whole else { return nil }
            before += source.size
        }
        _ = meter.shouldStop(.scanning, total, of: total, .bytes)
        guard let heightsKnown = scan.heightsKnown else {
            throw LedgerError("The files hold no transaction rows\(scan.blocks.isEmpty ? "" : ", only block rows").")
        }
        self.sources = sources
        let fitting = scan.address?.chains ?? []
        if let given, let address = scan.address, !fitting.contains(given) {
            throw LedgerError(
                "The rows are of \(fitting.map(\.name).joined(separator: " or ")), as the address \(address.text) says, and "
                    + "\(given.name) was asked for.")
        }
        chain = given ?? fitting.first ?? .bitcoin
        entries = scan.entries.sorted { ($0.order, $0.source, $0.offset) < ($1.order, $1.source, $1.offset) }
        blocks = scan.blocks
        blockCount = zip(entries, entries.dropFirst()).reduce(1) { $0 + ($1.0.order == $1.1.order ? 0 : 1) }
        let basis: ChainBasis =
            given != nil ? .given : fitting.count == 1 ? .stated : fitting.isEmpty ? .assumed : .concluded
        var summary = ImportReport(chain: chain, chainBasis: basis)
        summary.heightsKnown = heightsKnown
        summary.duplicates = scan.duplicates
        if !heightsKnown {
            summary.warnings.append(
                "The rows have no heights: the order is block time, dependency, txid, heights are ordinals of distinct "
                    + "block times, and the coverage is partial.")
        }
        if basis == .assumed || basis == .concluded {
            let why =
                basis == .assumed
                ? "nothing says otherwise" : "its addresses fit \(fitting.map(\.name).joined(separator: " and "))"
            summary.warnings.append("The chain is assumed to be \(chain.name): \(why) (--chain to choose).")
        }
        self.summary = summary
    }

    var report: ImportReport { summary }

    /// The second pass: reads the rows of each block again, orders them, and hands them over.
    func run(into writer: some LedgerWriter, meter: inout ProgressMeter) throws(LedgerError) -> ImportReport {
        var report = summary
        if !summary.heightsKnown { try writer.declareHeightsUnknown() }
        var files = OpenFiles(sources)
        var start = 0
        var done = 0
        while start < entries.count {
            if meter.shouldStop(.importing, done, of: blockCount, .blocks) {
                report.wasCancelled = true
                return report
            }
            let order = entries[start].order
            let end = entries[start...].firstIndex { $0.order != order } ?? entries.count
            let height = summary.heightsKnown ? order : UInt32(done)
            if writer.resumeAfter.map({ height <= $0 }) != true {
                let group = try read(entries[start..<end], &files)
                let rows = try group.rows(
                    height: height, summary.heightsKnown ? blocks[height] : nil, on: chain,
                    heightsKnown: summary.heightsKnown)
                let outcome = try writer.append(rows)
                report.duplicates += group.duplicates
                report.count(rows, outcome)
            }
            start = end
            done += 1
        }
        _ = meter.shouldStop(.importing, blockCount, of: blockCount, .blocks)
        return report
    }

    private func read(_ entries: ArraySlice<EtlEntry>, _ files: inout OpenFiles) throws(LedgerError) -> EtlGroup {
        var group = EtlGroup()
        var bytes: [UInt8] = []
        for entry in entries {
            let file = try files.file(Int(entry.source))
            try file.read(at: entry.offset, count: Int(entry.length), into: &bytes)
            guard case .transaction(let row) = try EtlScan.row(bytes, file, entry.line, entry.offset) else {
                throw file.error("the file changed while it was imported", at: entry.offset)
            }
            try group.add(EtlGroup.Member(row: row, place: (file, entry.line, entry.offset)))
        }
        return group
    }
}
