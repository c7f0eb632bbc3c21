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
    /// It is searched from both ends until they meet, which of a cluster of millions looks at thousands. Which link carries
    /// the claim alone needs the whole cluster, once: time is linear in its transactions, or in the ledger's.
    ///
    /// - Parameter progress: told how many members were reached; false stops. The chain is answered all the same where both
    ///   ends were reached by then.
    public func why(
        _ a: Address, _ b: Address, by rule: ClusterRule = ClusterRule(), progress: (ClusterProgress) -> Bool = { _ in true }
    ) async throws(LedgerError) -> ClusterWhy? {
        try await why(a, b, by: rule, searching: mostSearched, progress)
    }

    /// The same, where a search looks at `most` transactions before the pass over an index takes its place.
    func why(
        _ a: Address, _ b: Address, by rule: ClusterRule, searching most: Int, _ progress: (ClusterProgress) -> Bool = { _ in true }
    ) async throws(LedgerError) -> ClusterWhy? {
        if a == b { return ClusterWhy(links: [], isWhole: true) }
        let found = try await find([a, b])
        guard let start = found[0], let end = found[1] else { return nil }
        var search = ClusterSearch(start: start, rule: rule)
        guard let found = try await chain(from: &search, to: end, progress) else { return nil }
        let chain = found.chain
        let halves = found.isStopped ? nil : try await self.halves(without: chain.map(\.row), start, end, search, most, progress)
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
            link.halves = halves?[k]
            links.append(link)
        }
        return ClusterWhy(links: links, isWhole: halves != nil)
    }

    /// Searches from both ends, a step at a time from the one that reached fewer last, until a member of the one was reached
    /// from the other. Nil when they are not together, or stopped before.
    private func chain(
        from search: inout ClusterSearch, to end: AddressRef, _ progress: (ClusterProgress) -> Bool
    ) async throws(LedgerError) -> (chain: [ChainStep], isStopped: Bool)? {
        var back = ClusterSearch(start: end, rule: search.rule)
        while true {
            let isForward = search.reachedLast <= back.reachedLast
            let before = isForward ? search.members.count : back.members.count
            let others = isForward ? back.members.count : search.members.count
            let both = { (now: ClusterProgress) in
                var now = now
                now.members += others
                return progress(now)
            }
            let outcome = isForward ? try await search.step(self, both) : try await back.step(self, both)
            let (moved, other) = isForward ? (search, back) : (back, search)
            // The first met in the order in which members are reached: the same one every time.
            if let meeting = moved.members[before...].first(where: { other.holds($0) }) {
                let rest = back.way(to: meeting).reversed().map { ChainStep(row: $0.row, from: $0.to, to: $0.from) }
                return (search.way(to: meeting) + rest, outcome == .stopped)
            }
            if outcome != .grew { return nil }
        }
    }

    /// For each of some joining transactions between `a` and `b`, what the cluster falls into without it; nil where it was
    /// stopped.
    private func halves(
        without rows: [TxRow], _ a: AddressRef, _ b: AddressRef, _ search: ClusterSearch, _ most: Int,
        _ progress: (ClusterProgress) -> Bool
    ) async throws(LedgerError) -> [ClusterLink.Halves?]? {
        let left = Set(rows.map(\.at))
        let links = try await joins(rows, by: search.rule).map(\.members)
        var search = search
        let index = search.rule.changes.isEmpty ? self.index.flatMap { index in ColumnJoins.addresses(of: index).map { (index, $0) } } : nil
        while true {
            switch try await search.step(self, most: index == nil ? .max : most, progress) {
            case .grew: continue
            case .stopped: return nil
            case .whole:
                var places = HandleNumbers()
                for member in search.members { _ = places.number(member) }
                var sets = UnionFind(count: places.count)
                for join in search.joining where !left.contains(join.row.at) {
                    let some = join.members.compactMap { places.known($0) }
                    for other in some.dropFirst() { sets.join(some[0], other) }
                }
                return ChainParts(links, places, sets)?.halves(a, b) { progress(search.now) }
            case .tooLarge:
                guard let (index, addresses) = index else { continue }
                var now = search.now
                (now.phase, now.total) = (.ledger, info.tip.map { UInt64($0) })
                var isStopped = false
                var pass = ColumnJoins(index, search.rule, UnionFind())
                do throws(LedgerError) {
                    try await pass.read(after: nil, without: left) { height in
                        now.done = UInt64(height)
                        isStopped = !progress(now)
                        return !isStopped
                    }
                } catch {
                    guard isStopped else { throw error }
                    return nil
                }
                return ChainParts(links, HandleNumbers(dense: addresses), pass.sets)?.halves(a, b) { progress(now) }
            }
        }
    }
}

/// A step of a chain: the transaction, and the two of its addresses between which it leads.
struct ChainStep {
    var row: TxRow
    var from: AddressRef
    var to: AddressRef
}

/// What a cluster is without any link of a chain: its parts, which the links hold together.
private struct ChainParts {
    /// The parts that each link joins.
    private let links: [[UInt32]]
    /// Addresses of each part.
    private let sizes: [Int]
    private let places: HandleNumbers
    private let sets: UnionFind
    private let numbers: [UInt32: UInt32]

    /// Nil where a link joins an address that has no number.
    init?(_ links: [[AddressRef]], _ places: HandleNumbers, _ sets: UnionFind) {
        var numbers: [UInt32: UInt32] = [:]
        var sizes: [Int] = []
        self.links = links.map { link in
            link.compactMap { places.known($0) }.map { member in
                let root = sets.settledRoot(of: member)
                if let known = numbers[root] { return known }
                let number = UInt32(sizes.count)
                numbers[root] = number
                sizes.append(Int(sets.size(ofRoot: root)))
                return number
            }
        }
        guard zip(self.links, links).allSatisfy({ $0.count == $1.count }) else { return nil }
        (self.numbers, self.sizes, self.places, self.sets) = (numbers, sizes, places, sets)
    }

    /// For each link, the addresses on either side of a cluster that lacks it alone; nil for one that others stand in for.
    func halves(_ a: AddressRef, _ b: AddressRef, _ goesOn: () -> Bool) -> [ClusterLink.Halves?]? {
        guard let a = part(of: a), let b = part(of: b) else { return nil }
        var halves: [ClusterLink.Halves?] = []
        for left in links.indices {
            if !goesOn() { return nil }
            var joined = UnionFind(count: sizes.count)
            for (number, link) in links.enumerated() where number != left {
                for other in link.dropFirst() { joined.join(link[0], other) }
            }
            let (near, far) = (joined.root(of: a), joined.root(of: b))
            var sums = (near: 0, far: 0)
            for (part, size) in sizes.enumerated() {
                let root = joined.root(of: UInt32(part))
                if root == near { sums.near += size } else if root == far { sums.far += size }
            }
            halves.append(near == far ? nil : ClusterLink.Halves(near: sums.near, far: sums.far))
        }
        return halves
    }

    private func part(of address: AddressRef) -> UInt32? { places.known(address).flatMap { numbers[sets.settledRoot(of: $0)] } }
}

extension ClusterSearch {
    /// The steps from its start to a member.
    fileprivate func way(to member: AddressRef) -> [ChainStep] {
        var steps: [ChainStep] = []
        var place = member
        while let step = reached[place] {
            steps.append(ChainStep(row: step.row, from: step.from, to: place))
            place = step.from
        }
        return steps.reversed()
    }
}
