import Ledger

/// The scanned blocks linked by their previous hashes: one tree for each block whose parent is not at hand.
struct BlockTree {
    /// The chain of the most work in one tree, from its root on.
    struct Branch {
        /// Indices of blocks, the root first.
        var blocks: [Int32]
        /// Of all its blocks together.
        var work: UInt128
        /// Blocks of the tree that are not on the chain.
        var orphans: [Int32]
    }

    private(set) var branches: [Branch] = []

    /// Links `blocks`. Where two tips of a tree have the same work, the one whose tip is first in the files stays.
    init(_ blocks: [ScannedBlock], _ index: BlockIndex) {
        let parents = blocks.map { Int32(index.find($0.previous, in: blocks) ?? -1) }
        let order = Self.parentsFirst(parents)
        var work = [UInt128](repeating: 0, count: blocks.count)
        var roots = [Int32](repeating: -1, count: blocks.count)
        var best: [Int32: Int32] = [:]
        for block in order {
            let index = Int(block)
            let own = Target(bits: blocks[index].bits)?.work ?? 0
            let parent = Int(parents[index])
            roots[index] = parent < 0 ? block : roots[parent]
            let (sum, overflow) = own.addingReportingOverflow(parent < 0 ? 0 : work[parent])
            work[index] = overflow ? .max : sum
            let root = roots[index]
            guard let tip = best[root] else {
                best[root] = block
                continue
            }
            let lead = work[Int(tip)]
            if work[index] > lead || (work[index] == lead && block < tip) { best[root] = block }
        }
        var isOnChain = [Bool](repeating: false, count: blocks.count)
        var byRoot: [Int32: Int] = [:]
        for (root, tip) in best.sorted(by: { $0.key < $1.key }) {
            var chain: [Int32] = []
            var block = tip
            while block >= 0 {
                chain.append(block)
                isOnChain[Int(block)] = true
                block = parents[Int(block)]
            }
            byRoot[root] = branches.count
            branches.append(Branch(blocks: chain.reversed(), work: work[Int(tip)], orphans: []))
        }
        for index in blocks.indices where !isOnChain[index] {
            if let branch = byRoot[roots[index]] { branches[branch].orphans.append(Int32(index)) }
        }
    }

    /// The blocks with each parent before its children. No hash can be its own ancestor, so all are reached.
    private static func parentsFirst(_ parents: [Int32]) -> [Int32] {
        var firstChild = [Int32](repeating: -1, count: parents.count)
        var sibling = [Int32](repeating: -1, count: parents.count)
        var order: [Int32] = []
        order.reserveCapacity(parents.count)
        for index in parents.indices.reversed() where parents[index] >= 0 {
            let parent = Int(parents[index])
            sibling[index] = firstChild[parent]
            firstChild[parent] = Int32(index)
        }
        for index in parents.indices where parents[index] < 0 { order.append(Int32(index)) }
        var next = 0
        while next < order.count {
            var child = firstChild[Int(order[next])]
            while child >= 0 {
                order.append(child)
                child = sibling[Int(child)]
            }
            next += 1
        }
        return order
    }
}
