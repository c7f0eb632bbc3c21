/// The transactions seen in one walk: open addressing, emptied by counting walks.
struct SeenSet {
    private var slots: [UInt64] = [UInt64](repeating: .max, count: 1 << 8)
    private var used: [Int] = []

    mutating func removeAll() {
        for slot in used { slots[slot] = .max }
        used.removeAll(keepingCapacity: true)
    }

    /// True when it was not there.
    @inline(__always)
    mutating func insert(_ value: UInt64) -> Bool {
        if used.count * 2 > slots.count { grow() }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: (value &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
        while slots[slot] != .max {
            if slots[slot] == value { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = value
        used.append(slot)
        return true
    }

    private mutating func grow() {
        let old = used.map { slots[$0] }
        slots = [UInt64](repeating: .max, count: slots.count * 4)
        used.removeAll(keepingCapacity: true)
        for value in old { _ = insert(value) }
    }
}

/// The transactions reached in `hops` steps, counted by SQLite, a statement a transaction.
struct PeerWalk {
    private var seen = SeenSet()
    private var frontier: [UInt64] = []
    private var next: [UInt64] = []

    mutating func reach(_ peer: SQLitePeer, from start: UInt64, hops: Int) -> UInt64 {
        seen.removeAll()
        frontier.removeAll(keepingCapacity: true)
        frontier.append(start)
        _ = seen.insert(start)
        var count: UInt64 = 0
        for _ in 0..<hops where !frontier.isEmpty {
            next.removeAll(keepingCapacity: true)
            for transaction in frontier {
                peer.eachSpender(of: transaction) { if seen.insert($0) { next.append($0) } }
            }
            swap(&frontier, &next)
            count += UInt64(frontier.count)
        }
        return count
    }
}
