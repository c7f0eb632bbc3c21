import Ledger

/// What many starts lead to on an account chain: like `CommonDownstream`, of balances.
///
/// Which starts reach a balance is a matter of reach alone (`poison`); how much arrives there is told by a method that
/// conserves. Balances that tags make a service, a mixer or a bridge are left out: everything meets there.
public struct AccountCommonDownstream: Sendable {
    /// A balance that several starts reach.
    public struct Party: Hashable, Sendable {
        public var address: Address
        /// The numbers of the starts that reach it, from 0, ascending.
        public var starts: [Int]
        /// Fewest transactions from a start.
        public var hops: UInt32
        /// Transfers by which value of the starts arrived, by reach.
        public var transfers: UInt64
        /// What of the starts' value arrives there, by `method`, in base units. It is throughput: what passes twice
        /// counts twice.
        public var value: UInt256
    }

    /// By most starts, then fewest hops, most value, the address's bytes; those that at least two starts reach, or all of
    /// one start. At most as many as asked for.
    public var parties: [Party]
    /// How many there are in all.
    public var partiesFound: Int
    public var method: TraceMethod
    /// The trace it was read from, by `poison` and by `method`.
    public var trace: AccountAnswer
}

extension AccountTraceRun {
    /// What the question's starts have in common, with amounts by the question's first method that conserves (`haircut`
    /// where it names none).
    ///
    /// - Parameter limit: rows to name.
    public func common(
        limit: Int, _ control: TraceControl = TraceControl()
    ) async throws(TraceError) -> AccountCommonDownstream {
        let method = question.methods.first(where: \.conserves) ?? .haircut
        var asked = question
        asked.methods = [.poison, method]
        let passes = try await AccountTraceRun(asked, of: ledger, tags: tags).passes(control)
        let (found, amounts) = (passes.found, passes.parts[1].arrivals)
        let least = min(2, question.starts.count)
        var parties: [AccountCommonDownstream.Party] = []
        for (ref, reach) in passes.parts[0].arrivals where reach.labels.count >= least && found.ends[ref]?.tag == nil {
            guard let address = found.names[ref] else { continue }
            parties.append(
                AccountCommonDownstream.Party(
                    address: address, starts: reach.labels.map { Int($0) - 1 }.sorted(), hops: found.hops[ref] ?? 0,
                    transfers: reach.transfers, value: amounts[ref]?.value ?? .zero))
        }
        parties.sort(by: AccountCommonDownstream.Party.isBefore)
        return AccountCommonDownstream(
            parties: Array(parties.prefix(limit)), partiesFound: parties.count, method: method, trace: passes.answer)
    }
}

extension AccountCommonDownstream.Party {
    fileprivate static func isBefore(_ a: Self, _ b: Self) -> Bool {
        if a.starts.count != b.starts.count { return a.starts.count > b.starts.count }
        if a.hops != b.hops { return a.hops < b.hops }
        if a.value != b.value { return a.value > b.value }
        return a.address.script.lexicographicallyPrecedes(b.address.script)
    }
}
