import CLedgerKernel
import Ledger

/// Walking from transaction to transaction, many at a time.
extension IndexView {
    /// Appends the transactions that spend outputs of each of `frontier`, in the order of the outputs, with repeats.
    ///
    /// What will be needed some steps ahead is asked for in time, so that the reads do not wait for one another.
    public func spenders(
        of frontier: UnsafeBufferPointer<UInt64>, into next: inout [UInt64]
    ) throws(LedgerError) {
        let ahead = 12
        var place = 0
        while place < frontier.count {
            if place + ahead < frontier.count { prefetchOutputs(of: frontier[place + ahead]) }
            if place + ahead / 2 < frontier.count { prefetchSpenders(of: frontier[place + ahead / 2]) }
            let (home, local) = try segment(ofTransaction: frontier[place])
            let segment = segments + home
            let range = try segment.pointee.outputs(of: local)
            if !range.isEmpty {
                let spenders = segment.pointee.outputSpender + Int(range.lowerBound)
                try segment.pointee.touch(spenders, range.count * 4)
                var output = 0
                while output < range.count {
                    let spender = spenders[output]
                    if spender != Mark.none {
                        let transaction = segment.pointee.firstTransaction + UInt64(spender)
                        if transaction < end { next.append(transaction) }
                    } else if home + 1 < count,
                        let later = try mark(
                            home, segment.pointee.firstOutput + UInt64(range.lowerBound) + UInt64(output)) {
                        next.append(later.transaction)
                    }
                    output += 1
                }
            }
            place += 1
        }
    }

    @inline(__always)
    private func prefetchOutputs(of transaction: UInt64) {
        var place = count - 1
        while place > 0, segments[place].firstTransaction > transaction { place -= 1 }
        let local = transaction &- segments[place].firstTransaction
        guard local < UInt64(segments[place].transactionCount) else { return }
        clew_prefetch(segments[place].transactionOutputs + Int(local))
    }

    @inline(__always)
    private func prefetchSpenders(of transaction: UInt64) {
        var place = count - 1
        while place > 0, segments[place].firstTransaction > transaction { place -= 1 }
        let local = transaction &- segments[place].firstTransaction
        guard local < UInt64(segments[place].transactionCount) else { return }
        let first = segments[place].transactionOutputs[Int(local)]
        guard first < segments[place].outputCount else { return }
        clew_prefetch(segments[place].outputSpender + Int(first))
    }
}
