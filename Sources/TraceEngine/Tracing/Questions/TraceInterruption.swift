import Ledger

extension TraceProgress {
    /// What was asked when it was stopped.
    public enum Work: Sendable {
        /// Amounts that are followed: `trace`, `common`, `exposure`.
        case amounts
        /// Ways from one place to another: `path`.
        case ways
    }

    /// How far it was when it was stopped, why that is no answer, and what makes the question smaller. A sentence or two.
    public func interruption(of work: Work) -> String {
        let found = AmountText.grouped(done) + (done == 1 ? " transaction" : " transactions")
        let place =
            switch phase {
            case .discover: "at hop \(hop), with \(found) \(work == .ways ? "looked at" : "found")"
            case .assign(let method):
                "dividing by \(method.rawValue), at \(AmountText.grouped(done)) of \(AmountText.grouped(total ?? done)) transactions"
            case .name: "while looking up what was found"
            }
        let reason =
            switch work {
            case .amounts: "amounts of part of the way would not reconcile."
            case .ways: "whether there is a way, and which is the best, is known only at the end."
            }
        return "Interrupted \(place). Nothing was answered: \(reason) --hops, --until and --hub make the question smaller."
    }
}
