import Encoding
import Ledger

extension MethodExposure {
    /// Reads the exposure off a trace of what the subjects received.
    init(_ trace: MethodTrace, subjects: Set<Address>) throws(TraceError) {
        var lines: [ExposureLine.Party: ExposureLine] = [:]
        for stop in trace.stops where stop.value > 0 {
            let end = ExposureEnd(stop: stop, payment: stop.payment.map { UTCTime(seconds: $0) })
            let party = Self.party(of: end, subjects)
            var line = lines[party] ?? ExposureLine(party: party, direct: 0, indirect: 0, ends: [])
            if stop.hops <= 1 { line.direct &+= stop.value } else { line.indirect &+= stop.value }
            line.ends.append(end)
            lines[party] = line
        }
        if trace.fee > 0 { lines[.fee] = ExposureLine(party: .fee, direct: 0, indirect: trace.fee, ends: []) }
        for party in lines.keys {
            // The stop sheet's order decides among equals.
            lines[party]?.ends.sort { $0.stop.value > $1.stop.value }
        }
        method = trace.method
        total = trace.startTotal
        self.lines = lines.values.sorted { a, b in
            if a.party.rank != b.party.rank { return a.party.rank < b.party.rank }
            return a.value != b.value ? a.value > b.value : "\(a.party)" < "\(b.party)"
        }
        guard trace.reconciles == true, reconciles else {
            throw .question("The lines of \(method.rawValue) do not sum to what was traced. Please report this as an error of Clew.")
        }
    }

    private static func party(of end: ExposureEnd, _ subjects: Set<Address>) -> ExposureLine.Party {
        if let tag = end.stop.tag {
            return .claimed(
                category: StopSet.plain(tag.category), name: tag.name, timing: tag.period.timing(at: end.payment).kind)
        }
        if let claim = end.stop.claim { return .inferred(detector: claim.detector, version: claim.version) }
        if end.stop.reason == .unspent, end.stop.place.owner.map(subjects.contains) ?? false { return .kept }
        return .unattributed(end.stop.reason)
    }
}

extension ClaimTiming {
    /// The same for all payments on the same side of a beginning or end: days differ from payment to payment.
    fileprivate var kind: ClaimTiming {
        switch self {
        case .later(let begins, _): .later(begins: begins, days: 0)
        case .ended(let end, _): .ended(end, days: 0)
        case .held, .undated, .unknown: self
        }
    }
}

extension ExposureLine.Party {
    fileprivate var rank: Int {
        switch self {
        case .claimed: 0
        case .inferred: 1
        case .kept: 2
        case .unattributed: 3
        case .fee: 4
        }
    }
}
