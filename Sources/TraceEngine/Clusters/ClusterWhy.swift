import Ledger

/// Why two addresses are in one cluster: the shortest chain of joining transactions, and what each of them carries.
public struct ClusterWhy: Hashable, Sendable {
    /// From the one address to the other; none when they are the same.
    public var links: [ClusterLink]
    /// False when the search was stopped before the cluster was whole: which link carries the claim alone is not known then.
    public var isWhole: Bool
}

/// One step of an answer to "why are these together": a transaction that joins two addresses.
public struct ClusterLink: Hashable, Sendable {
    /// What a cluster falls into without one transaction: addresses that stay with the one end and with the other.
    public struct Halves: Hashable, Sendable {
        public var near: Int
        public var far: Int
    }

    public var row: TxRow
    public var from: Address
    public var to: Address
    /// The inputs of the transaction that the two addresses own, counted from 0; none for an address that a change rule names.
    public var fromInputs: [Int] = []
    public var toInputs: [Int] = []
    /// Inputs of the transaction that are too small to join anything.
    public var dustInputs = 0
    /// What this transaction alone holds together; nil where other transactions join the two ends as well.
    public var halves: Halves?
}

extension UTXOReader {
    /// The shortest chain of joining transactions from `a` to `b`; of several always the same one. Nil when they are not
    /// together.
    ///
    /// The whole cluster is read, to tell which link carries the claim alone; time is linear in its transactions, times the
    /// links of the chain.
    ///
    /// - Parameter progress: told how many members were reached; false stops. The chain is answered all the same where both
    ///   ends were reached by then.
    public func why(
        _ a: Address, _ b: Address, by rule: ClusterRule = ClusterRule(), progress: (ClusterProgress) -> Bool = { _ in true }
    ) async throws(LedgerError) -> ClusterWhy? {
        if a == b { return ClusterWhy(links: [], isWhole: true) }
        let found = try await find([a, b])
        guard let start = found[0], let end = found[1] else { return nil }
        var search = ClusterSearch(start: start, rule: rule)
        var outcome = ClusterSearch.Outcome.grew
        while outcome == .grew { outcome = try await search.step(self, progress) }
        var isWhole = outcome == .whole
        var chain: [(row: TxRow, from: AddressRef, to: AddressRef)] = []
        var place = end
        while place != start {
            guard let step = search.reached[place] else { return nil }
            chain.append((step.row, step.from, place))
            place = step.from
        }
        chain.reverse()
        let names = try await names(of: chain.flatMap { [$0.from, $0.to] })
        var inputs = Batch<InputRow>()
        try await self.inputs(of: chain.map(\.row.at), into: &inputs)
        var links: [ClusterLink] = []
        for (k, step) in chain.enumerated() {
            guard let from = names[step.from], let to = names[step.to] else { return nil }
            var link = ClusterLink(row: step.row, from: from, to: to)
            for (n, input) in inputs[key: k].enumerated() where input.known != .unknown && input.owner != .none {
                if input.value <= rule.dust {
                    link.dustInputs += 1
                } else if input.owner == step.from {
                    link.fromInputs.append(n)
                } else if input.owner == step.to {
                    link.toInputs.append(n)
                }
            }
            // Each costs as much as the cluster is large.
            if isWhole, !progress(search.now) { isWhole = false }
            if isWhole { link.halves = search.halves(without: step.row.at, start, end) }
            links.append(link)
        }
        return ClusterWhy(links: links, isWhole: isWhole)
    }
}

extension ClusterSearch {
    /// Addresses on either side when one transaction joined nothing; nil when the two are together all the same.
    func halves(without transaction: TxRef, _ a: AddressRef, _ b: AddressRef) -> ClusterLink.Halves? {
        let place = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, UInt32($0)) })
        var sets = UnionFind(count: members.count)
        for join in joining where join.row.at != transaction {
            let some = join.members.compactMap { place[$0] }
            for other in some.dropFirst() { sets.join(some[0], other) }
        }
        guard let near = place[a].map({ sets.root(of: $0) }), let far = place[b].map({ sets.root(of: $0) }), near != far else {
            return nil
        }
        return ClusterLink.Halves(near: Int(sets.size(ofRoot: near)), far: Int(sets.size(ofRoot: far)))
    }
}
