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
    /// Transactions of an address's history asked for at once.
    public static let eventPage = 250
    /// Transactions of a history that are read before somebody asks for more, and at most.
    public static let history = 2_000, longestHistory = 20_000

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
    public internal(set) var scroll = 0

    var collapsed: Set<GraphNodeID> = []
    var expanded: [GraphNodeID] = []
    /// Pages unfolded of a group.
    var unfolded: [GraphNodeID: Int] = [:]
    /// Where the cursor was last in each column, so that it finds the way back.
    var visited: [Int: GraphNodeID] = [:]
    var unavailable: Set<GraphItem> = []
    /// Transactions of the focus's history that are wanted.
    var wantedHistory = GraphState.history
    /// True once somebody stopped the reading; opening something goes on.
    var isStopped = false

    /// How it is to be drawn; nil leaves that to the room.
    public internal(set) var mode: GraphMode?
    /// The path tree, where it is drawn as one.
    public internal(set) var tree: PathTreeState?
    /// What rules conclude from the transactions; never a fact of the ledger.
    public var inferences: [TxRef: TransactionInference] = [:] {
        didSet { if tree != nil, inferences != oldValue { rebuildTree() } }
    }
    /// The cluster that is marked; nil when none was asked.
    public internal(set) var cluster: GraphCluster?
    /// Blocks that the ledger lacks.
    public var gaps: [ClosedRange<UInt32>] = []

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
    public var selected: GraphNode? { tree != nil ? tree?.selected : scene.nodes[cursor] }

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

    /// The history of an address has come.
    public mutating func received(_ view: AddressView) {
        addresses[view.address] = view
        settle(.address(view.address), isThere: true)
        rebuild()
    }

    /// A page of the focus's history has come, after what is here.
    public mutating func received(_ page: AddressEventPage, of address: Address) {
        guard var view = addresses.removeValue(forKey: address) else { return }
        view.events += page.events
        view.isComplete = UInt64(view.events.count) >= view.summary.transactions
        addresses[address] = view
        // A ledger that has no more than this is not asked again.
        if page.isLast || page.events.isEmpty, !view.isComplete { settle(.notRead(address), isThere: false) }
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
        case .events(let address, _): settle(.notRead(address), isThere: false)
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
        rebuildTree()
    }

    mutating func rebuildTree() {
        guard var tree else { return }
        tree.rebuild(treeFacts, rows: treeRows)
        self.tree = tree
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
