import Ledger
import TraceEngine

/// The members of a cluster as text, in the order of the texts' bytes: the first of them, where not all are asked for.
enum ClusterList {
    /// - Parameters:
    ///   - limit: how many are listed; nil for all.
    ///   - progress: told how many are named; false stops. The view then says so, and a few are listed.
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
                    texts.removeLast(max(0, texts.count - ClusterView.namedWhenStopped))
                    break
                }
            }
            texts.append(member.text(on: chain))
        }
        let order = ByteOrder.order(texts.count) { Array(texts[$0].utf8) }
        return order.prefix(limit ?? .max).map { texts[Int($0)] }
    }
}
