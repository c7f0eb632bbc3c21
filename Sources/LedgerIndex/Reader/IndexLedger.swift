import CLedgerKernel
import Foundation
import Ledger

/// The embedded ledger, read: a snapshot of segments that no import changes any more.
///
/// Every call reads synchronously on the caller's thread; call it off the main actor. Any number of tasks may read at
/// once. A ledger that is open goes on answering from its files while an import puts newer ones in their place.
public final class IndexLedger: UTXOReader {
    public let info: LedgerInfo
    /// The folder of the ledger, as it was opened.
    public let folder: String
    /// The same snapshot's own calls, for passes over many transactions.
    public let view: IndexView

    /// From this height on every block up to the tip is at hand whole; nil when that is true of none.
    let coveredFrom: UInt32?
    /// False when a missing block or an input not resolved may hide a part of any address's history.
    let isEverythingKnown: Bool
    private let full: LedgerInfo

    /// Opens the ledger in `folder`: maps its segments and reads their headers. An error says when there is none, when
    /// it is damaged, or when it was written by a newer Clew.
    public static func open(at folder: String) throws(LedgerError) -> IndexLedger {
        // An import that ends between the two steps takes files away that MANIFEST named: ask again.
        let place = LedgerFolder(path: folder)
        for attempt in 0..<3 {
            guard let manifest = try IndexManifest(in: place) else {
                throw LedgerError("There is no ledger at \(folder). Make one with: clew ledger import PATH")
            }
            do throws(LedgerError) {
                var segments: [MappedSegment] = []
                for segment in manifest.segments {
                    segments.append(try MappedSegment(path: place.file(segment.file)))
                }
                let storage = try IndexStorage(segments, chain: manifest.info.chain)
                return try IndexLedger(IndexView(storage), manifest.info, full: manifest.info, folder: folder)
            } catch {
                if attempt == 2 { throw error }
            }
        }
        throw LedgerError("The ledger at \(folder) cannot be opened. Try again.")
    }

    private init(_ view: IndexView, _ info: LedgerInfo, full: LedgerInfo, folder: String) throws(LedgerError) {
        self.view = view
        self.info = info
        self.full = full
        self.folder = folder
        var isUnknownThere = false
        for place in 0..<view.count {
            let header = view.segments[place].segment.header
            if header.firstUnknown != .max, header.firstTransaction + header.firstUnknown < view.end { isUnknownThere = true }
        }
        isEverythingKnown = info.coverage.isComplete && !isUnknownThere
        let rangeStart = info.coverage.ranges.last?.lowerBound
        let wholeFrom = try info.coverage.wholeBlocks ? 0 : Self.lastInPart(view, info.tip ?? 0).map { $0 + 1 } ?? 0
        coveredFrom = info.coverage.heightsKnown ? rangeStart.map { max($0, wholeFrom) } : nil
    }

    /// The greatest height up to `tip` of a block held in part.
    private static func lastInPart(_ view: IndexView, _ tip: UInt32) throws(LedgerError) -> UInt32? {
        for segment in (0..<view.count).reversed() where view.segments[segment].segment.header.firstPart <= UInt64(tip) {
            let rows = view.segments[segment]
            for place in (0..<rows.blockCount).reversed() {
                let row = try rows.block(place).pointee
                if row.height <= tip, row.flags & BlockFlag.whole == 0 { return row.height }
            }
        }
        return nil
    }

    /// The ledger as it stood after the greatest block at hand that is not above `height`; `info.tip` says which.
    public func snapshot(at height: UInt32) throws(LedgerError) -> IndexLedger {
        guard let first = info.coverage.ranges.first?.lowerBound, let tip = info.tip, height >= first else {
            throw LedgerError(
                "The ledger \(folder) holds no block at or below height \(height)"
                    + (info.coverage.ranges.first.map { ": it begins at \($0.lowerBound)." } ?? ": it is empty."))
        }
        if height >= tip { return self }
        for segment in (0..<view.count).reversed() where view.segments[segment].firstHeight <= height {
            let rows = view.segments[segment]
            guard let place = try rows.place(notAbove: height) else { break }
            let block = try rows.block(place).pointee
            var coverage = info.coverage.clipped(to: height)
            coverage.wholeBlocks = true
            for older in 0...segment where view.segments[older].segment.header.firstPart <= UInt64(height) {
                coverage.wholeBlocks = false
            }
            let hash = block.hash.hash
            return try IndexLedger(
                IndexView(
                    view.storage, end: rows.firstTransaction + UInt64(try rows.transactions(ofBlock: place).upperBound)),
                LedgerInfo(
                    chain: info.chain, coverage: coverage, tipHash: hash == .zero ? nil : hash, tipTime: block.time,
                    digest: block.digest.hash.wire), full: full, folder: folder)
        }
        throw LedgerError("Block \(height) is missing from \(folder).")
    }

    // MARK: Parts

    /// One answer a key, in order.
    @inline(__always)
    func each<Key, Value>(
        _ keys: [Key], _ answer: (Key) throws(LedgerError) -> Value
    ) throws(LedgerError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(keys.count)
        for key in keys { values.append(try answer(key)) }
        return values
    }

    /// The transaction's number in the view.
    @inline(__always)
    func number(_ ref: TxRef) throws(LedgerError) -> UInt64 {
        guard let transaction = try view.transaction(at: ref) else { throw unknown(ref) }
        return transaction
    }

    @inline(never)
    func unknown(_ ref: TxRef) -> LedgerError {
        LedgerError(
            "The ledger \(folder) holds no transaction at height \(ref.height), position \(ref.position), as of block "
                + "\(info.tip.map(String.init) ?? "none").")
    }

    /// Not seen spent is unspent only where no block is missing that might spend it.
    @inline(__always)
    func fate(_ output: IndexView.Output, _ height: UInt32, isOverwritten: Bool) -> Fate {
        if output.spender != IndexView.none { return .spent }
        if output.isUnspendable || isOverwritten { return .unspendable }
        return coveredFrom.map { height >= $0 } ?? false ? .unspent : .notCovered
    }
}
