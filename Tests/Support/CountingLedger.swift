import Ledger
import Synchronization

/// A ledger that counts the rows it hands out: work is counted where time would depend on the machine.
public final class CountingLedger: Sendable {
    private let counted = Mutex(0)

    public init() {}

    /// Rows handed out since the last call.
    public func take() -> Int {
        counted.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    func add(_ rows: Int) { counted.withLock { $0 += rows } }

    /// `ledger`, counted here.
    public func reading(_ ledger: MemoryLedger) -> Counted { Counted(ledger: ledger, counter: self) }

    public struct Counted: UTXOReader {
        let ledger: MemoryLedger
        let counter: CountingLedger

        public var info: LedgerInfo { ledger.info }

        public func snapshot(at height: UInt32) async throws(LedgerError) -> Counted {
            Counted(ledger: try ledger.snapshot(at: height), counter: counter)
        }

        public func find(_ txids: [TxID]) async throws(LedgerError) -> [[TxRef]] { try ledger.find(txids) }
        public func find(_ addresses: [Address]) async throws(LedgerError) -> [AddressRef?] { try ledger.find(addresses) }

        public func addresses(of refs: [AddressRef]) async throws(LedgerError) -> [Address] {
            counter.add(refs.count)
            return try ledger.addresses(of: refs)
        }

        public func counts(of refs: [AddressRef]) async throws(LedgerError) -> [UInt64] { try ledger.counts(of: refs) }

        public func transactions(of refs: [TxRef]) async throws(LedgerError) -> [TxRow] {
            counter.add(refs.count)
            return try ledger.transactions(of: refs)
        }

        public func transactions(in heights: ClosedRange<UInt32>, limit: Int) async throws(LedgerError) -> [TxRow] {
            let rows = try ledger.transactions(in: heights, limit: limit)
            counter.add(rows.count)
            return rows
        }

        public func inputs(of refs: [TxRef], into batch: inout Batch<InputRow>) async throws(LedgerError) {
            try ledger.inputs(of: refs, into: &batch)
            counter.add(batch.rows.count)
        }

        public func outpoints(of refs: [TxRef], into batch: inout Batch<Outpoint>) async throws(LedgerError) {
            try ledger.outpoints(of: refs, into: &batch)
            counter.add(batch.rows.count)
        }

        public func outputs(of refs: [TxRef], into batch: inout Batch<OutputRow>) async throws(LedgerError) {
            try ledger.outputs(of: refs, into: &batch)
            counter.add(batch.rows.count)
        }

        public func scripts(of refs: [OutputRef]) async throws(LedgerError) -> [[UInt8]] {
            counter.add(refs.count)
            return try ledger.scripts(of: refs)
        }

        public func history(
            of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<OutputRef>
        ) async throws(LedgerError) {
            try ledger.history(of: refs, page, into: &batch)
            counter.add(batch.rows.count)
        }

        public func appearances(
            of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<TxRef>
        ) async throws(LedgerError) {
            try ledger.appearances(of: refs, page, into: &batch)
            counter.add(batch.rows.count)
        }

        public func summaries(of refs: [AddressRef]) async throws(LedgerError) -> [AddressSummary] {
            try ledger.summaries(of: refs)
        }

        public func totals() async throws(LedgerError) -> LedgerTotals { try ledger.totals() }
    }
}
