/// What is wrong with a block that could be read.
public enum BlockFault: Hashable, Sendable, CustomStringConvertible {
    /// The transactions do not give the Merkle root of the header.
    case merkleRoot
    /// The list of transactions ends in a repetition that leaves the root unchanged (CVE-2012-2459).
    case mutated
    /// The hash does not meet the claimed target, or the chain does not allow that target.
    case proofOfWork(chain: String)

    /// The end of a sentence that begins with the block.
    public var description: String {
        switch self {
        case .merkleRoot: "its transactions do not give the Merkle root of its header"
        case .mutated: "its list of transactions ends in a repetition (CVE-2012-2459)"
        case .proofOfWork(let chain): "its hash does not prove the work that \(chain) demands"
        }
    }

    /// What is wrong with a block of that header, whose hash is `hash`, and transactions of these ids, on `chain`.
    public static func of(_ header: BlockHeader, _ hash: BlockHash, ids: [TxID], on chain: Chain) -> BlockFault? {
        guard header.provesWork(hash, on: chain) else { return .proofOfWork(chain: chain.name) }
        let tree = MerkleTree.root(of: ids)
        guard tree.root == header.merkleRoot else { return .merkleRoot }
        return tree.isMutated ? .mutated : nil
    }
}
