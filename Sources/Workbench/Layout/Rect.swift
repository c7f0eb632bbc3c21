/// A rectangle of cells.
public struct Rect: Hashable, Sendable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The column after the last.
    public var endX: Int { x + width }
    /// The row after the last.
    public var endY: Int { y + height }

    public func contains(_ column: Int, _ row: Int) -> Bool {
        column >= x && column < endX && row >= y && row < endY
    }
}
