import Ledger
import LedgerIndex
import LedgerStore
import TraceEngine

/// A ledger of either kind, so that what asks it is of one type.
enum OpenLedger: UTXOReader, SearchableLedger, ReaderOfAnother {
    case index(IndexLedger)
    case sqlite(SQLiteLedger)

    private var reader: any UTXOReader & SearchableLedger {
        switch self {
        case .index(let ledger): ledger
        case .sqlite(let ledger): ledger
        }
    }

    var info: LedgerInfo { reader.info }

    var index: IndexLedger? { if case .index(let ledger) = self { ledger } else { nil } }

    func snapshot(at height: UInt32) async throws(LedgerError) -> OpenLedger {
        switch self {
        case .index(let ledger): .index(try ledger.snapshot(at: height))
        case .sqlite(let ledger): .sqlite(try ledger.snapshot(at: height))
        }
    }

    func find(_ txids: [TxID]) async throws(LedgerError) -> [[TxRef]] { try await reader.find(txids) }

    func find(_ addresses: [Address]) async throws(LedgerError) -> [AddressRef?] { try await reader.find(addresses) }

    func addresses(of refs: [AddressRef]) async throws(LedgerError) -> [Address] { try await reader.addresses(of: refs) }

    func addresses(
        fitting pattern: AddressPattern, from place: UInt64
    ) async throws(LedgerError) -> SearchedPart<Address> {
        try await reader.addresses(fitting: pattern, from: place)
    }

    func txids(fitting pattern: TxIDPattern, from place: UInt64) async throws(LedgerError) -> SearchedPart<TxID> {
        try await reader.txids(fitting: pattern, from: place)
    }

    func counts(of refs: [AddressRef]) async throws(LedgerError) -> [UInt64] { try await reader.counts(of: refs) }

    func transactions(of refs: [TxRef]) async throws(LedgerError) -> [TxRow] { try await reader.transactions(of: refs) }

    func transactions(in heights: ClosedRange<UInt32>, limit: Int) async throws(LedgerError) -> [TxRow] {
        try await reader.transactions(in: heights, limit: limit)
    }

    func inputs(of refs: [TxRef], into batch: inout Batch<InputRow>) async throws(LedgerError) {
        try await reader.inputs(of: refs, into: &batch)
    }

    func outpoints(of refs: [TxRef], into batch: inout Batch<Outpoint>) async throws(LedgerError) {
        try await reader.outpoints(of: refs, into: &batch)
    }

    func outputs(of refs: [TxRef], into batch: inout Batch<OutputRow>) async throws(LedgerError) {
        try await reader.outputs(of: refs, into: &batch)
    }

    func scripts(of refs: [OutputRef]) async throws(LedgerError) -> [[UInt8]] { try await reader.scripts(of: refs) }

    func history(
        of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<OutputRef>
    ) async throws(LedgerError) {
        try await reader.history(of: refs, page, into: &batch)
    }

    func appearances(
        of refs: [AddressRef], _ page: Cursor, into batch: inout Batch<TxRef>
    ) async throws(LedgerError) {
        try await reader.appearances(of: refs, page, into: &batch)
    }

    func summaries(of refs: [AddressRef]) async throws(LedgerError) -> [AddressSummary] {
        try await reader.summaries(of: refs)
    }

    func totals() async throws(LedgerError) -> LedgerTotals { try await reader.totals() }
}
