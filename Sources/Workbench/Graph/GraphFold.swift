import Ledger

/// Folds a fan into as many rows as there is room for, without losing a base unit.
///
/// Order: pinned, named or flagged, single by value, then groups by sum, then the extras. Equal values keep ledger
/// order. The single rows of a fan of transactions stand in ledger order, because a history reads in time.
struct GraphFold {
    /// At most this is dust (DESIGN section 4, clusters).
    static let dustLimit: UInt64 = 546
    /// How many members one step of unfolding adds, and how many a fan may have to open by itself.
    static let page = 25
    /// Fewer members than this do not make a group of equal amounts or of one name.
    static let smallestGroup = 3
    /// Fewer outputs than this that one transaction spends do not make a group.
    static let smallestTogether = 5

    /// One row: a member by its index, or a group of members in the order in which they unfold.
    enum Row {
        case member(Int, unfoldedFrom: GraphItem?)
        case group(GraphGroupKind, [Int])
    }

    let fan: Fan
    let parent: GraphItem
    let pinned: Set<GraphItem>
    let names: GraphNames
    /// Pages unfolded of the group with that item.
    let unfolded: (GraphItem) -> Int

    func rows(budget: Int) -> [Row] {
        let members = fan.members
        // A row that was pulled in comes in addition: none that stood there gives way to it.
        let pulled = pinned.isEmpty ? 0 : members.count { pinned.contains($0.item) }
        let slots = max(1, budget - fan.extras.count) + pulled
        if members.count <= slots { return singles(sorted(Array(members.indices))) }

        var isTaken = [Bool](repeating: false, count: members.count)
        var groups: [(kind: GraphGroupKind, members: [Int], sum: UInt64)] = []
        func take(_ kind: GraphGroupKind, _ indices: [Int]) {
            for index in indices { isTaken[index] = true }
            groups.append((kind, indices, indices.lazy.map { members[$0].value }.total()))
        }

        // Most fans hold nothing the case knows; a hub of 100,000 rows is not asked row by row then.
        var important = pinned.isEmpty && !hasNames ? [] : members.indices.filter { rank($0) < 2 }
        for (label, indices) in labelled(important) where groups.count < max(1, slots / 3) {
            take(.named(label), indices)
        }
        important = sorted(important.filter { !isTaken[$0] })
        var isOther = isTaken.map { !$0 }
        for index in important { isOther[index] = false }
        let others = byValue(members.indices.filter { isOther[$0] })

        // Groups may use a third of the rows; one more is kept for the remainder.
        let dust = others.filter { members[$0].value <= Self.dustLimit }
        if dust.count > 1, slots > 3 { take(.dust, dust) }
        for run in equalRuns(others.filter { !isTaken[$0] }) where groups.count < max(1, slots / 3) && slots > 2 {
            take(.equal(members[run[0]].value), run)
        }
        for (tx, indices) in spentTogether(others.filter { !isTaken[$0] }) where groups.count < max(1, slots / 3) && slots > 3 {
            take(.together(tx), indices)
        }
        let room = max(0, slots - groups.count - 1)
        let free = important + others.filter { !isTaken[$0] }
        var kept = Array(free.prefix(room))
        let left = Array(free.dropFirst(room))
        if left.count == 1 { kept += left } else if !left.isEmpty {
            take(.rest, important.count > room ? byValue(left) : left)
        }

        let ordered = groups.filter { $0.kind != .dust }.sorted { $0.sum > $1.sum } + groups.filter { $0.kind == .dust }
        return singles(sorted(kept)) + ordered.flatMap { unfold($0.kind, $0.members) }
    }

    private var hasNames: Bool { fan.ofTransactions ? !names.transactions.isEmpty : !names.addresses.isEmpty }

    /// 0 pinned, 1 of importance to the case, 2 anything else.
    private func rank(_ index: Int) -> Int {
        let member = fan.members[index]
        if !pinned.isEmpty, pinned.contains(member.item) { return 0 }
        return mark(member)?.matters == true ? 1 : 2
    }

