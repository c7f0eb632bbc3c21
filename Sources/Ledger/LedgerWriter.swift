/// A ledger being written: what importers hand their blocks to.
///
/// Nothing is visible to readers before `finish`. An import that ends without it is kept where it stood and goes on
/// when the same import (the same fingerprint) is run again; `resumeAfter` then says what need not be handed in again.
public protocol LedgerWriter: AnyObject {
    var chain: Chain { get }

    /// The height of the last block that an interrupted run of the same import has kept. An importer that appends in
    /// ascending heights skips its blocks up to here; one that hands them in again does no harm, only work.
    var resumeAfter: UInt32? { get }

    /// Says that the source gives no heights: those of the coming blocks are ordinals (DESIGN section 5). To be called
    /// before the first `append`; an error when the ledger already holds blocks with heights.
    func declareHeightsUnknown() throws(LedgerError)

    /// Says that the chain is an assumption: nothing in the source names it, and nobody gave it. The ledger keeps that.
    func assumeChain() throws(LedgerError)

    /// Adds a block, in any order of heights. An error when another block is at that height, when it does not link to
    /// its neighbours, or when it spends what is spent; the ledger then stands as it stood before.
    @discardableResult
    func append(_ block: BlockRows) throws(LedgerError) -> AppendOutcome

    /// Makes everything appended visible at once and ends the writing.
    func finish() throws(LedgerError)

    /// Keeps what was appended so far for a later run of the same import and ends the writing; nothing becomes visible.
    func suspend() throws(LedgerError)
}

/// What `LedgerWriter.append` did with a block.
public enum AppendOutcome: Hashable, Sendable {
    case added
    /// The same block was there already: nothing changed.
    case alreadyThere
}
