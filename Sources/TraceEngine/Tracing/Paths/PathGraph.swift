import Ledger

/// What may lead where: nodes are plain numbers, an edge is a moment.
struct PathGraph: Sendable {
    struct Edge: Sendable {
        var at: TxRef
        var from: Int
        var to: Int
        var value: UInt64
    }

    /// The one node that is asked for.
    static let target = 0

    private(set) var edges: [Edge] = []
    private(set) var nodes = 1
    /// Nodes to set out from, at any time.
    var sources: [Int] = []

    mutating func addNode() -> Int {
        nodes += 1
        return nodes - 1
    }

    private(set) var reachesTarget = false

    mutating func add(_ edge: Edge) {
        edges.append(edge)
        if edge.to == Self.target { reachesTarget = true }
    }

    /// A way of fewest edges worth at least `least` each, at most `limit` of them; among these the one that arrives
    /// first. Edges in order; nil when there is none.
    ///
    /// Goes level by level and keeps the earliest arrival at each node. A later level may arrive earlier and so catch
    /// edges that an earlier one missed: only those are looked at again, so each edge is looked at once.
    ///
    /// - Parameter isCancelled: asked often; true ends the search without a way.
    func fewest(limit: UInt32?, isCancelled: () -> Bool = { false }) -> [Edge]? {
        inOrder(isCancelled).flatMap { fewest(least: 0, limit: limit, $0, isCancelled) }
    }

    private func fewest(least: UInt64, limit: UInt32?, _ order: [Int], _ isCancelled: () -> Bool) -> [Edge]? {
        let outgoing = grouped(least, order)
        var best = [Int](repeating: -1, count: nodes)
        var entries: [Entry] = []
        var frontier: [Int] = []
        for source in sources where best[source] < 0 {
            best[source] = entries.count
            frontier.append(entries.count)
            entries.append(Entry(node: source, at: nil, edge: -1, before: -1, until: nil))
        }
        var level: UInt32 = 0
        while !frontier.isEmpty, limit.map({ level < $0 }) ?? true {
            level &+= 1
            var next: [Int: Candidate] = [:]
            for (number, entry) in frontier.enumerated() {
                if number % 1024 == 0, isCancelled() { return nil }
                let from = entries[entry]
                for k in outgoing.range(from.node) {
                    let edge = edges[outgoing.order[k]]
                    if let at = from.at, edge.at <= at { continue }
                    if let until = from.until, edge.at > until { break }
                    let known = best[edge.to]
                    if known >= 0, entries[known].at.map({ $0 <= edge.at }) ?? true { continue }
                    let candidate = Candidate(edge: outgoing.order[k], before: entry)
                    if let other = next[edge.to], !isBetter(candidate, other) { continue }
                    next[edge.to] = candidate
                }
            }
            frontier.removeAll(keepingCapacity: true)
            for (node, candidate) in next.sorted(by: { $0.key < $1.key }) {
                let until = best[node] >= 0 ? entries[best[node]].at : nil
                best[node] = entries.count
                frontier.append(entries.count)
                entries.append(
                    Entry(
                        node: node, at: edges[candidate.edge].at, edge: candidate.edge, before: candidate.before,
                        until: until))
            }
            if best[Self.target] >= 0 { return way(to: best[Self.target], entries) }
        }
        return nil
    }

    /// A way whose smallest edge is as great as it can be; among these the fewest edges, then the earliest.
    func widest(limit: UInt32?, isCancelled: () -> Bool = { false }) -> [Edge]? {
        let values = Set(edges.map(\.value)).sorted()
        guard let order = inOrder(isCancelled), var found = fewest(least: 0, limit: limit, order, isCancelled) else { return nil }
        var (low, high) = (0, values.count - 1)
        while low <= high {
            let middle = (low + high) / 2
            if isCancelled() { return nil }
            if let way = fewest(least: values[middle], limit: limit, order, isCancelled) {
                found = way
                low = middle + 1
            } else {
                high = middle - 1
            }
        }
        return found
    }

    // MARK: Parts

    private struct Entry {
        var node: Int
        /// When it was reached; nil for a source.
        var at: TxRef?
        var edge: Int
        var before: Int
        /// Edges after this were looked at when the node was reached the time before.
        var until: TxRef?
    }

    private struct Candidate {
        var edge: Int
        var before: Int
    }

    /// Earlier, then of more value; then what was found first stays.
    private func isBetter(_ a: Candidate, _ b: Candidate) -> Bool {
        let (x, y) = (edges[a.edge], edges[b.edge])
        return x.at != y.at ? x.at < y.at : x.value > y.value
    }

    private func way(to last: Int, _ entries: [Entry]) -> [Edge] {
        var way: [Edge] = []
        var entry = last
        while entry >= 0, entries[entry].edge >= 0 {
            way.append(edges[entries[entry].edge])
            entry = entries[entry].before
        }
        return way.reversed()
    }

    private struct Grouped {
        var starts: [Int]
        var order: [Int]

        func range(_ node: Int) -> Range<Int> { starts[node]..<starts[node + 1] }
    }

    /// All edges by their first node, in ledger order; nil where it was cancelled.
    private func inOrder(_ isCancelled: () -> Bool) -> [Int]? {
        var compared = 0
        do {
            return try edges.indices.sorted {
                compared &+= 1
                if compared & 0xFFFF == 0, isCancelled() { throw TraceError.cancelled }
                let (a, b) = (edges[$0], edges[$1])
                return a.from != b.from ? a.from < b.from : a.at != b.at ? a.at < b.at : $0 < $1
            }
        } catch { return nil }
    }

    /// The edges worth at least `least`, in that order, and where those of each node begin.
    private func grouped(_ least: UInt64, _ order: [Int]) -> Grouped {
        let order = least == 0 ? order : order.filter { edges[$0].value >= least }
        var starts = [Int](repeating: 0, count: nodes + 1)
        for k in order { starts[edges[k].from + 1] += 1 }
        for node in 0..<nodes { starts[node + 1] += starts[node] }
        return Grouped(starts: starts, order: order)
    }
}
