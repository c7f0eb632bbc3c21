import Ledger
import TraceEngine

/// What a path tree is built from.
struct PathTreeFacts {
    var addresses: [Address: AddressView]
    var transactions: [TxRef: TransactionView]
    var inferences: [TxRef: TransactionInference]
    var names: GraphNames
    /// Rows that are always shown.
    var pinned: Set<GraphItem>
    /// Blocks that the ledger lacks.
    var gaps: [ClosedRange<UInt32>]
}

/// Builds a path tree hop by hop from what has been read.
struct PathTreeBuilder {
    /// Transactions of one hop that are shown; the rest is one row.
    static let widest = 25
    /// Parties of a transaction that was unfolded, before they fold again.
    static let openRows = 12

    let facts: PathTreeFacts
    let root: PathTreeRoot
    let direction: TraceDirection
    let choices: [Int: PathChoice]
    let unfolded: Set<TxRef>
    let pages: [GraphItem: Int]
    /// Hops that are followed.
    let limit: Int

    private var tree: PathTree

    init(
        _ facts: PathTreeFacts, root: PathTreeRoot, direction: TraceDirection, choices: [Int: PathChoice],
        unfolded: Set<TxRef>, pages: [GraphItem: Int], limit: Int
    ) {
        self.facts = facts
        self.root = root
        self.direction = direction
        tree = PathTree(direction)
        self.choices = choices
        self.unfolded = unfolded
        self.pages = pages
        self.limit = limit
    }

    mutating func build() -> PathTree {
        guard var held = start() else { return tree }
        var hop = held.firstHop
        var last: TxRef?
        while true {
            if hop > limit, !held.spends.isEmpty {
                let party = last == nil ? nil : held.owner.flatMap { facts.party(.address($0)) }
                end(held, hop - 1, party ?? .further)
                break
            }
            guard let steps = steps(&held, hop) else {
                end(held, hop, .loading)
                break
            }
            let main = main(of: steps, hop)
            // What rests at the owner rests where it came to, a hop before.
            rest(held, max(0, hop - 1))
            if let last, let next = main.map({ steps[$0.step] }) ?? steps.first { gap(between: last, and: next.view.row.at, hop) }
            for (k, step) in steps.enumerated() where k != main?.step { show(step, hop, goesOn: nil) }
            if held.more.count > 0 { more(held, hop) }
            guard let main else { break }
            let step = steps[main.step]
            show(step, hop, goesOn: step.members[main.member])
            last = step.view.row.at
            held = Held(step.members[main.member], direction)
            hop += 1
        }
        tree.hops = tree.rows.map(\.hop).max() ?? 0
        tree.wanted += tree.rows.compactMap { $0.kind == .step && facts.inferences[$0.id.tx] == nil ? $0.id.tx : nil }
        tree.wanted = Array(Set(tree.wanted)).sorted()
        return tree
    }

    // MARK: Start

