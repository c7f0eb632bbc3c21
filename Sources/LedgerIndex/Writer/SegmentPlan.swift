import CLedgerKernel
import Foundation
import Ledger

/// Which segments stay, which are built, and what MANIFEST then says.
extension IndexLedgerWriter {
    /// Builds what is new; nil when nothing is.
    func build() throws(LedgerError) -> IndexManifest? {
        let dropped = log.droppedFrom.map { from in view.count > 0 && view.segments[view.count - 1].lastHeight >= from } ?? false
        guard current == nil || !log.places.isEmpty || dropped else { return nil }
        var (kept, planned) = try plan()
        guard kept > 0 || !planned.isEmpty else {
            throw LedgerError(
                "Nothing would be left of the ledger \(folder.path): every block is dropped and none is added. Remove "
                    + "the folder, if that is what is meant.")
        }
        var manifests = Array((current?.segments ?? []).prefix(kept))
        var segments = Array(view.storage.segments.prefix(kept))
        var digest = LedgerDigest(chain: chain)
        if kept > 0 {
            let last = view.segments[kept - 1]
            digest = LedgerDigest(resuming: try last.block(last.blockCount - 1).pointee.digest.hash.wire) ?? digest
        }
        // Nothing built so far may be named before MANIFEST is replaced: numbers go on from the greatest there was.
        var number = (current?.segments ?? []).compactMap { SegmentName.number(of: $0.file) }.max() ?? 0
        while !planned.isEmpty {
            let part = try firstPart(of: planned)
            number += 1
            let name = SegmentName.name(number)
            let older = IndexView(try IndexStorage(segments, chain: chain))
            let feed = try WriterFeed(part, log: log, view: view, genesis: chain.genesis)
            let build = try SegmentBuild(
                feed: feed, older: older, chain: chain, digest: digest, folder: folder.path, path: folder.file(name),
                options: options, step: step)
            let hash = try build.run()
            digest = build.digest
            segments.append(try MappedSegment(path: folder.file(name)))
            manifests.append(IndexManifest.Segment(file: name, sha256: hash))
            planned = planned[part.endIndex...]
        }
        try folder.syncFolder()
        let info = try info(of: IndexView(try IndexStorage(segments, chain: chain)), digest)
        return IndexManifest(segments: manifests, info: info)
    }

    private func step(_ step: IndexBuildStep, _ done: Int, _ total: Int) throws(LedgerError) {
        progress?(step, done, total)
        if isCancelled?() ?? false {
            throw LedgerError("The import was stopped. Nothing has changed; run the same command again and it goes on.")
        }
    }

    /// How many segments stay as they are, and the blocks of the others with the new ones, in ascending height.
    private func plan() throws(LedgerError) -> (Int, ArraySlice<PlannedBlock>) {
        let lowest = min(log.places.keys.min() ?? .max, log.droppedFrom ?? .max)
        var kept = view.count
        while kept > 0, view.segments[kept - 1].lastHeight >= lowest { kept -= 1 }
        // The head is always built again: it moves up with the tip.
        if kept > 0, kept == view.count, view.segments[kept - 1].blockCount <= UInt32(2 * headBlocks) { kept -= 1 }
        // Small segments are put together with what follows them, so that there are never many.
        var pile = 0
        for place in log.places.values { pile += Int(place.record.transactions) }
        for segment in kept..<view.count { pile += try remaining(of: segment) }
        while kept > 0, Int(view.segments[kept - 1].transactionCount) < pile {
            kept -= 1
            pile += Int(view.segments[kept].transactionCount)
        }
        var planned: [PlannedBlock] = []
        for segment in kept..<view.count {
            for place in 0..<view.segments[segment].blockCount {
                let row = try view.segments[segment].block(place).pointee
                if let dropped = log.droppedFrom, row.height >= dropped { break }
                if log.places[row.height] == nil { planned.append(.stored(segment: segment, place: place, row: row)) }
            }
        }
        planned += log.places.values.map { .logged($0) }
        planned.sort { $0.height < $1.height }
        return (kept, planned[...])
    }

    /// Transactions of a segment that are not dropped.
    private func remaining(of segment: Int) throws(LedgerError) -> Int {
        let rows = view.segments[segment]
        guard let dropped = log.droppedFrom else { return Int(rows.transactionCount) }
        return Int(try rows.lowerBound(TxRef(height: dropped, position: 0)))
    }

    /// The blocks of the next segment: all but the head's, as far as they fit, or the head's.
    private func firstPart(of planned: ArraySlice<PlannedBlock>) throws(LedgerError) -> ArraySlice<PlannedBlock> {
        let limit = planned.count > 2 * headBlocks ? planned.count - headBlocks : planned.count
        var end = planned.startIndex
        var inputs = 0, outputs = 0
        while end < planned.startIndex + limit {
            let record = try WriterFeed.record(of: planned[end], view)
            inputs += Int(record.inputs)
            outputs += Int(record.outputs)
            if end > planned.startIndex, max(inputs, outputs) > options.greatestSegment { break }
            guard max(inputs, outputs) < Int(Mark.high) else {
                throw LedgerError("Block \(record.height) alone has more rows than a segment can hold: the data are damaged.")
            }
            end += 1
        }
        return planned[planned.startIndex..<end]
    }

    /// What the segments hold.
    private func info(of view: IndexView, _ digest: LedgerDigest) throws(LedgerError) -> LedgerInfo {
        var coverage = Coverage(heightsKnown: !(log.isOrdinal || !(current?.info.coverage.heightsKnown ?? true)))
        coverage.isChainAssumed = isChainAssumed
        var tip: (hash: BlockHash, time: UInt32) = (.zero, 0)
        for segment in 0..<view.count {
            for place in 0..<view.segments[segment].blockCount {
                let row = try view.segments[segment].block(place).pointee
                if row.flags & BlockFlag.assumed != 0 { Self.extend(&coverage.assumed, by: row.height) }
                if row.flags & BlockFlag.whole == 0 { coverage.wholeBlocks = false }
                Self.extend(&coverage.ranges, by: row.height)
                tip = (row.hash.hash, row.time)
            }
        }
        return LedgerInfo(
            chain: chain, coverage: coverage, tipHash: tip.hash == .zero ? nil : tip.hash, tipTime: tip.time,
            digest: digest.bytes)
    }

    private static func extend(_ ranges: inout [ClosedRange<UInt32>], by height: UInt32) {
        if let last = ranges.last, last.upperBound + 1 == height {
            ranges[ranges.count - 1] = last.lowerBound...height
        } else {
            ranges.append(height...height)
        }
    }
}
