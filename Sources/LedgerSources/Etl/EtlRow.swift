import Encoding
import Ledger

/// What is wrong with a row of an export, without its place.
struct EtlError: Error { let sentence: String }

/// A row of a bitcoin-etl export. Fields may be absent or null; amounts are whole base units.
enum EtlRow {
    case transaction(EtlTransaction)
    case block(EtlBlock)

    init(_ json: JSONValue) throws(EtlError) {
        if json["inputs"] != nil || json["outputs"] != nil {
            self = .transaction(try EtlTransaction(json))
        } else if json["merkle_root"] != nil || json["transaction_count"] != nil {
            self = .block(try EtlBlock(json))
        } else {
            throw EtlError(sentence: "the row has neither inputs and outputs nor a Merkle root: it is no row of bitcoin-etl")
        }
    }
}

/// A block row: it says which transactions make the block whole.
struct EtlBlock: Hashable {
    let hash: BlockHash
    let height: UInt32
    let time: UInt32
    let merkleRoot: Hash256?

    init(_ json: JSONValue) throws(EtlError) {
        let fields = EtlFields(json)
        hash = try fields.requiredHash("hash")
        height = try fields.required(try fields.number("number"), "number")
        time = try fields.required(try fields.time("timestamp"), "timestamp")
        merkleRoot = try fields.hash("merkle_root")
    }
}

/// A transaction row.
struct EtlTransaction: Hashable {
    struct Input: Hashable {
        let previous: Outpoint
        let value: UInt64?
        /// The locking script of the output that is spent, in exports that give it. Bitcoin-etl's own have the unlocking
        /// script in its place, and tell by `sequence` or `script_asm`.
        let script: [UInt8]?
        let addresses: [String]
    }

    let txid: TxID
    let height: UInt32?
    let blockHash: BlockHash?
    let time: UInt32?
    let index: UInt32?
    let isCoinbase: Bool
    let inputs: [Input]
    let outputs: [TransactionRows.Output]
    /// The first address that the row gives its outputs, to tell the chain by.
    let address: String?

    init(_ json: JSONValue) throws(EtlError) {
        let fields = EtlFields(json)
        txid = try fields.requiredHash("hash")
        height = try fields.number("block_number")
        blockHash = try fields.hash("block_hash")
        time = try fields.time("block_timestamp")
        index = try fields.number("index")
        let inputs = try fields.rows("inputs").map(Self.sorted)
        let outputs = try fields.rows("outputs").map(Self.sorted)
        guard let inputs, let outputs else { throw EtlError(sentence: "the row lacks inputs or outputs") }
        isCoinbase = json["is_coinbase"]?.boolValue ?? inputs.isEmpty
        guard isCoinbase || !inputs.isEmpty else {
            throw EtlError(sentence: "transaction \(txid) has no inputs and is no coinbase")
        }
        var read: [Input] = []
        if !isCoinbase { for input in inputs { read.append(try Self.input(input)) } }
        self.inputs = read
        var written: [TransactionRows.Output] = []
        var total: UInt64 = 0
        for (place, output) in outputs.enumerated() {
            if let index: UInt32 = try output.number("index"), index != UInt32(place) {
                throw EtlError(sentence: "transaction \(txid) lacks its output \(place)")
            }
            let next = try Self.output(output)
            total += next.value
            guard total <= Transaction.greatestValue else {
                throw EtlError(sentence: "transaction \(txid) pays \(total) satoshi, more than can exist")
            }
            written.append(next)
        }
        guard !written.isEmpty else { throw EtlError(sentence: "transaction \(txid) has no outputs") }
        self.outputs = written
        address = outputs.lazy.flatMap { $0.texts("addresses") }.first
    }

    /// By their `index` where all have one, else as they stand.
    private static func sorted(_ rows: [EtlFields]) throws(EtlError) -> [EtlFields] {
        var keyed: [(UInt32, EtlFields)] = []
        for row in rows {
            guard let index: UInt32 = try row.number("index") else { return rows }
            keyed.append((index, row))
        }
        return keyed.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func input(_ row: EtlFields) throws(EtlError) -> Input {
        let txid = try row.requiredHash("spent_transaction_hash")
        let index: UInt32 = try row.required(try row.number("spent_output_index"), "spent_output_index")
        let isUnlocking = row.has("sequence") || row.has("script_asm")
        return Input(
            previous: Outpoint(txid: txid, index: index), value: try row.value("value"),
            script: isUnlocking ? nil : try row.bytes("script_hex"), addresses: row.texts("addresses"))
    }

    private static func output(_ row: EtlFields) throws(EtlError) -> TransactionRows.Output {
        guard let script = try row.bytes("script_hex") else {
            throw EtlError(sentence: "an output has no script_hex, and nothing else says for certain who owns it")
        }
        return TransactionRows.Output(value: try row.required(try row.value("value"), "value"), script: script)
    }
}

extension EtlTransaction.Input {
    /// What the row says of the output that is spent: its value, and its locking script where that is certain. The
    /// script is made from the one address that the row names; or it is `script_hex`, where that has an address.
    func stated(on chain: Chain) -> TransactionRows.Output? {
        guard let value else { return nil }
        if addresses.count == 1, Address.isAddress(addresses[0], on: chain),
            let address = try? Address(addresses[0], on: chain)
        {
            return TransactionRows.Output(value: value, script: address.script)
        }
        guard let script, addresses.isEmpty, LockingScript(script).address != nil else { return nil }
        return TransactionRows.Output(value: value, script: script)
    }
}
