import Encoding
import Ledger

/// The stop sheet of one method, with what its rows are called and why they ended.
extension AccountDiscovery {
    func sheet(_ assignment: AccountAssignment) async throws(TraceError) -> AccountMethodTrace {
        let keys = Array(assignment.stops.keys)
        let refs = Array(
            Set(assignment.stops.values.flatMap { [$0.last, $0.next?.at ?? $0.last] }).filter { $0 != .none })
        var rows: [TxRef: TxRow] = [:]
        for row in try await TraceError.reading({ () throws(LedgerError) in try await ledger.transactions(of: refs) }) {
            rows[row.at] = row
        }
        return try TraceError.tainting { () throws(TaintError) in
            var stops: [AccountStop] = []
            var totals: [StopReason: UInt256] = [:]
            for key in keys {
                guard let sum = assignment.stops[key] else { continue }
                totals[key.reason] = try AccountAssignment.sum(totals[key.reason] ?? .zero, sum.value)
                stops.append(stop(key, sum, rows))
            }
            stops.sort(by: AccountStop.isBefore)
            var (ended, set) = (UInt256.zero, UInt256.zero)
            for value in totals.values { ended = try AccountAssignment.sum(ended, value) }
            for value in assignment.added { set = try AccountAssignment.sum(set, value) }
            let all = try AccountAssignment.sum(ended, assignment.fee)
            return AccountMethodTrace(
                method: assignment.method, added: assignment.added, overlap: assignment.overlap, stops: stops,
                totals: totals, fee: assignment.fee, feeByStart: assignment.feeByStart,
                feeTransactions: assignment.feeTransactions, startTotal: set, stopTotal: ended,
                reconciles: assignment.method.conserves ? all == set : nil)
        }
    }

    private func stop(
        _ key: AccountAssignment.Key, _ sum: AccountAssignment.Sum, _ rows: [TxRef: TxRow]
    ) -> AccountStop {
        let row = rows[sum.last]
        var stop = AccountStop(
            reason: key.reason, address: names[key.address], transaction: sum.last, txid: row?.txid ?? .zero,
            time: row?.time ?? 0, value: sum.value, byStart: sum.byStart, hops: hops[key.address] ?? 0, cause: "")
        stop.tag = ends[key.address]?.reason == key.reason ? ends[key.address]?.tag : nil
        stop.cause = cause(stop, key, next: sum.next.flatMap { rows[$0.at] })
        return stop
    }

    private func cause(_ stop: AccountStop, _ key: AccountAssignment.Key, next: TxRow?) -> String {
        let chain = ledger.info.chain
        let nextID = next.map { chain.text(of: $0.txid) } ?? "the next transaction"
        switch key.reason {
        case .chosen:
            let reason = stop.address.flatMap { question.cuts[$0] } ?? "no reason given"
            return "Cut by the investigator: \(VisibleText.escape(reason))"
        case .service, .mixer, .bridge:
            guard let tag = stop.tag else { return "Tagged." }
            let name = tag.name.isEmpty ? "" : " \(VisibleText.escape(tag.name))"
            let source = tag.source.isEmpty ? "" : ", by \(VisibleText.escape(tag.source))"
            let timing = tag.period.warning(at: UTCTime(seconds: stop.time))
            return "Tagged \(VisibleText.escape(tag.category))\(name)\(source)" + (timing.map { ": \($0)." } ?? ".")
        case .burn: return "Destroyed: nobody holds it any more."
        case .issued: return "Newly issued here."
        case .coverage:
            return question.direction == .backward
                ? "The balance held it before the ledger begins."
                : "Not seen paid on, and blocks that may do so are not in the ledger, or held in part."
        case .unspent: return "Still in the balance in this snapshot."
        case .timeLimit:
            return "\(nextID) is of \(next.map { UTCTime(seconds: $0.time).evidence } ?? ""), beyond the limit."
        case .hopLimit: return "\(stop.hops) transactions from a start, the limit; \(nextID) was not entered."
        case .minimumValue:
            return "Carries less than the limit of \(question.minimum ?? .zero); \(nextID) was not entered."
        case .hub:
            return "The address has \(hubs[key.address] ?? 0) transactions, more than the limit of "
                + "\(question.limits.hub ?? 0)."
        }
    }
}

extension AccountStop {
    static func isBefore(_ a: Self, _ b: Self) -> Bool {
        if a.hops != b.hops { return a.hops < b.hops }
        let (x, y) = (a.address?.script ?? [], b.address?.script ?? [])
        if x != y { return x.lexicographicallyPrecedes(y) }
        return a.reason.rawValue < b.reason.rawValue
    }
}
