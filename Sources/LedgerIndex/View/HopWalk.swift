import CLedgerKernel
import Ledger

/// Walks from a transaction along what spends its outputs, a hop at a time; made once and used for many starts.
///
/// What a hop needs is asked for before any of it is read, so that reads do not wait for one another. It keeps its
/// memory from walk to walk: 16 bytes a slot, at most half of them used by the largest walk.
public struct HopWalk: ~Copyable {
    private var seen = SeenTransactions()
    /// The transactions reached by the last walk, its start first, in breadth-first order.
    public private(set) var reached: ContiguousArray<UInt64> = []

    private let outputs: UnsafeMutablePointer<Outputs>

    public init() { outputs = .allocate(capacity: Self.together) }

    deinit { outputs.deallocate() }

    /// Finds the transactions that at most `hops` spends lead to from `start`, and answers how many there are besides it.
    public mutating func walk(_ view: IndexView, from start: UInt64, hops: Int) throws(LedgerError) -> Int {
        _ = try view.segment(ofTransaction: start)
        seen.removeAll()
        reached.removeAll(keepingCapacity: true)
        reached.append(start)
        _ = seen.insert(start)
        var begin = 0
        for _ in 0..<hops where begin < reached.count {
            let end = reached.count
            while begin < end {
                let some = min(Self.together, end - begin)
                for place in 0..<some { outputs[place] = try find(view, reached[begin + place]) }
                for place in 0..<some { try follow(view, outputs[place]) }
                begin += some
            }
        }
        return reached.count - 1
    }

    /// The same from many transactions, each on its own; `body` gets the place in the list and how many there are besides
    /// it. What the next walks begin with is asked for ahead.
    public mutating func walk(
        _ view: IndexView, from starts: [UInt64], hops: Int, _ body: (Int, Int) -> Void
    ) throws(LedgerError) {
        for place in starts.indices {
            if place + 8 < starts.count { Self.ask(view, starts[place + 8], outputs: false) }
            if place + 4 < starts.count { Self.ask(view, starts[place + 4], outputs: true) }
            body(place, try walk(view, from: starts[place], hops: hops))
        }
    }

    /// Asks for where a transaction's outputs are, or where that is at hand for what spends them.
    @inline(__always)
    private static func ask(_ view: IndexView, _ transaction: UInt64, outputs: Bool) {
        guard let (home, local) = try? view.segment(ofTransaction: transaction) else { return }
        let segment = view.segments + home
        let sums = segment.pointee.transactionOutputs + Int(local)
        if !outputs { return segment.pointee.ask(sums) }
        if sums.pointee < segment.pointee.outputCount { segment.pointee.ask(segment.pointee.outputSpender + Int(sums.pointee)) }
    }

    /// Where the outputs of a transaction are.
    private struct Outputs {
        var home: Int
        var first: Int
        var count: Int
    }

    private static var together: Int { 16 }

    @inline(__always)
    private func find(_ view: IndexView, _ transaction: UInt64) throws(LedgerError) -> Outputs {
        let (home, local) = try view.segment(ofTransaction: transaction)
        let range = try (view.segments + home).pointee.outputs(of: local)
        clew_prefetch((view.segments + home).pointee.outputSpender + Int(range.lowerBound))
        return Outputs(home: home, first: Int(range.lowerBound), count: range.count)
    }

    @inline(__always)
    private mutating func follow(_ view: IndexView, _ outputs: Outputs) throws(LedgerError) {
        if outputs.count == 0 { return }
        let segment = view.segments + outputs.home
        let spenders = segment.pointee.outputSpender + outputs.first
        try segment.pointee.touch(spenders, outputs.count * 4)
        var output = 0
        while output < outputs.count {
            let spender = spenders[output]
            if spender != Mark.none {
                let transaction = segment.pointee.firstTransaction &+ UInt64(spender)
                if transaction < view.end, seen.insert(transaction) {
                    if spender < segment.pointee.transactionCount {
                        clew_prefetch(segment.pointee.transactionOutputs + Int(spender))
                    }
                    reached.append(transaction)
                }
            } else if outputs.home + 1 < view.count,
                let later = try view.mark(
                    outputs.home, segment.pointee.firstOutput &+ UInt64(outputs.first + output)),
                seen.insert(later.transaction) {
                reached.append(later.transaction)
            }
            output += 1
        }
    }
}

/// The transactions that one walk has met: open addressing, emptied by beginning another walk.
private struct SeenTransactions: ~Copyable {
    private struct Slot {
        var transaction: UInt64
        var walk: UInt64
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var count = 0
    private var walk: UInt64 = 1

    init() {
        mask = 255
        slots = Self.allocate(256)
    }

    deinit { slots.deallocate() }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        slots.initialize(repeating: Slot(transaction: 0, walk: 0), count: count)
        return slots
    }

    mutating func removeAll() {
        walk += 1
        count = 0
    }

    /// True when it was not there.
    @inline(__always)
    mutating func insert(_ transaction: UInt64) -> Bool {
        if count * 2 > mask { grow() }
        var place = Self.place(transaction) & mask
        while slots[place].walk == walk {
            if slots[place].transaction == transaction { return false }
            place = (place + 1) & mask
        }
        slots[place] = Slot(transaction: transaction, walk: walk)
        count += 1
        return true
    }

    @inline(__always)
    private static func place(_ transaction: UInt64) -> Int {
        Int(truncatingIfNeeded: (transaction &* 0x9e37_79b9_7f4a_7c15) >> 32)
    }

    @inline(never)
    private mutating func grow() {
        let old = slots, size = mask + 1
        mask = size * 4 - 1
        slots = Self.allocate(size * 4)
        for slot in 0..<size where old[slot].walk == walk {
            var place = Self.place(old[slot].transaction) & mask
            while slots[place].walk == walk { place = (place + 1) & mask }
            slots[place] = old[slot]
        }
        old.deallocate()
    }
}