    private mutating func start() -> Held? {
        var held: Held?
        var node = GraphNode(id: GraphNodeID(column: 0, item: .coinbase(.none)))
        switch root {
        case .address(let address):
            node = GraphNode(id: GraphNodeID(column: 0, item: .address(address)))
            tree.owner = address
            if let view = facts.addresses[address] {
                held = Held(view, direction)
                tree.isWhole = view.summary.complete
            }
        case .transaction(let tx):
            node = GraphNode(id: GraphNodeID(column: 0, item: .transaction(tx)))
            guard let view = facts.transactions[tx] else {
                tree.missing = [tx]
                break
            }
            held = Held(owner: nil, firstHop: 0)
            // A coinbase sets out with what it issued.
            let value = (direction == .forward ? view.inputValue : nil) ?? view.outputValue ?? 0
            if view.inputValue == nil, !view.row.isCoinbase { tree.isExact = false }
            held?.spends[tx] = value
            node.txid = view.row.txid
        case .coins(let coins, let owner):
            if let owner { node = GraphNode(id: GraphNodeID(column: 0, item: .address(owner))) }
            tree.owner = owner
            held = Held(owner: owner, firstHop: 1)
            for coin in coins { held?.add(coin) }
        case .outputs(let outputs):
            tree.missing = outputs.map(\.tx).filter { facts.transactions[$0] == nil }
            guard tree.missing.isEmpty else { break }
            let coins = outputs.compactMap { facts.coin(at: $0, direction) }
            let owners = Set(coins.map(\.owner))
            if owners.count == 1, let owner = owners.first ?? nil {
                node = GraphNode(id: GraphNodeID(column: 0, item: .address(owner)))
                tree.owner = owner
            }
            held = Held(owner: tree.owner, firstHop: 1)
            for (coin, _) in coins { held?.add(coin) }
        case .spent(let tx, let owner):
            node = GraphNode(id: GraphNodeID(column: 0, item: .address(owner)))
            tree.owner = owner
            guard let view = facts.transactions[tx] else {
                tree.missing = [tx]
                break
            }
            held = Held(owner: owner, firstHop: 1)
            for input in view.inputs where input.owner == owner && input.known != .unknown {
                held?.add(PathCoin(outpoint: input.previous, value: input.value, spender: tx, fate: .spent))
            }
        }
        guard let held else {
            tree.rows = [PathTree.Row(id: .init(hop: 0, tx: .none, item: nil), kind: .start, node: node)]
            return nil
        }
        tree.setOut = held.total
        node.value = held.total
        if case .transaction = root { return held }
        tree.rows.append(
            PathTree.Row(id: .init(hop: 0, tx: .none, item: nil), kind: .start, node: node, goesOn: held.total))
        return held
    }

    // MARK: One hop

    /// The transactions of a hop, in ledger order; nil when one that is needed is not read.
    private mutating func steps(_ held: inout Held, _ hop: Int) -> [PathStep]? {
        let chosen = choices[hop]
        if let chosen, held.spends[chosen.tx] == nil { held.spends[chosen.tx] = 0 }
        held.fold(to: Self.widest, keeping: chosen?.tx)
        var steps: [PathStep] = []
        while let tx = direction == .forward ? held.spends.keys.min() : held.spends.keys.max() {
            guard let view = facts.transactions[tx] else {
                tree.missing = held.spends.keys.filter { facts.transactions[$0] == nil }.sorted()
                // What was worked out so far waits with the rest.
                for step in steps { held.rest.append((step.carried &- min(step.carried, step.change), .spent)) }
                return nil
            }
            let carried = held.spends.removeValue(forKey: tx) ?? 0
            let step = PathStep(view, direction, carried: carried, owner: held.owner, isNet: !held.takesChange)
            if held.takesChange { for coin in step.changeCoins { held.add(coin) } }
            steps.append(step)
        }
        return steps
    }

    /// What goes on: what was chosen, else the greatest output that may.
    private func main(of steps: [PathStep], _ hop: Int) -> (step: Int, member: Int)? {
        if let chosen = choices[hop], let step = steps.firstIndex(where: { $0.view.row.at == chosen.tx }),
            let member = steps[step].members.firstIndex(where: { chosen.names($0) })
        {
            return (step, member)
        }
        var best: (step: Int, member: Int)?
        var most: UInt64 = 0
        for (k, step) in steps.enumerated() where facts.inferences[step.view.row.at]?.hit?.isCoinJoin != true {
            for (m, member) in step.members.enumerated() where member.value > most {
                guard member.coins.contains(where: { $0.next != .none }), facts.party(member.item) == nil else { continue }
                best = (k, m)
                most = member.value
            }
        }
        return best
    }

    // MARK: Rows

