/// A place in the workbench as it was left.
public struct Place: Sendable {
    public var pane: Pane
    /// The graph as it was; nil before there was one.
    public var graph: GraphState?
    /// The table of the pane, with cursor, filter and order; nil where the pane is none.
    public var view: (any TableView)?
}

/// Where the investigator has been: back and forward as in a browser.
public struct Trail: Sendable {
    private var past: [Place] = []
    private var future: [Place] = []

    /// Steps kept.
    static let limit = 100

    public init() {}

    public var canGoBack: Bool { !past.isEmpty }
    public var canGoForward: Bool { !future.isEmpty }

    /// Notes that the way goes on from `place`.
    public mutating func leave(_ place: Place) {
        past.append(place)
        if past.count > Self.limit { past.removeFirst() }
        future = []
    }

    /// Where going back leads from `place`.
    public mutating func back(from place: Place) -> Place? {
        guard let target = past.popLast() else { return nil }
        future.append(place)
        return target
    }

    /// Where going forward leads from `place`.
    public mutating func forward(from place: Place) -> Place? {
        guard let target = future.popLast() else { return nil }
        past.append(place)
        return target
    }
}

extension WorkbenchState {
    /// Where the workbench is now.
    var place: Place { Place(pane: pane, graph: graph, view: views[pane]) }

    /// Puts where the workbench is on the trail, before it goes elsewhere.
    mutating func leave() { trail.leave(place) }

    /// Takes up a place as it was left.
    mutating func resume(_ place: Place) -> [Effect] {
        if let graph = place.graph { self.graph = graph }
        if let view = place.view { views[place.pane] = view }
        pane = place.pane
        return feedGraph()
    }
}
