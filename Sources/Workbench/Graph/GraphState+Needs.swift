import Ledger

/// What the graph still has to be told, and how far that is.
extension GraphState {
    /// What the rows shown still lack, nearest to the focus first; empty when all is there or could not be had.
    public func needs() -> [GraphNeed] {
        if isLoading {
            switch focus {
            case .address(let address): return [.address(address)]
            case .transaction(let tx): return [.transactions([tx])]
            }
        }
        guard !isStopped else { return [] }
        if let tree {
            if case .address(let address) = tree.root, addresses[address] == nil, !unavailable.contains(.address(address)) {
                return [.address(address)]
            }
            let missing = tree.tree.missing.filter { !unavailable.contains(.transaction($0)) }.prefix(Self.batch)
            return missing.isEmpty ? [] : [.transactions(missing.sorted())]
        }
        if let (address, last) = nextEvents { return [.events(address, after: last)] }
        let missing = missingTransactions.prefix(Self.batch)
        return missing.isEmpty ? [] : [.transactions(missing.sorted())]
    }

    /// Where the next page of the focus's history begins; nil when enough of it is here.
    var nextEvents: (Address, TxRef)? {
        guard case .address(let address) = focus, let view = addresses[address], !view.isComplete,
            view.events.count < wantedHistory, let last = view.events.last?.tx.at, !unavailable.contains(.notRead(address))
        else { return nil }
        return (address, last)
    }

    /// Rows of transactions that are shown and not read, nearest to the focus first.
    private var missingTransactions: [TxRef] {
        var missing: [TxRef] = []
        for column in scene.columns.keys.sorted(by: { (abs($0), $0) < (abs($1), $1) }) {
            for id in scene.columns[column] ?? [] {
                if case .transaction(let tx) = id.item, transactions[tx] == nil, !unavailable.contains(id.item) {
                    missing.append(tx)
                }
            }
        }
        return missing
    }

    /// How far the reading is: of the history, else of the transactions shown; nil when nothing is being read.
    public var progress: (done: Int, of: Int)? {
        guard !isStopped, !isLoading else { return nil }
        if let tree { return tree.tree.missing.isEmpty ? nil : (tree.tree.hops, tree.tree.hops + 1) }
        if case .address(let address) = focus, nextEvents != nil, let view = addresses[address] {
            return (view.events.count, min(wantedHistory, Int(clamping: view.summary.transactions)))
        }
        let missing = missingTransactions.count
        guard missing > 0 else { return nil }
        let shown = scene.nodes.keys.count { if case .transaction = $0.item { true } else { false } }
        return (shown - missing, shown)
    }

    /// Leaves what is not read unread, until somebody opens something. False when nothing is being read.
    public mutating func stopLoading() -> Bool {
        guard progress != nil else { return false }
        isStopped = true
        return true
    }

    /// Reads more of the focus's history. False when all of it is here, or as much as the graph takes.
    mutating func readMore() -> Bool {
        guard case .address(let address) = focus, let view = addresses[address], !view.isComplete,
            view.events.count < Self.longestHistory
        else { return false }
        isStopped = false
        wantedHistory = min(Self.longestHistory, view.events.count + Self.history)
        return true
    }
}
