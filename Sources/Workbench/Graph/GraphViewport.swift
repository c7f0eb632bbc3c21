/// The room there is for the graph; it decides how much is shown before anybody expands anything.
public struct GraphViewport: Hashable, Sendable {
    /// Cells, without the title rule.
    public var width: Int
    /// Cells, the column headings included.
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Rows below the column headings.
    public var rows: Int { max(3, height - 1) }

    /// Hops on each side that open by themselves.
    public var hops: Int { width < 100 ? 1 : width < 150 ? 2 : 3 }

    /// Rows a fan may take in a column, before its members fold.
    func budget(column: Int) -> Int {
        switch abs(column) {
        case 0, 1: max(4, min(25, rows))
        case 2: max(4, min(8, rows / 4))
        default: max(3, min(5, rows / 8))
        }
    }

    /// Rows of a fan that somebody asked for.
    var askedBudget: Int { max(4, min(12, rows)) }
}
