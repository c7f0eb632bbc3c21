/// What a ledger holds and what it rests on; every document repeats it.
public struct LedgerInfo: Hashable, Sendable {
    public var chain: Chain
    public var coverage: Coverage
    /// Hash of the block at the tip; nil when the source gave no blocks.
    public var tipHash: BlockHash?
    /// Block time of the tip, seconds since 1970.
    public var tipTime: UInt32
    /// The digest d_h of DESIGN section 5 at the tip, 32 bytes.
    public var digest: [UInt8]

    public init(chain: Chain, coverage: Coverage, tipHash: BlockHash?, tipTime: UInt32, digest: [UInt8]) {
        self.chain = chain
        self.coverage = coverage
        self.tipHash = tipHash
        self.tipTime = tipTime
        self.digest = digest
    }

    /// The greatest height at hand; nil for an empty ledger.
    public var tip: UInt32? { coverage.ranges.last?.upperBound }
}

/// Which blocks are at hand, as ascending ranges that neither touch nor overlap.
public struct Coverage: Hashable, Sendable {
    public var ranges: [ClosedRange<UInt32>]
    /// False when the source gave no heights: they are then ordinals of the order block time, dependency, txid.
    public var heightsKnown: Bool
    /// Heights that were given on the command line, not read from the data.
    public var assumed: [ClosedRange<UInt32>]
    /// False when transactions were taken from exports that need not hold whole blocks.
    public var wholeBlocks: Bool
    /// True when nothing in the data of some import said which chain it is of, and nobody gave it.
    public var isChainAssumed: Bool

    public init(
        ranges: [ClosedRange<UInt32>] = [], heightsKnown: Bool = true, assumed: [ClosedRange<UInt32>] = [],
        wholeBlocks: Bool = true, isChainAssumed: Bool = false
    ) {
        self.ranges = ranges
        self.heightsKnown = heightsKnown
        self.assumed = assumed
        self.wholeBlocks = wholeBlocks
        self.isChainAssumed = isChainAssumed
    }

    /// Blocks missing between the first and the last range.
    public var missing: UInt64 {
        zip(ranges, ranges.dropFirst()).reduce(0) { $0 + UInt64($1.1.lowerBound - $1.0.upperBound - 1) }
    }

    /// The missing ranges, ascending.
    public var gaps: [ClosedRange<UInt32>] {
        zip(ranges, ranges.dropFirst()).map { ($0.0.upperBound + 1)...($0.1.lowerBound - 1) }
    }

    /// True when every block from genesis to the tip is at hand, so that nothing can be hidden.
    public var isComplete: Bool { wholeBlocks && heightsKnown && ranges.count == 1 && ranges[0].lowerBound == 0 }
}
