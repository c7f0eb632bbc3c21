import Ledger

/// Breadth-first from one address through joining transactions.
struct ClusterSearch {
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
    /// Transactions that were read.
    private(set) var looked: Set<TxRef> = []
    private var frontier: [AddressRef]
    private let start: AddressRef

    init(start: AddressRef, rule: ClusterRule) {
        self.start = start
        self.rule = rule
        members = [start]
        frontier = [start]
    }

    /// Goes one transaction further from every member reached last.
    ///
    /// - Parameters:
    ///   - most: how many transactions may be looked at altogether.
    ///   - progress: asked after every few thousand transactions, and at the end of a step; false stops.
    mutating func step(
        _ ledger: some UTXOReader, most: Int = .max, _ progress: (ClusterProgress) -> Bool
    ) async throws(LedgerError) -> Outcome {
        var next: [AddressRef] = []
        for (number, part) in frontier.chunks(of: 256).enumerated() {
            if number > 0, !progress(now) { return .stopped }
            var pages = Batch<TxRef>()
            try await ledger.appearances(of: part, Cursor(), into: &pages)
            let fresh = Array(Set(pages.rows).subtracting(looked)).sorted()
            if looked.count + fresh.count > most { return .tooLarge }
            looked.formUnion(fresh)
            for (number, some) in fresh.chunks(of: 4096).enumerated() {
                if number > 0, !progress(now) { return .stopped }
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
        if next.isEmpty { return .whole }
        return progress(now) ? .grew : .stopped
    }

    /// What a step came to.
    enum Outcome {
        case grew
        /// Nothing new was reached.
        case whole
        case stopped
        /// More transactions than were allowed would have to be looked at.
        case tooLarge
    }

    /// How many members the next step goes on from.
    var reachedLast: Int { frontier.count }

    func holds(_ address: AddressRef) -> Bool { address == start || reached[address] != nil }

    /// How far it is.
    var now: ClusterProgress { ClusterProgress(phase: .search, members: members.count, done: 0, total: nil) }

    /// The joining transactions of members, in ledger order.
    var joining: [Join] {
        joins.values.filter { join in join.members.contains(where: holds) }
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