    private func mark(_ member: FanMember) -> GraphMark? {
        switch member.item {
        case .address(let address): return names.addresses.isEmpty ? nil : names.addresses[address]
        default:
            guard fan.ofTransactions, !names.transactions.isEmpty, let txid = member.txid else { return nil }
            return names.transactions[txid]
        }
    }

    /// Names carried by several members that are not pinned, the greatest sum first.
    private func labelled(_ indices: [Int]) -> [(String, [Int])] {
        var byLabel: [String: [Int]] = [:]
        for index in indices where rank(index) == 1 {
            if let label = mark(fan.members[index])?.label, !label.isEmpty { byLabel[label, default: []].append(index) }
        }
        return byLabel.filter { $0.value.count >= Self.smallestGroup }
            .map { ($0.key, byValue($0.value), $0.value.lazy.map { fan.members[$0].value }.total()) }
            .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
            .map { ($0.0, $0.1) }
    }

    /// Runs of one value in `indices`, which are ordered by value: the greatest sum first.
    private func equalRuns(_ indices: [Int]) -> [[Int]] {
        var runs: [[Int]] = []
        var start = 0
        while start < indices.count {
            var end = start + 1
            while end < indices.count, fan.members[indices[end]].value == fan.members[indices[start]].value { end += 1 }
            if end - start >= Self.smallestGroup { runs.append(Array(indices[start..<end])) }
            start = end
        }
        func sum(_ run: [Int]) -> UInt64 { run.lazy.map { fan.members[$0].value }.total() }
        return runs.sorted { sum($0) > sum($1) }
    }

    /// Outputs in `indices`, which are ordered by value, that go whole into one transaction: the greatest sum first.
    private func spentTogether(_ indices: [Int]) -> [(TxRef, [Int])] {
        guard !fan.ofTransactions else { return [] }
        var bySpender: [TxRef: [Int]] = [:]
        for index in indices {
            guard let spender = fan.members[index].coins.first?.next, spender != .none,
                fan.members[index].coins.allSatisfy({ $0.next == spender })
            else { continue }
            bySpender[spender, default: []].append(index)
        }
        func sum(_ run: [Int]) -> UInt64 { run.lazy.map { fan.members[$0].value }.total() }
        return bySpender.filter { $0.value.count >= Self.smallestTogether }.map { (tx: $0.key, members: $0.value, sum: sum($0.value)) }
            .sorted { ($1.sum, $0.tx) < ($0.sum, $1.tx) }.map { ($0.tx, $0.members) }
    }

    private func byValue(_ indices: [Int]) -> [Int] {
        var keys = indices.map { Key(value: fan.members[$0].value, index: $0) }
        keys.sort()
        return keys.map(\.index)
    }

    /// The greatest value first, equal ones in ledger order.
    private struct Key: Comparable {
        var value: UInt64
        var index: Int

        static func < (a: Key, b: Key) -> Bool { a.value != b.value ? a.value > b.value : a.index < b.index }
    }

    private func sorted(_ indices: [Int]) -> [Int] {
        if fan.ofTransactions { return indices.sorted() }
        return byValue(indices).enumerated().sorted { a, b in
            let (x, y) = (rank(a.element), rank(b.element))
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
    }

    private func singles(_ indices: [Int]) -> [Row] { indices.map { .member($0, unfoldedFrom: nil) } }

    /// The members unfolded so far, then what is left of the group.
    private func unfold(_ kind: GraphGroupKind, _ indices: [Int]) -> [Row] {
        let item = GraphItem.group(kind, of: parent)
        let shown = min(indices.count, max(0, unfolded(item)) * Self.page)
        let left = Array(indices.dropFirst(shown))
        let members = indices.prefix(shown).map { Row.member($0, unfoldedFrom: item) }
        return members + (left.isEmpty ? [] : [.group(kind, left)])
    }
}
