import Ledger

/// A step of the cursor on the screen.
public enum GraphStep: Hashable, Sendable {
    case up, down, left, right
}

extension GraphState {
    /// The rows from the focus to the cursor, both included: the selected path.
    public var path: [GraphNodeID] {
        var path = [cursor]
        while let last = path.last, last.column != 0, let inner = inward(of: last) { path.append(inner) }
        return path.reversed()
    }

    /// Moves the cursor: up and down in its column, left and right along an edge. False when there is no row there.
    @discardableResult
    public mutating func move(_ step: GraphStep) -> Bool {
        if tree != nil { return moveInTree { $0.move(step) } }
        let target: GraphNodeID?
        switch step {
        case .up: target = neighbour(by: -1)
        case .down: target = neighbour(by: 1)
        case .left: target = cursor.column <= 0 ? outward(of: cursor, left: true) : inward(of: cursor)
        case .right: target = cursor.column >= 0 ? outward(of: cursor, left: false) : inward(of: cursor)
        }
        guard let target else { return false }
        visited[cursor.column] = cursor
        select(target)
        return true
    }

    /// Moves up or down by many rows and stops at the end of the column.
    public mutating func move(by rows: Int) {
        if tree != nil {
            moveInTree { $0.move(by: rows) }
            return
        }
        guard let column = scene.columns[cursor.column], let at = column.firstIndex(of: cursor) else { return }
        select(column[min(max(0, at + rows), column.count - 1)])
    }

    /// Opens the next column of the selected row, or the next page of a folded group. False when there is nothing.
    ///
    /// Members of a group stand before what is left of it; the cursor goes to the first of them when nothing is left.
    @discardableResult
    public mutating func expand() -> Bool {
        isStopped = false
        if tree != nil { return changeTree { $0.expand() } }
        guard let node = selected else { return false }
        if case .notRead = cursor.item { return readMore() }
        if case .group = cursor.item {
            let group = cursor
            unfolded[group, default: 0] += 1
            rebuild()
            if scene.nodes[group] == nil, let first = scene.columns[group.column]?.first(where: {
                scene.nodes[$0]?.unfoldedFrom == group.item
            }) {
                select(first)
            }
            return true
        }
        guard node.canExpand, !node.isExpanded else { return false }
        // What was closed stays out of what opens by itself: it opens last now, and moves nothing.
        expanded.append(cursor)
        rebuild()
        return true
    }

    /// Closes the selected row's next column, or folds a row back into the group it came from.
    @discardableResult
    public mutating func collapse() -> Bool {
        if tree != nil { return changeTree { $0.collapse() } }
        guard let node = selected, cursor.column != 0 else { return false }
        if node.isExpanded || expanded.contains(cursor) {
            expanded.removeAll { $0 == cursor }
            collapsed.insert(cursor)
            rebuild()
            return true
        }
        var folded: GraphNodeID?
        if let group = node.unfoldedFrom { folded = GraphNodeID(column: cursor.column, item: group) }
        if case .group = cursor.item, unfolded[cursor] != nil { folded = cursor }
        guard let folded else { return false }
        unfolded[folded] = nil
        rebuild()
        if scene.nodes[folded] != nil { select(folded) }
        return true
    }

    /// Whether there is something to close or to fold back under the cursor.
    var canCollapse: Bool {
        if let tree {
            var tree = tree
            return tree.collapse()
        }
        guard let node = selected, cursor.column != 0 else { return false }
        return node.isExpanded || expanded.contains(cursor) || node.unfoldedFrom != nil || unfolded[cursor] != nil
    }

    /// What `⏎` does: an address or a transaction is given back as the next focus; a reference takes the cursor to
    /// the row it names.
    public mutating func focusOnSelected() -> GraphFocus? {
        if tree != nil { return focusOnTree() }
        switch cursor.item {
        case .address(let address): return cursor.column == 0 ? nil : .address(address)
        case .transaction(let tx): return cursor.column == 0 ? nil : .transaction(tx)
        case .output(let output): return .transaction(output.tx)
        case .elsewhere(let item, _):
            if let shown = scene.nodes.keys.first(where: { $0.item == item }) { select(shown) }
            return nil
        case .group, .outpoint, .unknownInputs, .coinbase, .fee, .notRead: return nil
        }
    }

    /// What the row of the path tree stands for.
    private mutating func focusOnTree() -> GraphFocus? {
        switch selected?.id.item {
        case .address(let address)?: return .address(address)
        case .transaction(let tx)?: return .transaction(tx)
        case .output(let output)?: return .transaction(output.tx)
        default: return nil
        }
    }

    /// Puts the cursor on a row that was pulled out of the group `group`.
    mutating func selectPinned(_ item: GraphItem, near group: GraphNodeID) {
        if let row = tree?.tree.rows.first(where: { $0.party?.id.item == item && $0.hop == abs(group.column) }) {
            selectInTree(row.id, isParty: true)
            return
        }
        let id = GraphNodeID(column: group.column, item: item)
        if scene.nodes[id] != nil { select(id) } else if let other = scene.nodes.keys.first(where: { $0.item == item }) { select(other) }
    }

    /// Puts the cursor on a row of the path tree, or on what leaves there.
    mutating func selectInTree(_ id: PathTree.Row.ID, isParty: Bool) {
        moveInTree {
            $0.select(id, isOnParty: isParty)
            return true
        }
    }

    /// Changes the path tree and builds it again.
    private mutating func changeTree(_ body: (inout PathTreeState) -> Bool) -> Bool {
        guard var tree, body(&tree) else { return false }
        self.tree = tree
        rebuildTree()
        return true
    }

    /// Moves in the path tree. Along what leaves, the path changes and is built again.
    @discardableResult
    private mutating func moveInTree(_ body: (inout PathTreeState) -> Bool) -> Bool {
        guard var tree else { return false }
        let choices = tree.choices
        let moved = body(&tree)
        tree.follow(rows: treeRows)
        self.tree = tree
        if tree.choices != choices { rebuildTree() }
        return moved
    }

    private func neighbour(by rows: Int) -> GraphNodeID? {
        guard let column = scene.columns[cursor.column], let at = column.firstIndex(of: cursor),
            column.indices.contains(at + rows)
        else { return nil }
        return column[at + rows]
    }

    /// The way back is the way that was taken; else the row under which the row was placed.
    private func inward(of id: GraphNodeID) -> GraphNodeID? {
        let edges = scene.nodes[id]?.edges ?? []
        let column = id.column - id.column.signum()
        if let last = visited[column], edges.contains(where: { $0.inner == last }) { return last }
        return edges.first?.inner
    }

    /// The row last visited, else the one nearest to the height of `id`.
    private func outward(of id: GraphNodeID, left: Bool) -> GraphNodeID? {
        let rows = scene.outward(of: id, left: left)
        if let last = visited[id.column + (left ? -1 : 1)], rows.contains(last) { return last }
        let own = layout.rows[id] ?? 0
        func distance(_ row: GraphNodeID) -> Int { abs((layout.rows[row] ?? 0) - own) }
        return rows.min { distance($0) < distance($1) }
    }
}
