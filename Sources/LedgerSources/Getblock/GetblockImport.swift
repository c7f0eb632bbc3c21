import Encoding
import Ledger

/// A node's `getblock` answers scanned and put in order of height: ready for the second pass.
///
/// In memory stands one entry for each block, and one block at a time.
struct GetblockImport: Sendable {
    private struct Entry: Sendable {
        let height: UInt32
        let hash: BlockHash
        let previous: BlockHash
        let source: Int32
        let offset: Int
        let length: Int
    }

    let sources: [Source]
    let chain: Chain
    private let entries: [Entry]
    private let summary: ImportReport

    var blockCount: Int { entries.count }
    var report: ImportReport { summary }

    /// The first pass over `sources`. Nil when it was cancelled.
    init?(_ sources: [Source], given: Chain?, height: UInt32?, meter: inout ProgressMeter) throws(LedgerError) {
        if height != nil {
            throw LedgerError("A height was given, and a node's answers say their own: leave it out (--height).")
        }
        let total = sources.reduce(0) { $0 + $1.size }
        var before = 0
        var entries: [BlockHash: Entry] = [:]
        var byHeight: [UInt32: BlockHash] = [:]
        var fitting = Chain.all
        var duplicates = 0
        var orphans: [BlockHash] = []
        for (number, source) in sources.enumerated() {
            let file = try source.open()
            var documents = JSONDocuments(file)
            while let place = try documents.next() {
                let answer = try Self.answer(file, place)
                let isNew = entries[answer.hash] == nil && !orphans.contains(answer.hash)
                fitting = fitting.filter { Self.fits(answer, $0) }
                guard let first = given ?? fitting.first else {
                    throw file.error(
                        "block \(answer.hash) is of no chain that this build knows, or not of that of the others",
                        at: place.offset)
                }
                if let given, !Self.fits(answer, given) {
                    throw file.error("block \(answer.hash) is not of \(given.name)", at: place.offset)
                }
                if let fault = answer.fault(on: first) {
                    throw file.error("block \(answer.hash): \(fault)", at: place.offset)
                }
                if !isNew {
                    duplicates += 1
                } else if answer.isOrphan {
                    orphans.append(answer.hash)
                } else {
                    if let other = byHeight.updateValue(answer.hash, forKey: answer.height) {
                        throw file.error("height \(answer.height) has two blocks: \(other) and \(answer.hash)", at: place.offset)
                    }
                    entries[answer.hash] = Entry(
                        height: answer.height, hash: answer.hash, previous: answer.header.previous, source: Int32(number),
                        offset: place.offset, length: place.length)
                }
                if meter.shouldStop(.scanning, before + place.offset + place.length, of: total, .bytes) { return nil }
            }
            before += source.size
        }
        guard !entries.isEmpty else { throw LedgerError("The files hold no block of the best chain.") }
        self.sources = sources
        chain = given ?? fitting.first ?? .bitcoin
        self.entries = entries.values.sorted { $0.height < $1.height }
        let basis: ChainBasis = given != nil ? .given : fitting.count == 1 ? .stated : .concluded
        var summary = ImportReport(chain: chain, chainBasis: basis)
        summary.duplicates = duplicates
        summary.orphans = orphans
        if !orphans.isEmpty {
            summary.warnings.append("\(orphans.count) blocks are on branches that lost, as the node says, and were left out.")
        }
        if basis == .concluded {
            let names = fitting.map(\.name).joined(separator: " and ")
            summary.warnings.append("The chain is assumed to be \(chain.name): the blocks fit \(names) (--chain to choose).")
        }
        self.summary = summary
        for (earlier, later) in zip(self.entries, self.entries.dropFirst())
        where earlier.height + 1 == later.height && later.previous != earlier.hash {
            throw LedgerError(
                "Block \(later.hash) at height \(later.height) does not follow \(earlier.hash) at height \(earlier.height).")
        }
    }

    /// The second pass: reads each block again and hands it over in ascending height.
    func run(into writer: some LedgerWriter, meter: inout ProgressMeter) throws(LedgerError) -> ImportReport {
        var report = summary
        var files = OpenFiles(sources)
        for (done, entry) in entries.enumerated() {
            if meter.shouldStop(.importing, done, of: entries.count, .blocks) {
                report.wasCancelled = true
                return report
            }
            if let kept = writer.resumeAfter, entry.height <= kept { continue }
            let file = try files.file(Int(entry.source))
            let answer = try Self.answer(file, JSONDocuments.Place(offset: entry.offset, length: entry.length))
            guard answer.hash == entry.hash, answer.height == entry.height, answer.fault(on: chain) == nil else {
                throw file.error("the file changed while it was imported", at: entry.offset)
            }
            if let stated = answer.statedHeight(on: chain), stated != entry.height {
                throw file.error(
                    "block \(entry.hash) states the height \(stated), and the node says \(entry.height)", at: entry.offset)
            }
            let rows = answer.rows
            let outcome = try writer.append(rows)
            report.count(rows, outcome)
        }
        _ = meter.shouldStop(.importing, entries.count, of: entries.count, .blocks)
        return report
    }

    private static let limits = JSONLimits(
        documentBytes: JSONDocuments.longest, stringBytes: 16 << 20, allowsDecimals: true, allowsWideIntegers: true)

    private static func answer(_ file: SourceFile, _ place: JSONDocuments.Place) throws(LedgerError) -> GetblockAnswer {
        var bytes: [UInt8] = []
        try file.read(at: place.offset, count: place.length, into: &bytes)
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue.parse(bytes, limits: limits) } catch {
            throw file.error("the answer is not sound JSON: \(error.reason)", at: place.offset + error.offset)
        }
        do throws(GetblockError) { return try GetblockAnswer(json) } catch {
            throw file.error(error.sentence, at: place.offset)
        }
    }

    /// Whether the block may be of the chain: by its address, its work, its genesis and the height it states.
    private static func fits(_ answer: GetblockAnswer, _ chain: Chain) -> Bool {
        guard (answer.height == 0) == (answer.hash == chain.genesis),
            (answer.height == 1) == (answer.header.previous == chain.genesis)
        else { return false }
        if Chain.all.contains(where: { $0 != chain && $0.genesis == answer.hash }) { return false }
        // Regtest never raises its difficulty, so that no block of another chain passes for one of it.
        if chain == .bitcoinRegtest, answer.header.bits != chain.limitBits { return false }
        if let address = answer.address, !Address.isAddress(address, on: chain) { return false }
        return answer.header.provesWork(answer.hash, on: chain)
            && answer.statedHeight(on: chain).map { $0 == answer.height } != false
    }
}
