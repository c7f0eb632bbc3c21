import Ledger

/// The cluster of one address, found from it outwards: what the whole pass gives, without reading the rest of the ledger.
public struct ClusterView: Hashable, Sendable {
    /// Sorted by their scripts' bytes.
    public var members: [Address]
    public var rule: ClusterRule
    /// Transactions that join members.
    public var joining: Int
    public var warnings: [ClusterWarning]
    /// False when it was stopped before the cluster was whole.
    public var isComplete: Bool
}

/// One step of an answer to "why are these together": a transaction that joins two addresses.
public struct ClusterLink: Hashable, Sendable {
    public var row: TxRow
    public var from: Address
    public var to: Address
}

extension UTXOReader {
    /// The cluster of `address`. An address that this ledger does not know is alone.
    ///
    /// - Parameter progress: told how many members there are so far; false stops.
    public func cluster(
        of address: Address, by rule: ClusterRule = ClusterRule(), progress: (Int) -> Bool = { _ in true }
    ) async throws(LedgerError) -> ClusterView {
        guard let start = try await find([address])[0] else {
            return ClusterView(members: [address], rule: rule, joining: 0, warnings: [], isComplete: true)
        }
        var search = ClusterSearch(start: start, rule: rule)
        var isComplete = true
        while try await search.step(self) {
            if !progress(search.members.count) {
                isComplete = false
                break
            }
        }
        let members = try await addresses(of: search.members)
        return ClusterView(
            members: members.sorted { $0.script.lexicographicallyPrecedes($1.script) }, rule: rule,
            joining: search.joining.count, warnings: search.warnings, isComplete: isComplete)
    }

    /// The shortest chain of joining transactions from `a` to `b`; of several always the same one.
    /// Nil when they are not together, empty when they are the same.
    public func why(
        _ a: Address, _ b: Address, by rule: ClusterRule = ClusterRule()
    ) async throws(LedgerError) -> [ClusterLink]? {
        if a == b { return [] }
        let found = try await find([a, b])
        guard let start = found[0], let end = found[1] else { return nil }
        var search = ClusterSearch(start: start, rule: rule)
        while search.reached[end] == nil { if try await !search.step(self) { return nil } }
        var links: [(row: TxRow, from: AddressRef, to: AddressRef)] = []
        var place = end
        while place != start {
            guard let step = search.reached[place] else { return nil }
            links.append((step.row, step.from, place))
            place = step.from
        }
        let names = try await names(of: links.flatMap { [$0.from, $0.to] })
        return links.reversed().compactMap { link in
            guard let from = names[link.from], let to = names[link.to] else { return nil }
            return ClusterLink(row: link.row, from: from, to: to)
        }
    }
}

/// Breadth-first from one address through joining transactions.
private struct ClusterSearch {
    struct Step {
        var row: TxRow
        var from: AddressRef
    }

    let rule: ClusterRule
    /// In the order in which they were reached.
    private(set) var members: [AddressRef]
    /// How each member but the first was reached first.
    private(set) var reached: [AddressRef: Step] = [:]
    /// The joining transactions met.
    private(set) var joins: [TxRef: Join] = [:]
    private var looked: Set<TxRef> = []
    private var frontier: [AddressRef]
    private let start: AddressRef

    init(start: AddressRef, rule: ClusterRule) {
        self.start = start
        self.rule = rule
        members = [start]
        frontier = [start]
    }

    /// Goes one transaction further from every member reached last; false when nothing new was reached.
    mutating func step(_ ledger: some UTXOReader) async throws(LedgerError) -> Bool {
        var next: [AddressRef] = []
        for part in frontier.chunks(of: 256) {
            var pages = Batch<TxRef>()
            try await ledger.appearances(of: part, Cursor(), into: &pages)
            let fresh = Array(Set(pages.rows).subtracting(looked)).sorted()
            looked.formUnion(fresh)
            for some in fresh.chunks(of: 4096) {
                for join in try await ledger.joins(try await ledger.transactions(of: some), by: rule) {
                    joins[join.row.at] = join
                }
            }
            // In the order of the frontier, then of the ledger: the same chain every time.
            for (k, member) in part.enumerated() {
                for tx in pages[key: k] {
                    guard let join = joins[tx], join.members.contains(member) else { continue }
                    for other in join.members where other != start && reached[other] == nil {
                        reached[other] = Step(row: join.row, from: member)
                        members.append(other)
                        next.append(other)
                    }
                }
            }
        }
        frontier = next
        return !next.isEmpty
    }

    /// The joining transactions of members, in ledger order.
    var joining: [Join] {
        joins.values.filter { join in join.members.contains { $0 == start || reached[$0] != nil } }
            .sorted { $0.row.at < $1.row.at }
    }

    /// What the whole pass would have warned of in this cluster.
    var warnings: [ClusterWarning] {
        let place = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, UInt32($0)) })
        var sets = UnionFind(count: members.count)
        return joining.compactMap { join in
            ClusterWarning.join(join.members.compactMap { place[$0] }, at: join.row, &sets, large: rule.large)
        }
    }
}

extension Array {
    /// Pieces of at most `size`, in order.
    fileprivate func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
