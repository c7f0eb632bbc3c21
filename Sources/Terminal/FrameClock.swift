/// When to draw: at once for the user, at most ten times a second for workers.
///
/// What answers a key does not wait: the first messages after one, and the first after a pause, are drawn at once too.
struct FrameClock {
    /// Milliseconds between drawings that only workers asked for.
    static let workerInterval = 100
    /// Drawings at once that a key earns the workers: an answer may lead to a further question, and so on.
    static let answersPerKey = 4

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
        guard !isUrgent, answersLeft == 0, let last = lastForWorkers else { return 0 }
        return max(0, last + Self.workerInterval - now)
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
