/// One ledger as it stood at one height: what was spent later is unspent here.
///
/// Readers answer batches: arrays of references in, rows out, in the order asked. They are called off the main actor.
/// A reference that this snapshot does not hold is a `LedgerError`, never an empty answer.
public protocol LedgerReader: Sendable {
    var info: LedgerInfo { get }

    /// The same ledger as it stood after block `height`; an error below the first block.
    func snapshot(at height: UInt32) async throws(LedgerError) -> Self

    /// For each id the transactions that carry it, in ledger order; two in the cases of BIP 30, none when not at hand.
    func find(_ txids: [TxID]) async throws(LedgerError) -> [[TxRef]]

    /// For each address its handle, nil when the ledger does not know it.
    func find(_ addresses: [Address]) async throws(LedgerError) -> [AddressRef?]

    func addresses(of refs: [AddressRef]) async throws(LedgerError) -> [Address]

    /// Transactions of each address: the hub test without the rows.
    func counts(of refs: [AddressRef]) async throws(LedgerError) -> [UInt64]
}

/// A ledger whose value rests in outputs.
public protocol UTXOReader: LedgerReader {
    /// Ids, block times and counts, one row a reference.
    func transactions(of refs: [TxRef]) async throws(LedgerError) -> [TxRow]

    /// Every transaction of the blocks in `heights` that are at hand, in ledger order, at most `limit`.
    func transactions(in heights: ClosedRange<UInt32>, limit: Int) async throws(LedgerError) -> [TxRow]

    /// Inputs in input order.
    func inputs(of refs: [TxRef], into batch: inout Batch<InputRow>) async throws(LedgerError)

    /// The outputs that the inputs name, by txid, in input order: also those not in the ledger.
    func outpoints(of refs: [TxRef], into batch: inout Batch<Outpoint>) async throws(LedgerError)

    /// Outputs in output order, with their spenders.
    func outputs(of refs: [TxRef], into batch: inout Batch<OutputRow>) async throws(LedgerError)

    /// The locking script of each output.
    func scripts(of refs: [OutputRef]) async throws(LedgerError) -> [[UInt8]]

    /// The outputs each address received, in ledger order, a page at a time.
    func history(of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<OutputRef>) async throws(LedgerError)

    /// The transactions each address is in, as receiver or as sender, in ledger order, a page at a time. Also those
    /// that spend from it by what the source states, without the output being in the ledger.
    func appearances(of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<TxRef>) async throws(LedgerError)

    /// The sums of each address.
    func summaries(of refs: [AddressRef]) async throws(LedgerError) -> [AddressSummary]

    /// Counts over the whole snapshot, for `clew ledger info`.
    func totals() async throws(LedgerError) -> LedgerTotals
}

/// Counts of a whole snapshot, as `clew ledger info` reports them.
public struct LedgerTotals: Hashable, Sendable {
    public var blocks: UInt64 = 0
    public var transactions: UInt64 = 0
    /// Coinbase inputs not counted.
    public var inputs: UInt64 = 0
    public var outputs: UInt64 = 0
    public var addresses: UInt64 = 0
    /// Unspendable ones included.
    public var unspentOutputs: UInt64 = 0
    /// Base units, unspendable ones included.
    public var unspentValue: UInt64 = 0
    public var unspendableOutputs: UInt64 = 0
    public var unresolvedInputs: UInt64 = 0

    public init() {}
}
