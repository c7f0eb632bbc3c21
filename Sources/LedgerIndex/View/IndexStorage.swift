import Ledger

/// The segments of an open ledger, oldest first; keeps their files mapped.
final class IndexStorage: @unchecked Sendable {
    let segments: [MappedSegment]
    let views: UnsafeMutablePointer<SegmentView>
    let count: Int

    /// Segments must follow on each other; an error when one does not.
    init(_ segments: [MappedSegment], chain: Chain) throws(LedgerError) {
        var views: [SegmentView] = []
        for segment in segments {
            let view = try SegmentView(segment)
            guard segment.header.chain == chain.name else {
                throw LedgerError("\(segment.path) is of the chain \(segment.header.chain), and its ledger is of \(chain).")
            }
            if let last = views.last {
                guard view.firstTransaction == last.firstTransaction + UInt64(last.transactionCount),
                    view.firstInput == last.firstInput + UInt64(last.inputCount),
                    view.firstOutput == last.firstOutput + UInt64(last.outputCount),
                    view.firstAddress == last.firstAddress + UInt64(last.addressCount),
                    view.firstHeight > last.lastHeight, segment.header.before == last.segment.header.lastHash
                else {
                    throw LedgerError(
                        "\(segment.path) does not follow on \(last.segment.path): MANIFEST names segments that do not "
                            + "belong together. Restore the ledger from a copy, or import the blocks again.")
                }
            }
            views.append(view)
        }
        self.segments = segments
        count = views.count
        self.views = .allocate(capacity: max(1, views.count))
        self.views.initialize(from: views, count: views.count)
    }

    deinit { views.deallocate() }
}
