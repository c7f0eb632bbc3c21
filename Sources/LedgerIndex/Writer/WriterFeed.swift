import CLedgerKernel
import Ledger

/// A block to be put into a segment: from the log of the import, or from a segment that is built anew.
enum PlannedBlock {
    case logged(ImportLog.Place)
    case stored(segment: Int, place: UInt32, row: clew_block)

    var height: UInt32 {
        switch self {
        case .logged(let place): place.record.height
        case .stored(_, _, let row): row.height
        }
    }
}

/// Hands planned blocks to the build of a segment.
final class WriterFeed: BlockFeed {
    let records: [clew_log_record]
    private let planned: ArraySlice<PlannedBlock>
    private let log: ImportLog
    private let view: IndexView
    private let genesis: BlockHash
    private let scratch = ScratchBuffer()
    private var bytes: [UInt8] = []

    init(
        _ planned: ArraySlice<PlannedBlock>, log: ImportLog, view: IndexView, genesis: BlockHash
    ) throws(LedgerError) {
        self.planned = planned
        self.log = log
        self.view = view
        self.genesis = genesis
        var records: [clew_log_record] = []
        records.reserveCapacity(planned.count)
        for block in planned { records.append(try Self.record(of: block, view)) }
        self.records = records
    }

    /// The head of a block's record. Of a stored one with lengths that `load` fills in.
    static func record(of block: PlannedBlock, _ view: IndexView) throws(LedgerError) -> clew_log_record {
        switch block {
        case .logged(let place):
            return place.record
        case .stored(let segment, let place, let row):
            let rows = view.segments[segment]
            let transactions = try rows.transactions(ofBlock: place)
            let inputs = try rows.at(rows.transactionInputs, transactions.upperBound)
                - rows.at(rows.transactionInputs, transactions.lowerBound)
            let outputs = try rows.at(rows.transactionOutputs, transactions.upperBound)
                - rows.at(rows.transactionOutputs, transactions.lowerBound)
            return clew_log_record(
                crc: 0, kind: 1, height: row.height, time: row.time, flags: row.flags,
                transactions: UInt32(transactions.count), inputs: inputs, outputs: outputs, rows_length: 0,
                stated_length: 0, hash: row.hash, previous: row.previous, rows_hash: row.rows_hash)
        }
    }

    func load(_ place: Int) throws(LedgerError) -> (clew_log_record, UnsafeRawBufferPointer) {
        switch planned[planned.startIndex + place] {
        case .logged(let place):
            return (place.record, try log.load(place, into: scratch))
        case .stored(let segment, let place, let row):
            bytes.removeAll(keepingCapacity: true)
            let record = BlockBytes.append(try view.rows(ofBlock: place, in: segment), genesis: genesis, to: &bytes)
            guard record.rows_hash.hash == row.rows_hash.hash else {
                throw LedgerError(
                    "Block \(row.height) of the ledger does not hash to what it did when it was imported: the ledger is "
                        + "damaged. Run: clew ledger check")
            }
            let raw = scratch.reserve(bytes.count)
            bytes.withUnsafeBytes { if let from = $0.baseAddress { raw.copyMemory(from: from, byteCount: $0.count) } }
            return (record, UnsafeRawBufferPointer(start: raw, count: bytes.count))
        }
    }
}
