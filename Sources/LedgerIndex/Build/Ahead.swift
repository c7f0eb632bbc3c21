import Foundation
import Ledger

/// Prepares items on a second thread while what was prepared is used in order on the caller's: both processors work, and
/// the result is that of one.
enum Ahead {
    /// Runs `prepare` for every number below `count`, each in one of the two places, and `use` after it.
    ///
    /// - Parameters:
    ///   - prepare: fills a place. It changes nothing else, neither in memory nor on disk, and reads nothing that `use`
    ///     changes.
    ///   - use: gets the items in ascending order, on the caller's thread.
    static func run<Place: AnyObject>(
        count: Int, _ places: (Place, Place), prepare: @escaping (Int, Place) throws(LedgerError) -> Void,
        use: (Int, Place) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        if count == 1 {
            try prepare(0, places.0)
            return try use(0, places.0)
        }
        let work = Preparation(count, places, prepare)
        // Nothing goes on in the places once the caller is told.
        defer { work.end() }
        for item in 0..<count { try use(item, try work.next()) }
    }

    /// The second thread and the two places that go to and fro.
    private final class Preparation<Place: AnyObject>: @unchecked Sendable {
        private let places: (Place, Place)
        private let free = DispatchSemaphore(value: 0), ready = DispatchSemaphore(value: 0)
        private let ended = DispatchSemaphore(value: 0)
        private var failure: LedgerError?
        private var used = 0
        private let lock = NSLock()
        private var isStopped = false

        init(_ count: Int, _ places: (Place, Place), _ prepare: @escaping (Int, Place) throws(LedgerError) -> Void) {
            self.places = places
            free.signal()
            free.signal()
            let job = Job(count: count, prepare: prepare)
            Thread { self.run(job) }.start()
        }

        private struct Job: @unchecked Sendable {
            let count: Int
            let prepare: (Int, Place) throws(LedgerError) -> Void
        }

        private func run(_ job: Job) {
            defer { ended.signal() }
            for item in 0..<job.count {
                free.wait()
                if lock.withLock({ isStopped }) { return }
                do throws(LedgerError) { try job.prepare(item, place(item)) } catch {
                    failure = error
                    ready.signal()
                    return
                }
                ready.signal()
            }
        }

        private func place(_ item: Int) -> Place { item % 2 == 0 ? places.0 : places.1 }

        /// The next item's place; the one before it may be filled again.
        func next() throws(LedgerError) -> Place {
            if used > 0 { free.signal() }
            ready.wait()
            if let failure { throw failure }
            used += 1
            return place(used - 1)
        }

        /// Stops, and waits until the second thread has.
        func end() {
            lock.withLock { isStopped = true }
            free.signal()
            ended.wait()
        }
    }
}
