import CLedgerKernel
import Foundation
import Ledger

/// Writes the embedded ledger: `append` keeps blocks in a log, `finish` builds segments of them and puts these in place
/// of the old ones by replacing MANIFEST.
///
/// Until then readers see the old ledger, and an import that was interrupted, at whatever moment, goes on when it is
/// run again with the same fingerprint. Blocks above the tip become a new segment, and the last hundred a head that is
/// built anew each time; blocks below it have the segments from there on built again. What an input spends is looked at
/// in `finish`: a double spend is an error there, and the ledger then stands as it stood. To be used by one task.
public final class IndexLedgerWriter: LedgerWriter {
    public let chain: Chain
    public private(set) var resumeAfter: UInt32?
    /// The greatest height that a later run goes on after; nil where blocks did not come in ascending heights.
    public var keptThrough: UInt32? { log.isAscending ? log.ascendingThrough : nil }
    /// Blocks this writer added, and blocks that were there already.
    public private(set) var added: UInt64 = 0
    public private(set) var skipped: UInt64 = 0
    /// Called now and then while `finish` builds: the step, how much of it is done, and of how much.
    public var progress: ((IndexBuildStep, Int, Int) -> Void)?
    /// Asked now and then while `finish` builds. When it answers true, `finish` ends with an error and what was
    /// appended is kept for a later run.
    public var isCancelled: (() -> Bool)?

    let folder: LedgerFolder
    let current: IndexManifest?
    let view: IndexView
    let log: ImportLog
    package var options = SegmentOptions()
    /// Blocks of the head: those a reorganisation may change.
    package var headBlocks = 100
    private var lock: LedgerLock?
    /// True when an import of this ledger, this one or one before, could but assume the chain.
    private(set) var isChainAssumed: Bool
    /// True when the heights handed in are ordinals.
    private var isOrdinal = false

    /// Opens the ledger at `folder` for one import, and makes it when it is not there.
    ///
    /// - Parameter fingerprint: names the import: the same sources in the same order give the same text.
    public static func open(folder: String, chain: Chain, fingerprint: String) throws(LedgerError) -> IndexLedgerWriter {
        let place = LedgerFolder(path: folder)
        try place.create()
        let lock = try LedgerLock(in: place)
        let current = try IndexManifest(in: place)
        if let current, current.info.chain != chain {
            throw LedgerError(
                "The ledger at \(folder) is of the chain \(current.info.chain), and these blocks are of \(chain). Name "
                    + "another folder with --ledger.")
        }
        return try IndexLedgerWriter(place, chain, fingerprint, lock, current)
    }

    private init(
        _ folder: LedgerFolder, _ chain: Chain, _ fingerprint: String, _ lock: LedgerLock, _ current: IndexManifest?
    ) throws(LedgerError) {
        self.folder = folder
        self.chain = chain
        self.current = current
        self.lock = lock
        isChainAssumed = current?.info.coverage.isChainAssumed ?? false
        let used = current?.segments.map(\.file) ?? []
        for name in try folder.names() {
            let isStray = SegmentName.number(of: name) != nil && !used.contains(name)
            if isStray || name.hasSuffix(".part") || name.hasPrefix("spill-") { unlink(folder.file(name)) }
        }
        var segments: [MappedSegment] = []
        for segment in current?.segments ?? [] { segments.append(try MappedSegment(path: folder.file(segment.file))) }
        view = IndexView(try IndexStorage(segments, chain: chain))
        let base = current.map { "\($0.segments.map { "\($0.file) \($0.sha256)" })" } ?? ""
        log = try ImportLog(in: folder, identity: "\(chain.name)\n\(base)\n\(fingerprint)", genesis: chain.genesis)
        isOrdinal = log.isOrdinal
        resumeAfter = log.isAscending ? log.ascendingThrough : nil
    }

    public func declareHeightsUnknown() throws(LedgerError) {
        try checkOpen()
        if !log.isOrdinal, current?.info.coverage.heightsKnown ?? true {
            guard log.places.isEmpty, view.count == 0 else {
                throw LedgerError(
                    "The ledger at \(folder.path) has blocks with heights, and these transactions have none. Import "
                        + "them into a folder of their own, with --ledger.")
            }
        }
        if !log.isOrdinal { try log.declareOrdinal() }
        isOrdinal = true
    }

    public func assumeChain() throws(LedgerError) {
        try checkOpen()
        isChainAssumed = true
    }

    @discardableResult
    public func append(_ block: BlockRows) throws(LedgerError) -> AppendOutcome {
        try checkOpen()
        let isOrdinalLedger = log.isOrdinal || !(current?.info.coverage.heightsKnown ?? true)
        let hasBlocks = view.count > 0 || !log.places.isEmpty
        if isOrdinalLedger, hasBlocks, !isOrdinal {
            throw LedgerError(
                "The transactions of this ledger have no heights, and the block \(block.hash) has. Import it into a "
                    + "folder of its own, with --ledger.")
        }
        let outcome = try admit(block)
        switch outcome {
        case .added: added += 1
        case .alreadyThere: skipped += 1
        }
        return outcome
    }

    /// Drops every block from `height` on: a reorganisation, or blocks that proved wrong. The blocks of the other
    /// branch are then appended.
    public func dropBlocks(from height: UInt32) throws(LedgerError) {
        try checkOpen()
        try log.drop(from: height)
    }

    public func suspend() throws(LedgerError) {
        try checkOpen()
        try log.flush()
        lock = nil
    }

    public func finish() throws(LedgerError) {
        try checkOpen()
        try log.flush()
        do throws(LedgerError) {
            if let manifest = try build() {
                try folder.replace(folder.manifest, with: manifest.bytes)
                let used = manifest.segments.map(\.file)
                for segment in current?.segments ?? [] where !used.contains(segment.file) {
                    unlink(folder.file(segment.file))
                }
            }
            unlink(log.path)
            lock = nil
        } catch {
            lock = nil
            throw error
        }
    }

    private func checkOpen() throws(LedgerError) {
        if lock == nil {
            throw LedgerError("The import into \(folder.path) has ended: open it again to add blocks.")
        }
    }
}
