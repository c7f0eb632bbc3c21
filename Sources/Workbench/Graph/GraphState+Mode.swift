import Ledger
import TraceEngine

extension GraphState {
    /// How it is drawn: as was asked, else as the room allows.
    public var shownMode: GraphMode { tree != nil ? .pathTree : mode ?? (viewport.hops > 1 ? .hopColumns : .bowTie) }

    /// Hops on each side that open by themselves.
    public var hops: Int {
        switch mode {
        case .bowTie: 1
        case .hopColumns: max(2, viewport.hops)
        case .pathTree, nil: viewport.hops
        }
    }

    /// Goes on to the next way to draw it.
    public mutating func nextMode() { show(shownMode.next) }

    /// Draws it in another way. A path tree sets out from the selected row.
    public mutating func show(_ mode: GraphMode) {
        guard mode == .pathTree else {
            self.mode = mode
            tree = nil
            rebuild()
            return
        }
        let root = selectedRoot ?? focusRoot
        tree = PathTreeState(root: root)
        rebuild()
    }

    /// Shows a path tree back from the selected row: where its value came from, one hop a row.
    public mutating func showOrigins() {
        tree = PathTreeState(root: selectedOrigin ?? focusRoot, .backward)
        rebuild()
    }

    /// Shows a path tree from `root` along `route`.
    mutating func show(_ root: PathTreeRoot, route: [Int: PathChoice]) {
        tree = PathTreeState(root: root, route: route)
        rebuild()
    }

    private var focusRoot: PathTreeRoot {
        switch focus {
        case .address(let address): .address(address)
        case .transaction(let tx): .transaction(tx)
        }
    }

    /// Where a path tree of the selected row sets out: the coins it stands for, or its transaction.
    private var selectedRoot: PathTreeRoot? {
        guard let node = selected, node.column != 0 else { return nil }
        switch node.id.item {
        case .transaction(let tx), .elsewhere(.transaction(let tx), _): return .transaction(tx)
        case .address, .output, .outpoint, .elsewhere:
            var owner: Address?
            if case .address(let address) = node.id.item { owner = address }
            if case .elsewhere(.address(let address), _) = node.id.item { owner = address }
            let coins = node.column > 0 ? node.coins.map { PathCoin($0, .forward) } : coinsSpent(by: node)
            return coins.isEmpty ? nil : .coins(coins, owner: owner)
        default: return nil
        }
    }

    /// The same against the value: the coins of the row with the transactions that made them.
    private var selectedOrigin: PathTreeRoot? {
        guard let node = selected, node.column != 0 || tree != nil else { return nil }
        switch node.id.item {
        case .transaction(let tx), .elsewhere(.transaction(let tx), _): return .transaction(tx)
        case .address, .output, .outpoint, .elsewhere:
            var owner: Address?
            if case .address(let address) = node.id.item { owner = address }
            if case .elsewhere(.address(let address), _) = node.id.item { owner = address }
            let coins = coinsMade(by: node).filter { $0.spender != .none }
            return coins.isEmpty ? owner.map { .address($0) } : .coins(coins, owner: owner)
        default: return nil
        }
    }

    /// The coins of a row with the transactions that made them; left of the focus the row has them.
    private func coinsMade(by node: GraphNode) -> [PathCoin] {
        guard node.column > 0 else { return node.coins.map { PathCoin($0, .backward) } }
        var makers: [TxID: TxRef] = [:]
        for edge in node.edges {
            guard case .transaction(let tx) = edge.inner.item, let txid = transactions[tx]?.row.txid else { continue }
            makers[txid] = tx
        }
        return node.coins.map { coin in
            PathCoin(outpoint: coin.outpoint, value: coin.value, spender: makers[coin.outpoint.txid] ?? .none, fate: coin.fate)
        }
    }

    /// The coins of a row left of the focus, with the transactions they went into.
    private func coinsSpent(by node: GraphNode) -> [PathCoin] {
        var spenders: [Outpoint: TxRef] = [:]
        for edge in node.edges {
            guard case .transaction(let tx) = edge.inner.item else { continue }
            for input in transactions[tx]?.inputs ?? [] { spenders[input.previous] = tx }
        }
        return node.coins.map { coin in
            PathCoin(outpoint: coin.outpoint, value: coin.value, spender: spenders[coin.outpoint] ?? .none, fate: .spent)
        }
    }

    /// Rows of the screen that a path tree has, without its sums.
    public var treeRows: Int { max(1, viewport.rows - 1) }

    /// What a path tree is built from.
    var treeFacts: PathTreeFacts {
        PathTreeFacts(addresses: addresses, transactions: transactions, inferences: inferences, names: names, pinned: pinned,
            gaps: gaps)
    }

    /// Transactions shown whose inferences are not known yet, in ledger order.
    public var uninferred: [TxRef] {
        if let tree { return tree.tree.wanted.filter { inferences[$0] == nil } }
        return scene.nodes.keys.compactMap { id in
            guard case .transaction(let tx) = id.item, transactions[tx] != nil, inferences[tx] == nil else { return nil }
            return tx
        }.sorted()
    }
}
