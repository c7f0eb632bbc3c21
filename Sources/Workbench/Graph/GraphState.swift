import Ledger
import TraceEngine

/// The neighbourhood of an address or a transaction as somebody looks at it: what is loaded, opened and selected.
///
/// Columns are signed hops: inputs negative, outputs positive, addresses and transactions by turns. Value only ever
/// flows from left to right, so the right is always later than the left. A pure value: facts come in through
/// `received`, what is missing is told by `needs`, and the same steps always give the same picture.
public struct GraphState: Hashable, Sendable {
    /// Transactions asked for at once.
    public static let batch = 64

    /// What stands in column 0.
    public let focus: GraphFocus
    /// Histories loaded so far; only that of the focus is ever needed.
    public private(set) var addresses: [Address: AddressView] = [:]
    /// Transactions loaded so far; kept when the focus changes.
    public private(set) var transactions: [TxRef: TransactionView] = [:]
    /// What the case says; rows with a name come first.
    public var names: GraphNames { didSet { if names != oldValue { rebuild() } } }
    /// The room there is; another size folds anew and loads more or fewer hops.
    public var viewport: GraphViewport { didSet { if viewport != oldValue { rebuild() } } }
    /// Rows that are always shown, whatever their value.
    public private(set) var pinned: Set<GraphItem> = []
    /// The row that is selected; always one of the scene.
    public private(set) var cursor: GraphNodeID
    /// Built from everything above.
    public private(set) var scene: GraphScene
    /// Where the rows of the scene stand.
    public private(set) var layout: GraphLayout
    /// Rows of the layout above the first one visible.
    public private(set) var scroll = 0

    var collapsed: Set<GraphNodeID> = []
    var expanded: [GraphNodeID] = []
    /// Pages unfolded of a group.
    var unfolded: [GraphNodeID: Int] = [:]
    /// Where the cursor was last in each column, so that it finds the way back.
    var visited: [Int: GraphNodeID] = [:]
    private var unavailable: Set<GraphItem> = []

    public init(focus: GraphFocus, names: GraphNames = GraphNames(), viewport: GraphViewport) {
        self.focus = focus
        self.names = names
        self.viewport = viewport
        cursor = GraphNodeID(column: 0, item: focus.item)
        scene = GraphScene(focus: cursor)
        layout = GraphLayout(scene: scene, rows: viewport.rows)
        rebuild()
    }

    /// The row under the cursor.
    public var selected: GraphNode? { scene.nodes[cursor] }

    /// Whether the ledger gave what the focus is.
    public var isFocusRead: Bool {
        switch focus {
        case .address(let address): addresses[address] != nil
        case .transaction(let tx): transactions[tx] != nil
        }
    }

    /// True while the focus itself is not loaded.
    public var isLoading: Bool {
        switch focus {
        case .address(let address): addresses[address] == nil && !unavailable.contains(focus.item)
        case .transaction(let tx): transactions[tx] == nil && !unavailable.contains(focus.item)
        }
    }

    /// What the rows shown still lack, nearest to the focus first; empty when all is there or could not be had.
    public func needs() -> [GraphNeed] {
        if isLoading {
            switch focus {
            case .address(let address): return [.address(address)]
            case .transaction(let tx): return [.transactions([tx])]
            }
        }
        var missing: [TxRef] = []
        for column in scene.columns.keys.sorted(by: { (abs($0), $0) < (abs($1), $1) }) {
            for id in scene.columns[column] ?? [] {
                guard missing.count < Self.batch else { break }
                if case .transaction(let tx) = id.item, transactions[tx] == nil, !unavailable.contains(id.item) {
                    missing.append(tx)
                }
            }
        }
        return missing.isEmpty ? [] : [.transactions(missing.sorted())]
    }

    /// The history of an address has come.
    public mutating func received(_ view: AddressView) {
        addresses[view.address] = view
        settle(.address(view.address), isThere: true)
        rebuild()
    }

    /// Transactions have come, in any number and order.
    public mutating func received(_ views: [TransactionView]) {
        for view in views {
            transactions[view.row.at] = view
            settle(.transaction(view.row.at), isThere: true)
        }
        rebuild()
    }

    /// What was asked for cannot be had; it is not asked for again.
    public mutating func failed(_ need: GraphNeed) {
        switch need {
        case .address(let address): settle(.address(address), isThere: false)
        case .transactions(let refs): for tx in refs { settle(.transaction(tx), isThere: false) }
        }
    }

    /// Shows a row whatever its value, or lets it go again.
    public mutating func pin(_ item: GraphItem) {
        if pinned.remove(item) == nil { pinned.insert(item) }
        rebuild()
    }

    private mutating func settle(_ item: GraphItem, isThere: Bool) {
        if isThere { unavailable.remove(item) } else { unavailable.insert(item) }
    }

    mutating func rebuild() {
        let trail = path
        var builder = GraphBuilder(self)
        scene = builder.build()
        scene.measureTimes()
        layout = GraphLayout(scene: scene, rows: viewport.rows)
        if scene.nodes[cursor] == nil { cursor = trail.last { scene.nodes[$0] != nil } ?? scene.focus }
        follow()
    }

    mutating func select(_ id: GraphNodeID) {
        cursor = id
        visited[id.column] = id
        follow()
    }

    /// Scrolls as little as shows the cursor.
    private mutating func follow() {
        guard layout.height > viewport.rows, let row = layout.rows[cursor] else {
            scroll = 0
            return
        }
        // One row above and below says how much is hidden there.
        let lowest = row + 1 - max(1, viewport.rows - 1)
        scroll = min(max(scroll, lowest + 1), max(0, row - 1))
        scroll = max(0, min(scroll, layout.height - viewport.rows))
    }
}
