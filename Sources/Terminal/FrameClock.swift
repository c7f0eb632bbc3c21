/// When to draw: at once for the user, at most ten times a second for workers.
///
/// A worker's first message after a pause is drawn at once too, so an answer to a key does not wait.
struct FrameClock {
    /// Milliseconds between drawings that only workers asked for.
    static let workerInterval = 100

    private var isStale = true
    private var isUrgent = true
    private var lastForWorkers: Int?

    /// Something changed; `byUser` when a key, the mouse or the window's size changed it.
    mutating func note(byUser: Bool) {
        isStale = true
        isUrgent = isUrgent || byUser
    }

    /// Milliseconds until the next drawing: 0 for now, nothing when there is nothing to draw.
    func delay(at now: Int) -> Int? {
        guard isStale else { return nil }
        guard !isUrgent, let last = lastForWorkers else { return 0 }
        return max(0, last + Self.workerInterval - now)
    }

    /// The screen was drawn.
    mutating func drawn(at now: Int) {
        if !isUrgent { lastForWorkers = now }
        isStale = false
        isUrgent = false
    }
}
