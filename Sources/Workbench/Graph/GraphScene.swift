import Ledger

/// The rows of the graph, column by column, and what joins them: everything a picture needs.
public struct GraphScene: Hashable, Sendable {
    /// Every row shown, by its id.
    public internal(set) var nodes: [GraphNodeID: GraphNode] = [:]
    /// Rows placed under a row, in order, by its id; the focus has those of both sides.
    public internal(set) var children: [GraphNodeID: [GraphNodeID]] = [:]
    /// Rows of each column from top to bottom.
    public internal(set) var columns: [Int: [GraphNodeID]] = [:]
    /// The one row of column 0.
    public internal(set) var focus: GraphNodeID

    /// The earliest and the latest block time of the rows, in seconds since 1970; nil when none is known.
    public internal(set) var times: ClosedRange<UInt32>?

    /// The rows that the fan of each group had when it was folded.
    var budgets: [GraphNodeID: Int] = [:]

    init(focus: GraphNodeID) { self.focus = focus }

    /// The outermost columns that hold a row.
    public var range: ClosedRange<Int> { (columns.keys.min() ?? 0)...(columns.keys.max() ?? 0) }

    /// The place of a row as the screen writes it; nil when it is not shown.
    public func place(of id: GraphNodeID) -> GraphPlace? {
        guard let row = columns[id.column]?.firstIndex(of: id) else { return nil }
        return GraphPlace(column: id.column, row: row + 1)
    }

    /// The rows of the next column outwards, on one side, that `id` is joined to: placed under it or shared.
    public func outward(of id: GraphNodeID, left: Bool) -> [GraphNodeID] {
        let column = id.column + (left ? -1 : 1)
        return (columns[column] ?? []).filter { nodes[$0]?.edges.contains { $0.inner == id } == true }
    }

    /// Notes the span of block times, for titles that give the year.
    mutating func measureTimes() {
        let known = nodes.values.lazy.compactMap(\.time)
        if let first = known.min(), let last = known.max() { times = first...last }
    }

    /// Puts the columns together from the rows placed under each row.
    mutating func order() {
        columns = [0: [focus]]
        for sign in [-1, 1] {
            var column = sign
            var ids = (children[focus] ?? []).filter { $0.column == sign }
            while !ids.isEmpty {
                columns[column] = ids
                ids = ids.flatMap { children[$0] ?? [] }
                column += sign
            }
        }
    }
}
