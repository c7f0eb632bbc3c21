/// Lines between two neighbouring columns: one net for each inner row, with one vertical track.
///
/// Coordinates run outwards: 0 is the cell beside the inner column, `width - 1` the one beside the outer column. A net is
/// a lead from its source to its track, the track, and an arm to each target. Nets never share a cell, except where the
/// track of one passes over the arm of another (a bridge), and where two enter the same target.
struct GraphRouter {
    struct Net {
        var source: Int
        var targets: [Int]
        /// Targets that may be left undrawn when there is no way to them: they are joined to another row as well.
        var optional: Set<Int> = []
        /// The target on the selected path.
        var heavy: Int?

        var top: Int { min(source, targets.min() ?? source) }
        var bottom: Int { max(source, targets.max() ?? source) }
        var isStraight: Bool { top == bottom }
    }

    /// Weights of the lines that leave a cell; inwards is towards the focus.
    struct Mask: Hashable {
        var north = BoxWeight.none
        var south = BoxWeight.none
        var inner = BoxWeight.none
        var outer = BoxWeight.none

        var isHeavy: Bool { [north, south, inner, outer].contains(.heavy) }
    }

    private(set) var nets: [Net]
    /// The track of each net, from 0; a straight net needs none.
    private(set) var tracks: [Int]
    /// Edges left undrawn: net and target row.
    private(set) var dropped: [(source: Int, target: Int)] = []
    /// Tracks used.
    var trackCount: Int { (zip(nets, tracks).filter { !$0.0.isStraight }.map(\.1).max() ?? 0) + 1 }

    /// Assigns at most `limit` tracks, dropping optional targets where they do not suffice.
    init(_ nets: [Net], limit: Int) {
        self.nets = nets.filter { !$0.targets.isEmpty }.sorted { ($0.top, $0.source) < ($1.top, $1.source) }
        tracks = []
        while true {
            if let assigned = Self.assign(self.nets), (assigned.max() ?? 0) < max(1, limit) {
                tracks = assigned
                return
            }
            // The longest way round is the one that costs most and says least.
            let candidates = self.nets.indices.flatMap { n in self.nets[n].optional.sorted().map { (n, $0) } }
            func length(_ candidate: (Int, Int)) -> Int { abs(self.nets[candidate.0].source - candidate.1) }
            guard let worst = candidates.max(by: { length($0) < length($1) }) else { break }
            self.nets[worst.0].optional.remove(worst.1)
            self.nets[worst.0].targets.removeAll { $0 == worst.1 }
            dropped.append((self.nets[worst.0].source, worst.1))
            self.nets.removeAll { $0.targets.isEmpty }
        }
        tracks = Self.assign(self.nets) ?? self.nets.map { _ in 0 }
    }

    /// Greedy left-edge assignment; nil when the nets wait for each other in a circle.
    private static func assign(_ nets: [Net]) -> [Int]? {
        var tracks = [Int?](repeating: nil, count: nets.count)
        var spans: [[(Int, Int)]] = []
        // A lead may not run into another net's arm in the same row: its track must come first.
        let after = nets.indices.map { b in
            nets.indices.filter { a in a != b && !nets[a].isStraight && nets[b].targets.contains(nets[a].source) }
        }
        for _ in nets.indices {
            guard let next = nets.indices.first(where: { n in
                tracks[n] == nil && after[n].allSatisfy { tracks[$0] != nil }
            }) else { return nil }
            let net = nets[next]
            var track = after[next].compactMap { tracks[$0] }.max().map { $0 + 1 } ?? 0
            if !net.isStraight {
                while track < spans.count, spans[track].contains(where: { $0.0 <= net.bottom && net.top <= $0.1 }) {
                    track += 1
                }
                while spans.count <= track { spans.append([]) }
                spans[track].append((net.top, net.bottom))
            }
            tracks[next] = track
        }
        return tracks.compactMap { $0 }
    }

    /// The lines in `width` cells, row by row: keys are rows, values one mask a cell.
    ///
    /// The first cell is a lead, tracks follow, and arms fill what is left.
    func masks(width: Int) -> [Int: [Mask]] {
        var lines: [Int: [Mask]] = [:]
        func change(_ row: Int, _ cell: Int, _ body: (inout Mask) -> Void) {
            guard cell >= 0, cell < width else { return }
            body(&lines[row, default: [Mask](repeating: Mask(), count: width)][cell])
        }
        func heavier(_ a: inout BoxWeight, _ b: BoxWeight) { if b.rawValue > a.rawValue { a = b } }

        for (net, track) in zip(nets, tracks) {
            let at = net.isStraight ? width : column(track, width)
            let lead: BoxWeight = net.heavy == nil ? .light : .heavy
            for cell in 0..<at { change(net.source, cell) { heavier(&$0.inner, lead); heavier(&$0.outer, lead) } }
            for target in net.targets where at < width {
                let arm: BoxWeight = target == net.heavy ? .heavy : .light
                for cell in (at + 1)..<max(at + 1, width) {
                    change(target, cell) { heavier(&$0.inner, arm); heavier(&$0.outer, arm) }
                }
            }
        }
        for (net, track) in zip(nets, tracks) where !net.isStraight {
            let at = column(track, width)
            for row in net.top...net.bottom {
                var own = Mask()
                if row == net.source { own.inner = net.heavy == nil ? .light : .heavy }
                let isTarget = net.targets.contains(row)
                if isTarget { own.outer = row == net.heavy ? .heavy : .light }
                if row > net.top { own.north = weight(net, between: row - 1) }
                if row < net.bottom { own.south = weight(net, between: row) }
                change(row, at) { cell in
                    // Another net's line to the same target joins; any other line is passed over.
                    if isTarget, row != net.source { heavier(&own.inner, cell.inner) }
                    if isTarget { heavier(&own.outer, cell.outer) }
                    cell = own
                }
            }
        }
        return lines
    }

    private func column(_ track: Int, _ width: Int) -> Int { min(track + 1, max(0, width - 1)) }

    /// Weight of the track between `row` and the next one.
    private func weight(_ net: Net, between row: Int) -> BoxWeight {
        guard let heavy = net.heavy else { return .light }
        return row >= min(net.source, heavy) && row < max(net.source, heavy) ? .heavy : .light
    }
}
