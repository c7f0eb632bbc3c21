import Ledger

/// Where an import's chain comes from.
public enum ChainBasis: String, Hashable, Sendable {
    /// Given with the import.
    case given
    /// The magic bytes, the genesis block or the addresses of the files say it.
    case stated
    /// Concluded from how much work the blocks prove, or from addresses that several chains share. Shown as assumed.
    case concluded
    /// Nothing says it: bitcoin. Shown as assumed.
    case assumed
}

/// What an import did, and what a reader of its results must know.
public struct ImportReport: Hashable, Sendable {
    public var chain: Chain
    public var chainBasis: ChainBasis
    /// Nothing says for certain which chain it is.
    public var isChainAssumed: Bool { chainBasis == .assumed || chainBasis == .concluded }
    /// Heights that were given with the import and not read from the data.
    public var assumedHeights: [ClosedRange<UInt32>] = []
    /// False when the source has no heights: they are then ordinals of distinct block times.
    public var heightsKnown = true
    /// Blocks handed to the ledger, those that an earlier run of the same import kept not counted.
    public var blocks = 0
    /// Those among `blocks` that the ledger held already.
    public var alreadyThere = 0
    public var transactions = 0
    /// Least and greatest height handed over; nil when there was none.
    public var heights: ClosedRange<UInt32>?
    /// Blocks of branches that lost: in the files, on no best chain, not imported.
    public var orphans: [BlockHash] = []
    /// Blocks whose height nothing says: not imported.
    public var unplaced: [BlockHash] = []
    /// Blocks or rows that the files hold more than once.
    public var duplicates = 0
    /// Sentences that must be shown.
    public var warnings: [String] = []
    /// True when it was cancelled: what was done is kept for the next run and not visible.
    public var wasCancelled = false

    public init(chain: Chain, chainBasis: ChainBasis) {
        self.chain = chain
        self.chainBasis = chainBasis
    }

    mutating func count(_ block: BlockRows, _ outcome: AppendOutcome) {
        blocks += 1
        if outcome == .alreadyThere { alreadyThere += 1 }
        transactions += block.transactions.count
        heights = min(heights?.lowerBound ?? block.height, block.height)...max(heights?.upperBound ?? 0, block.height)
    }
}