    private mutating func show(_ step: PathStep, _ hop: Int, goesOn main: FanMember?) {
        let row = step.view.row
        if step.unknownInputs > 0 { tree.isExact = false }
        if let joined = step.joined { tree.joined = [tree.joined, joined].total() } else { tree.isExact = false }
        if let fee = step.fee { tree.fees = [tree.fees, fee].total() } else if !row.isCoinbase { tree.isExact = false }
        var node = GraphNode(id: GraphNodeID(column: column(hop), item: .transaction(row.at)))
        node.txid = row.txid
        node.time = row.time
        node.value = main?.value ?? step.carried
        node.coins = main?.coins ?? []
        var line = PathTree.Row(
            id: .init(hop: hop, tx: row.at, item: nil), kind: .step, node: node, goesOn: main?.value, joined: step.joined)
        line.spendsOthers = step.carried == 0 && hop > 0 && direction == .forward

        var fan = Fan(ofTransactions: false)
        fan.members = step.members.filter { $0.item != main?.item }
        fan.whole = fan.members.lazy.map(\.value).total()
        tree.ends = [tree.ends, fan.whole ?? 0].total()
        tree.endCount += fan.members.count
        var parties = unfolded.contains(row.at) ? parties(of: fan, step, hop) : folded(fan, step, hop)
        if step.unknownInputs > 0 { parties.append((unknown(step, hop), .coverage)) }
        line.party = parties.first?.node
        line.end = parties.first?.end
        tree.rows.append(line)
        for (node, end) in parties.dropFirst() {
            tree.rows.append(
                PathTree.Row(
                    id: .init(hop: hop, tx: row.at, item: node.id.item), kind: .party, goesOn: main?.value, party: node,
                    end: end))
        }
        for (node, _) in parties where node.group == nil {
            let spenders = Set(node.coins.map(\.next)).subtracting([.none])
            tree.wanted += spenders.count == 1 ? spenders.filter { facts.inferences[$0] == nil } : []
        }
    }

    /// Rows that are pinned, then the others as one.
    private func folded(_ fan: Fan, _ step: PathStep, _ hop: Int) -> [(node: GraphNode, end: PathTree.End)] {
        let isPinned = fan.members.map { facts.pinned.contains($0.item) }
        let others = fan.members.indices.filter { !isPinned[$0] }.map { fan.members[$0] }
        let shown = fan.members.indices.filter { isPinned[$0] }.map { fan.members[$0] } + (others.count == 1 ? others : [])
        var rows = shown.map { (node: party($0, step, hop), end: end(of: $0, step)) }
        if others.count > 1 { rows.append((group(.rest, others, tx: step.view.row.at, hop), common(others, step))) }
        return rows
    }

    private func party(_ member: FanMember, _ step: PathStep, _ hop: Int) -> GraphNode {
        let inner = GraphNodeID(column: column(hop), item: .transaction(step.view.row.at))
        var node = GraphNode(id: GraphNodeID(column: column(hop), item: member.item))
        node.value = member.value
        node.whole = direction == .forward ? step.view.outputValue : step.view.inputValue
        node.parent = inner
        node.edges = [GraphEdge(inner: inner, value: member.value)]
        node.fate = member.fate
        node.coins = member.coins
        node.canExpand = member.coins.contains { $0.next != .none }
        return node
    }

    /// Inputs of which the ledger knows nothing but that they are there.
    private func unknown(_ step: PathStep, _ hop: Int) -> GraphNode {
        var node = GraphNode(id: GraphNodeID(column: column(hop), item: .unknownInputs(of: step.view.row.at)))
        node.unknownInputs = step.unknownInputs
        node.fate = .unknown
        return node
    }

    /// Signed hops: what is earlier than the start is left of it.
    private func column(_ hop: Int) -> Int { direction == .forward ? hop : -hop }

    private func parties(of fan: Fan, _ step: PathStep, _ hop: Int) -> [(node: GraphNode, end: PathTree.End)] {
        let tx = step.view.row.at
        let fold = GraphFold(fan: fan, parent: .transaction(tx), pinned: facts.pinned, names: facts.names) { [pages] in pages[$0] ?? 0 }
        return fold.rows(budget: Self.openRows).map { row in
            switch row {
            case .member(let index, _):
                return (party(fan.members[index], step, hop), end(of: fan.members[index], step))
            case .group(let kind, let indices):
                let members = indices.map { fan.members[$0] }
                return (group(kind, members, tx: tx, hop), common(members, step))
            }
        }
    }

    private func group(_ kind: GraphGroupKind, _ members: [FanMember], tx: TxRef, _ hop: Int) -> GraphNode {
        var node = GraphNode(id: GraphNodeID(column: column(hop), item: .group(kind, of: .transaction(tx))))
        node.group = GraphGroup(kind, of: members, ofTransactions: false)
        node.value = node.group?.sum
        return node
    }

