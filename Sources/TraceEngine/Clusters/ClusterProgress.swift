import Ledger

/// How far a search for a cluster is, for a line of progress, and for the sentence that says where it was stopped.
public struct ClusterProgress: Hashable, Sendable {
    public enum Phase: Hashable, Sendable {
        /// Going outwards from the address; how many there are is not known yet.
        case search
        /// Reading the whole ledger, since the cluster is large: `done` is a height.
        case ledger
        /// Counting the transactions that join the members, who are all known: `done` is transactions of the ledger.
        case joining
        /// Reading the members' scripts.
        case names
        /// Putting the members, all of them named, in order.
        case sorting
    }

    public var phase: Phase
    /// Addresses of the cluster that are known so far.
    public var members: Int
    /// How much of the phase is done, and of how much; nil where that is not known.
    public var done: UInt64
    public var total: UInt64?

    public init(phase: Phase, members: Int, done: UInt64, total: UInt64?) {
        self.phase = phase
        self.members = members
        self.done = done
        self.total = total
    }

    /// Where a search ended that was stopped, and what that means for its answer.
    public var interruption: String {
        func count(_ number: UInt64) -> String { AmountText.grouped(number) }
        let found = count(UInt64(members)) + (members == 1 ? " address" : " addresses")
        let place = "\(count(done)) of \(count(total ?? done))"
        return switch phase {
        case .search: "The search was interrupted with \(found) found: the cluster may be larger."
        case .ledger:
            "The search was interrupted at block \(place), with \(found) found: the cluster may be larger."
        case .joining:
            "Interrupted at \(place) transactions, while counting those that join the \(found): all are found, none is listed, "
                + "and joining transactions and warnings are not told."
        case .names: "Interrupted while members were named, at \(place): all are found, few are listed."
        case .sorting: "Interrupted while members were sorted: all are found, few are listed."
        }
    }
}
