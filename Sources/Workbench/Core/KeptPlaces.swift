/// Places kept under letters for this sitting: pane, graph and table as they were left.
extension WorkbenchState {
    /// What the next letter is for.
    public enum Letter: Hashable, Sendable {
        case keep, go
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
            places[letter] = place
            toast = .news("Kept as \(letter). ' and \(letter) come back here.")
            return []
        case .go:
            guard let kept = places[letter] else {
                toast = .warning("No place is kept as \(letter). Kept are \(places.keys.sorted().map(String.init).joined(separator: ", ")).")
                return []
            }
            leave()
            return resume(kept)
        }
    }
}
