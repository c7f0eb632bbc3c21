import GRDB
import Ledger

/// Reads a block's transactions back as their sources stated them, to hash the rows of a block that came in parts.
final class StoredRows {
    private let ids: PreparedStatement
    private let kinds: PreparedStatement
    private let inputs: PreparedStatement
    private let outputs: PreparedStatement

    init(in db: Database) throws {
        ids = try PreparedStatement("SELECT ref, txid FROM tx WHERE ref BETWEEN ? AND ? ORDER BY ref", in: db)
        kinds = try PreparedStatement("SELECT coinbase FROM tx WHERE ref = ?", in: db)
        inputs = try PreparedStatement(
            """
            SELECT coalesce(previous_txid, txid), previous_n, stated_value, stated_script
            FROM input LEFT JOIN tx ON ref = previous WHERE tx = ? ORDER BY n
            """, in: db)
        outputs = try PreparedStatement(
            """
            SELECT value, coalesce(output.script, address.script) FROM output LEFT JOIN address ON id = address
            WHERE tx = ? ORDER BY n
            """, in: db)
    }

    func ids(at height: UInt32) throws -> [(ref: TxRef, txid: TxID)] {
        defer { ids.reset() }
        ids.bind(TxRef(height: height, position: 0), at: 1)
        ids.bind(TxRef(height: height, position: .max), at: 2)
        var found: [(ref: TxRef, txid: TxID)] = []
        while try ids.next() { found.append((ids.ref(0), try ids.hash(1))) }
        return found
    }

    func rows(at height: UInt32) throws -> [TransactionRows] {
        try ids(at: height).map { ref, txid in
            TransactionRows(
                txid: txid, position: ref.position, isCoinbase: try isCoinbase(ref), inputs: try inputs(of: ref),
                outputs: try outputs(of: ref))
        }
    }

    private func isCoinbase(_ ref: TxRef) throws -> Bool {
        defer { kinds.reset() }
        kinds.bind(ref, at: 1)
        return try kinds.next() && kinds.integer(0) != 0
    }

    private func inputs(of ref: TxRef) throws -> [TransactionRows.Input] {
        defer { inputs.reset() }
        inputs.bind(ref, at: 1)
        var rows: [TransactionRows.Input] = []
        while try inputs.next() {
            let stated = inputs.isNull(2)
                ? nil : TransactionRows.Output(value: inputs.amount(2), script: inputs.bytes(3))
            rows.append(
                TransactionRows.Input(
                    previous: Outpoint(txid: try inputs.hash(0), index: inputs.count(1)), stated: stated))
        }
        return rows
    }

    private func outputs(of ref: TxRef) throws -> [TransactionRows.Output] {
        defer { outputs.reset() }
        outputs.bind(ref, at: 1)
        var rows: [TransactionRows.Output] = []
        while try outputs.next() {
            rows.append(TransactionRows.Output(value: outputs.amount(0), script: outputs.bytes(1)))
        }
        return rows
    }
}
