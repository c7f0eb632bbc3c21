import Encoding
import Ledger

/// What the nodes of the graph stand for, and what to say where no way leads to the one asked for.
extension PathSearch {
    mutating func node(address: AddressRef) -> Int {
        if let node = nodeOfAddress[address] { return node }
        let node = graph.addNode()
        nodeOfAddress[address] = node
        meaning[node] = .address(address)
        return node
    }

    mutating func node(slot: Int) -> Int {
        if let node = nodeOfSlot[slot] { return node }
        let node = graph.addNode()
        nodeOfSlot[slot] = node
        meaning[node] = .slot(slot)
        return node
    }

    mutating func arrive(at: TxRef, from: Int, value: UInt64, slot: Int) {
        graph.add(PathGraph.Edge(at: at, from: from, to: PathGraph.target, value: value))
        let key = ArrivalKey(at: at, from: from, value: value)
        arrivals[key] = min(arrivals[key] ?? slot, slot)
    }

    /// The slot that a node of an edge stands for; nil for an address as a whole.
    func slot(of node: Int, _ edge: PathGraph.Edge) -> Int? {
        if node == PathGraph.target { return arrivals[ArrivalKey(at: edge.at, from: edge.from, value: edge.value)] }
        if case .slot(let slot) = meaning[node] { return slot }
        return nil
    }

    func owner(of node: Int, _ edge: PathGraph.Edge, _ rows: TraceRows) -> AddressRef {
        if let slot = slot(of: node, edge) { return rows.outputs[slot].owner }
        if case .address(let address) = meaning[node] { return address }
        return .none
    }

    /// The output that a node of an edge is; nil for an address as a whole.
    func output(of node: Int, _ edge: PathGraph.Edge, _ rows: TraceRows) -> Outpoint? {
        if node == PathGraph.target, !question.followsOutputs, targetOwner != nil { return nil }
        return slot(of: node, edge).map { slot in
            Outpoint(txid: rows.rows[rows.placeOfSlot[slot]].txid, index: rows.output(at: slot).index)
        }
    }

    // MARK: No way

    /// Why there is no way, as a sentence.
    func reason(_ info: LedgerInfo) -> String {
        let what = question.followsOutputs ? "outputs" : "addresses"
        let (from, to) = (question.from.text(on: info.chain), question.to.text(on: info.chain))
        if graph.edges.isEmpty, ended.values.allSatisfy({ $0 == 0 }) || ended == [.unspent: sourceSlots.count] {
            return "Nothing went on from \(from) in this snapshot."
        }
        let count = max(0, graph.nodes - 1 - graph.sources.count)
        let order = StopReason.allCases.compactMap { reason in ended[reason].map { "\(reason.rawValue) \($0)" } }
        return "From \(from), \(count) \(what) were reached in order of time, and \(to) is not among them."
            + (order.isEmpty ? "" : " Not followed further: \(order.joined(separator: ", ")).")
    }
}