    private func common(_ members: [FanMember], _ step: PathStep) -> PathTree.End {
        let ends = Set(members.prefix(1_000).map { end(of: $0, step) })
        return ends.count == 1 ? ends.first ?? .several : .several
    }

    private func end(of member: FanMember, _ step: PathStep) -> PathTree.End {
        if let party = facts.party(member.item) { return party }
        if case .coinbase = member.item { return .issued }
        if facts.inferences[step.view.row.at]?.hit?.isCoinJoin == true { return .coinJoin }
        if member.coins.contains(where: { facts.inferences[$0.next]?.hit?.isCoinJoin == true }) { return .coinJoin }
        switch member.fate {
        case .unknown: return .coverage
        case .unspent: return .unspent
        case .none: return .burn
        case .spent: return direction == .forward ? .spent : .earlier
        }
    }

    /// What the owner of a hop keeps.
    private mutating func rest(_ held: Held, _ hop: Int) {
        let value = held.rest.lazy.map(\.value).total()
        guard value > 0 else { return }
        let fates = Set(held.rest.map(\.fate))
        tree.ends = [tree.ends, value].total()
        tree.endCount += 1
        var node = GraphNode(id: GraphNodeID(column: column(hop), item: held.owner.map { .address($0) } ?? .fee(.none)))
        node.value = value
        node.fate = fates.contains(.unknown) ? .unknown : .unspent
        tree.rows.append(
            PathTree.Row(
                id: .init(hop: hop, tx: .none, item: node.id.item), kind: .rest, party: node,
                end: fates.contains(.unknown) ? .coverage : fates.contains(.unspent) ? .unspent : .burn))
    }

    private mutating func more(_ held: Held, _ hop: Int) {
        tree.ends = [tree.ends, held.more.value].total()
        tree.endCount += 1
        var node = GraphNode(id: GraphNodeID(column: column(hop), item: held.owner.map { .notRead($0) } ?? .fee(.none)))
        node.value = held.more.value
        tree.rows.append(
            PathTree.Row(
                id: .init(hop: hop, tx: .none, item: .coinbase(.none)), kind: .more(held.more.count), party: node,
                end: .several))
    }

    /// All that is left where the tree breaks off.
    private mutating func end(_ held: Held, _ hop: Int, _ end: PathTree.End) {
        tree.ends = [tree.ends, held.total].total()
        tree.endCount += 1
        var node = GraphNode(id: GraphNodeID(column: column(hop), item: held.owner.map { .address($0) } ?? .fee(.none)))
        node.value = held.total
        node.canExpand = end == .further
        tree.rows.append(
            PathTree.Row(id: .init(hop: hop, tx: .none, item: .fee(.none)), kind: .tail, party: node, end: end))
    }

    private mutating func gap(between first: TxRef, and second: TxRef, _ hop: Int) {
        let (earlier, later) = (min(first, second), max(first, second))
        for gap in facts.gaps where gap.lowerBound > earlier.height && gap.upperBound < later.height {
            tree.rows.append(
                PathTree.Row(
                    id: .init(hop: hop, tx: TxRef(height: gap.lowerBound, position: 0), item: .coinbase(.none)),
                    kind: .gap(gap)))
        }
    }
}

extension PathTreeFacts {
    /// Why nothing is followed through an owner: the case calls it a service, or somebody claims to know it.
    func party(_ item: GraphItem) -> PathTree.End? {
        guard case .address(let address) = item, let mark = names.addresses[address] else { return nil }
        if mark.role == .service { return .service }
        return mark.role == nil && mark.tags != nil && mark.label.hasPrefix("[") ? .tagged : nil
    }

    /// An output that was read, and its owner.
    func coin(at output: OutputRef, _ direction: TraceDirection) -> (coin: PathCoin, owner: Address?)? {
        guard let view = transactions[output.tx], view.outputs.indices.contains(Int(output.index)) else { return nil }
        let row = view.outputs[Int(output.index)]
        return (
            PathCoin(
                outpoint: Outpoint(txid: view.row.txid, index: output.index), value: row.value,
                spender: direction == .forward ? row.spender : output.tx, fate: row.fate), row.owner
        )
    }
}
