import Ledger
import TraceEngine

/// A path tree as somebody looks at it: where it sets out, what was chosen and unfolded, and the cursor.
public struct PathTreeState: Hashable, Sendable {
    /// Hops that are followed before somebody asks for more.
    static let page = 25

    public let root: PathTreeRoot
    public let direction: TraceDirection
    public private(set) var tree: PathTree
    /// The row under the cursor; nil before there is one.
    public private(set) var cursor: PathTree.Row.ID?
    /// Whether the cursor is on what leaves in its row.
    public private(set) var isOnParty = false
    /// The first row on the screen.
    public internal(set) var top = 0

    /// The ways that were chosen, by hop.
    private(set) var choices: [Int: PathChoice]
    /// Choices that were there from the beginning: those of a trace or a path.
    private let route: [Int: PathChoice]
    private var unfolded: Set<TxRef> = []
    private var pages: [GraphItem: Int] = [:]
    private var limit: Int

    init(root: PathTreeRoot, _ direction: TraceDirection = .forward, route: [Int: PathChoice] = [:]) {
        self.root = root
        self.direction = direction
        tree = PathTree(direction)
        self.route = route
        choices = route
        // A route is shown as far as it leads.
        limit = route.keys.max() ?? Self.page
    }

    /// The row under the cursor.
    public var row: PathTree.Row? { cursor.flatMap { tree.place(of: $0) }.map { tree.rows[$0] } }
    /// The place of the cursor among the rows.
    public var place: Int { cursor.flatMap { tree.place(of: $0) } ?? 0 }
    /// What the cursor is on.
    public var selected: GraphNode? {
        guard let row else { return nil }
        if let node = isOnParty || row.node == nil ? row.party : row.node { return node }
        // Missing blocks are a row to read about, and nothing else.
        let hop = max(1, row.hop)
        return GraphNode(id: GraphNodeID(column: direction == .forward ? hop : -hop, item: .fee(.none)))
    }

    // MARK: Moving

    /// Up and down by rows; right to what leaves, and from there along it; left back to the transaction, then a hop back.
    mutating func move(_ step: GraphStep) -> Bool {
        switch step {
        case .up: return move(by: -1)
        case .down: return move(by: 1)
        case .left:
            if isOnParty, row?.node != nil {
                isOnParty = false
                return true
            }
            guard let now = row, let back = tree.rows[..<place].lastIndex(where: { $0.goesOn != nil && $0.hop < now.hop && $0.node != nil })
            else { return false }
            select(back)
            return true
        case .right:
            guard let row else { return false }
            if !isOnParty, row.party != nil, row.node != nil {
                isOnParty = true
                return true
            }
            guard isOnParty || row.node == nil else { return follow() }
            return row.party?.group == nil && expand()
        }
    }

    /// By many rows, stopping at the ends. False when there is no row there.
    @discardableResult
    mutating func move(by rows: Int) -> Bool {
        let target = min(max(0, place + rows), max(0, tree.rows.count - 1))
        guard target != place, !tree.rows.isEmpty else { return false }
        select(target)
        return true
    }

    mutating func select(_ place: Int) {
        guard tree.rows.indices.contains(place) else { return }
        let row = tree.rows[place]
        cursor = row.id
        isOnParty = row.node == nil ? row.party != nil : isOnParty && row.party != nil
    }

    /// Puts the cursor on a row, or on what leaves there.
    mutating func select(_ id: PathTree.Row.ID, isOnParty: Bool) {
        guard let place = tree.place(of: id) else { return }
        self.isOnParty = isOnParty
        select(place)
    }

    /// To the transaction of the next hop.
    private mutating func follow() -> Bool {
        guard let row, row.goesOn != nil else { return false }
        let step = tree.rows.lastIndex { $0.kind == .step && $0.hop == row.hop + 1 }
        guard let next = step ?? (place + 1 < tree.rows.count ? place + 1 : nil) else { return false }
        isOnParty = false
        select(next)
        return true
    }

    // MARK: Unfolding

    /// Shows the members of a group, goes on along what leaves, or follows the path further. False when there is nothing.
    ///
    /// What goes on may change with it: only what stands below the row of the cursor.
    mutating func expand() -> Bool {
        guard let row else { return false }
        if row.kind == .tail, row.end == .further {
            limit += Self.page
            return true
        }
        guard let node = isOnParty || row.node == nil ? row.party : row.node else { return false }
        if case .group = node.id.item {
            if unfolded.insert(row.id.tx).inserted { return true }
            pages[node.id.item, default: 0] += 1
            return true
        }
        if !isOnParty, row.party?.group != nil { return unfolded.insert(row.id.tx).inserted }
        guard isOnParty || row.node == nil, node.canExpand, row.id.tx != .none else { return false }
        choices = choices.filter { $0.key < row.hop }
        choices[row.hop] = PathChoice(tx: row.id.tx, item: node.id.item)
        cursor = .init(hop: row.hop, tx: row.id.tx, item: nil)
        isOnParty = false
        return true
    }

    /// Folds the members of the row's transaction again, or takes back what was chosen at this hop.
    mutating func collapse() -> Bool {
        guard let row else { return false }
        if row.id.tx != .none, unfolded.remove(row.id.tx) != nil {
            pages = pages.filter { if case .group(_, of: .transaction(row.id.tx)) = $0.key { false } else { true } }
            cursor = .init(hop: row.hop, tx: row.id.tx, item: nil)
            return true
        }
        guard choices[row.hop] != route[row.hop] else { return false }
        choices = choices.filter { $0.key < row.hop }.merging(route.filter { $0.key >= row.hop }) { a, _ in a }
        return true
    }

    /// What leaves the transaction of the selected group.
    func selectedLeaves(_ facts: PathTreeFacts) -> [FanMember] {
        guard let row, let view = facts.transactions[row.id.tx] else { return [] }
        let shown = Set(tree.rows.lazy.filter { $0.id.tx == row.id.tx }.compactMap { $0.party?.id.item })
        let next = tree.rows.first { $0.hop == row.hop && $0.id.tx == row.id.tx }?.node?.coins.first?.outpoint
        return PathStep.fan(view, direction).filter { member in
            member.value > 0 && !shown.contains(member.item) && !member.coins.contains { $0.outpoint == next }
        }
    }

    // MARK: Building

    mutating func rebuild(_ facts: PathTreeFacts, rows room: Int) {
        let before = (place, isOnParty)
        var builder = PathTreeBuilder(
            facts, root: root, direction: direction, choices: choices, unfolded: unfolded, pages: pages, limit: limit)
        tree = builder.build()
        if cursor == nil || cursor.flatMap({ tree.place(of: $0) }) == nil { select(min(before.0, tree.rows.count - 1)) }
        if isOnParty, row?.party == nil { isOnParty = false }
        follow(rows: room)
    }

    /// Scrolls as little as shows the cursor.
    mutating func follow(rows room: Int) {
        top = Scroll.top(keeping: place, of: tree.rows.count, in: max(1, room), from: top)
    }
}
