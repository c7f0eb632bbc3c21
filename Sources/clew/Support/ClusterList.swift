import Ledger
import TraceEngine

/// The members of a cluster as text, in the order of the texts' bytes: the first of them, where not all are asked for.
enum ClusterList {
    /// - Parameters:
    ///   - limit: how many are listed; nil for all.
    ///   - progress: told how many are named, then sorted; false stops. The view then says so, and a few are listed.
    static func texts(
        of view: inout ClusterView, on chain: Chain, limit: Int?, progress: (ClusterProgress) -> Bool = { _ in true }
    ) -> [String] {
        var texts: [String] = []
        texts.reserveCapacity(view.members.count)
        for member in view.members {
            if texts.count % 4096 == 0, view.isComplete {
                let now = ClusterProgress(
                    phase: .names, members: view.size, done: UInt64(texts.count), total: UInt64(view.size))
                if !progress(now) {
                    view.stopped = now
                    freeBeside(&texts, leaving: Array(texts.prefix(ClusterView.namedWhenStopped)))
                    break
                }
            }
            texts.append(member.text(on: chain))
        }
        let order = ByteOrder.order(texts.count, { Array(texts[$0].utf8) }) { done in
            let now = ClusterProgress(phase: .sorting, members: view.size, done: UInt64(done), total: UInt64(texts.count))
            // What was stopped before is short.
            guard view.isComplete, !progress(now) else { return true }
            view.stopped = now
            return false
        }
        guard let order else {
            freeBeside(&texts, leaving: Array(texts.prefix(ClusterView.namedWhenStopped)))
            return Array(ByteOrder.sorted(texts, by: { Array($0.utf8) })?.prefix(limit ?? .max) ?? [])
        }
        let listed = order.prefix(limit ?? .max).map { texts[Int($0)] }
        freeBeside(&texts, leaving: [])
        return listed
    }
}
