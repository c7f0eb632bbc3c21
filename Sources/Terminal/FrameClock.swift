/// When to draw: at once for the user, at most ten times a second for workers.
///
/// What answers a key hardly waits: the first messages after a pause are drawn at once, and those after a key with so little
/// between them that many small answers are drawn together.
struct FrameClock {
    /// Milliseconds between drawings that only workers asked for.
    static let workerInterval = 100
    /// Drawings that a key earns the workers without that wait: an answer may lead to a further question, and so on.
    static let answersPerKey = 4
    /// Milliseconds between those.
    static let answerInterval = 8

    private var isStale = true
    private var isUrgent = true
    private var lastForWorkers: Int?
    private var answersLeft = 0

    /// Something changed; `byUser` when a key, the mouse or the window's size changed it.
    mutating func note(byUser: Bool) {
        isStale = true
        isUrgent = isUrgent || byUser
        if byUser { answersLeft = Self.answersPerKey }
    }

    /// Milliseconds until the next drawing: 0 for now, nothing when there is nothing to draw.
    func delay(at now: Int) -> Int? {
        guard isStale else { return nil }
        guard !isUrgent, let last = lastForWorkers else { return 0 }
        return max(0, last + (answersLeft > 0 ? Self.answerInterval : Self.workerInterval) - now)
    }

    /// The screen was drawn.
    mutating func drawn(at now: Int) {
        if !isUrgent {
            lastForWorkers = now
            answersLeft = max(0, answersLeft - 1)
        }
        isStale = false
        isUrgent = false
    }
}
