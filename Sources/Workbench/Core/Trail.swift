/// Where the graph has been, as it was left: back and forward as in a browser.
public struct Trail: Sendable {
    private var past: [GraphState] = []
    private var future: [GraphState] = []

    /// Steps kept.
    static let limit = 100

    public init() {}

    public var canGoBack: Bool { !past.isEmpty }
    public var canGoForward: Bool { !future.isEmpty }

    /// Notes that the graph moves on from `graph`.
    public mutating func leave(_ graph: GraphState) {
        past.append(graph)
        if past.count > Self.limit { past.removeFirst() }
        future = []
    }

    /// Where going back leads from `graph`.
    public mutating func back(from graph: GraphState?) -> GraphState? {
        guard let target = past.popLast() else { return nil }
        if let graph { future.append(graph) }
        return target
    }

    /// Where going forward leads from `graph`.
    public mutating func forward(from graph: GraphState?) -> GraphState? {
        guard let target = future.popLast() else { return nil }
        if let graph { past.append(graph) }
        return target
    }
}
