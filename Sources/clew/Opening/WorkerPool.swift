import Foundation

/// The threads that work in the background of the workbench, beside the main actor.
///
/// The concurrency runtime's own threads are watched by a timer that wakes once a second for as long as the process lives;
/// these sleep until there is something to do. There are more of them than cores, so that a question of a moment does
/// not wait behind traces that take minutes.
final class WorkerPool: TaskExecutor, @unchecked Sendable {
    static let shared = WorkerPool(largest: max(4, 2 * ProcessInfo.processInfo.activeProcessorCount))

    private let largest: Int
    private let condition = NSCondition()
    // Guarded by the condition: what waits, in order; first what somebody looks at, then what may wait.
    private var urgent: [UnownedJob] = []
    private var patient: [UnownedJob] = []
    private var threads = 0
    private var idle = 0

    private init(largest: Int) { self.largest = largest }

    /// Starts work off the main actor; its subtasks and what it awaits stay on these threads.
    static func start(priority: TaskPriority = .medium, _ work: @escaping @Sendable () async -> Void) {
        Task.detached(executorPreference: shared, priority: priority, operation: work)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let isPatient = (TaskPriority(job.priority) ?? .medium) < .medium
        let job = UnownedJob(job)
        condition.lock()
        defer { condition.unlock() }
        if isPatient { patient.append(job) } else { urgent.append(job) }
        // One that was woken but does not run yet still counts as idle.
        guard urgent.count + patient.count > idle, threads < largest else { return condition.signal() }
        threads += 1
        Thread.detachNewThread { [self] in work() }
    }

    private func work() {
        while true { next().runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if !urgent.isEmpty { return urgent.removeFirst() }
            if !patient.isEmpty { return patient.removeFirst() }
            idle += 1
            condition.wait()
            idle -= 1
        }
    }
}
