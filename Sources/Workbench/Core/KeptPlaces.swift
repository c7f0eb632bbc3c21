/// Places kept under letters for this sitting: the graph as it was left, and the pane that had the keys.
extension WorkbenchState {
    /// What the next letter is for.
    public enum Letter: Hashable, Sendable {
        case keep, go
    }

    /// A place as it was left.
    struct Place: Sendable {
        var graph: GraphState
        var pane: Pane
    }

    /// Takes the letter after `"` or `'`.
    mutating func take(letter key: KeyStroke, for purpose: Letter) -> [Effect] {
        awaitsLetter = nil
        guard case .character(let letter) = key, letter.isLetter else {
            toast = .news("Nothing was done: a place is kept under a letter.")
            return []
        }
        switch purpose {
        case .keep:
            guard let graph else { return [] }
            places[letter] = Place(graph: graph, pane: pane)
            toast = .news("Kept as \(letter). ' and \(letter) come back here.")
            return []
        case .go:
            guard let place = places[letter] else {
                toast = .warning("No place is kept as \(letter). Kept are \(places.keys.sorted().map(String.init).joined(separator: ", ")).")
                return []
            }
            if let graph { trail.leave(graph) }
            graph = place.graph
            pane = place.pane
            return feedGraph()
        }
    }
}
