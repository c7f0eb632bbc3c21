/// The tree of transaction ids whose root a block header commits to.
public enum MerkleTree {
    /// The root of `ids`, and whether the list ends in a repetition that leaves the root unchanged: such a block is not
    /// the one that was mined (CVE-2012-2459). The root of no ids is zero.
    public static func root(of ids: [TxID]) -> (root: Hash256, isMutated: Bool) {
        guard !ids.isEmpty else { return (.zero, false) }
        var level = ids
        var count = ids.count
        var isMutated = false
        while count > 1 {
            for left in stride(from: 0, to: count, by: 2) {
                // An odd last node is its own partner; two equal nodes that are really there are the mutation.
                let right = min(left + 1, count - 1)
                if right != left, level[left] == level[right] { isMutated = true }
                level[left / 2] = SHA256d.node(level[left], level[right])
            }
            count = (count + 1) / 2
        }
        return (level[0], isMutated)
    }
}
