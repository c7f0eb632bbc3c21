import Ledger

/// Gives heights to the branches of a tree: from genesis, from what coinbases state, or from what was given.
struct Placement {
    struct Placed {
        let branch: BlockTree.Branch
        let first: UInt32
        let isAssumed: Bool

        var heights: ClosedRange<UInt32> { first...(first + UInt32(branch.blocks.count - 1)) }
    }

    /// Ascending, without overlap.
    private(set) var placed: [Placed] = []
    private(set) var orphans: [Int32] = []
    private(set) var unplaced: [Int32] = []

    private let blocks: [ScannedBlock]
    private let chain: Chain
    private let fileName: (Int32) -> String

    /// `given` is the height of the first block of the branch that no other way finds a height for.
    init(
        _ tree: BlockTree, _ blocks: [ScannedBlock], on chain: Chain, given: UInt32?, fileName: @escaping (Int32) -> String
    ) throws(LedgerError) {
        self.blocks = blocks
        self.chain = chain
        self.fileName = fileName
        var candidates: [Placed] = []
        var lost: [BlockTree.Branch] = []
        for branch in tree.branches {
            if let first = try height(of: branch) {
                candidates.append(Placed(branch: branch, first: first, isAssumed: false))
            } else {
                lost.append(branch)
            }
        }
        lost.sort { $0.work > $1.work }
        if let given {
            if let branch = lost.first {
                try checkGiven(given, branch)
                candidates.append(Placed(branch: branch, first: given, isAssumed: true))
                lost.removeFirst()
            } else if !candidates.contains(where: { $0.first == given }) {
                let known = candidates.map(\.first).min() ?? 0
                throw LedgerError("The height \(given) was given, and the first block says that it is at \(known).")
            }
        } else if candidates.isEmpty, let branch = lost.first {
            throw missingHeight(branch)
        }
        unplaced = lost.flatMap { $0.blocks + $0.orphans }
        for candidate in candidates.sorted(by: { $0.branch.work > $1.branch.work }) { try place(candidate) }
    }

    /// Puts a branch in its place. Where two claim the same heights, or touch without linking, the one with more work
    /// stays; a given height that does so is an error.
    private mutating func place(_ candidate: Placed) throws(LedgerError) {
        orphans += candidate.branch.orphans
        var low = 0
        var high = placed.count
        while low < high {
            let middle = (low + high) / 2
            if placed[middle].first < candidate.first { low = middle + 1 } else { high = middle }
        }
        let touchesBefore = low > 0 && placed[low - 1].heights.upperBound + 1 >= candidate.first
        let touchesAfter = low < placed.count && candidate.heights.upperBound + 1 >= placed[low].first
        guard touchesBefore || touchesAfter else {
            placed.insert(candidate, at: low)
            return
        }
        let other = touchesBefore ? placed[low - 1] : placed[low]
        if candidate.isAssumed || other.isAssumed {
            let given = candidate.isAssumed ? candidate : other
            throw error(
                given.branch.blocks[0],
                "it cannot be at the given height \(given.first): it does not link to the blocks that are beside it then")
        }
        orphans += candidate.branch.blocks
    }

    /// The height of the branch's root, as its blocks say it; nil when they do not.
    private func height(of branch: BlockTree.Branch) throws(LedgerError) -> UInt32? {
        let root = blocks[Int(branch.blocks[0])]
        if root.hash == chain.genesis { return 0 }
        if root.previous == chain.genesis { return 1 }
        guard let depth = branch.blocks.firstIndex(where: { blocks[Int($0)].statedHeight > 0 }) else { return nil }
        let stated = blocks[Int(branch.blocks[depth])].statedHeight
        guard stated > depth else {
            throw error(branch.blocks[depth], "it states the height \(stated), and \(depth) blocks lead to it")
        }
        return stated - UInt32(depth)
    }

    private func checkGiven(_ given: UInt32, _ branch: BlockTree.Branch) throws(LedgerError) {
        let root = branch.blocks[0]
        if given == 0 { throw error(root, "it cannot be at height 0: it is not the first block of \(chain.name)") }
        guard UInt64(given) + UInt64(branch.blocks.count) <= UInt64(Int32.max) else {
            throw LedgerError("The height \(given) is too great.")
        }
    }

    private func missingHeight(_ branch: BlockTree.Branch) -> LedgerError {
        error(
            branch.blocks[0],
            "its height is not known: it follows a block that is not in these files, \(blocks[Int(branch.blocks[0])].previous), "
                + "and states no height that BIP 34 makes binding. Give the height of this first block (--height)")
    }

    private func error(_ block: Int32, _ sentence: String) -> LedgerError {
        let scanned = blocks[Int(block)]
        return LedgerError("Block \(scanned.hash), \(fileName(scanned.source)) at byte \(scanned.offset): \(sentence).")
    }
}
