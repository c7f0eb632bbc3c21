import LedgerIndex

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

/// The transactions reached in `hops` steps, counted: the index a frontier at a time, SQLite a statement a transaction.
struct Expansion {
    private var seen = SeenSet()
    private var frontier: [UInt64] = []
    private var next: [UInt64] = []

    mutating func reach(_ view: IndexView, from start: UInt64, hops: Int) throws -> UInt64 {
        seen.removeAll()
        frontier.removeAll(keepingCapacity: true)
        frontier.append(start)
        _ = seen.insert(start)
        var count: UInt64 = 0
        for _ in 0..<hops where !frontier.isEmpty {
            next.removeAll(keepingCapacity: true)
            try frontier.withUnsafeBufferPointer { try view.spenders(of: $0, into: &next) }
            frontier.removeAll(keepingCapacity: true)
            for transaction in next where seen.insert(transaction) { frontier.append(transaction) }
            count += UInt64(frontier.count)
        }
        return count
    }

    mutating func reach(_ peer: SQLitePeer, from start: UInt64, hops: Int) -> UInt64 {
        seen.removeAll()
        frontier.removeAll(keepingCapacity: true)
        frontier.append(start)
        _ = seen.insert(start)
        var count: UInt64 = 0
        for _ in 0..<hops where !frontier.isEmpty {
            next.removeAll(keepingCapacity: true)
            for transaction in frontier { peer.eachSpender(of: transaction) { next.append($0) } }
            frontier.removeAll(keepingCapacity: true)
            for transaction in next where seen.insert(transaction) { frontier.append(transaction) }
            count += UInt64(frontier.count)
        }
        return count
    }
}

extension IndexView {
    /// Reads every row of an address's history.
    @inline(__always)
    func historySum(_ address: UInt64) throws -> UInt64 {
        var sum: UInt64 = 0
        try eachReceipt(of: address) { sum &+= $0.value &+ $0.transaction &+ UInt64($0.time) }
        return sum
    }
}
