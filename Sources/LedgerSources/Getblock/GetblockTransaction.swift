import Encoding
import Ledger

/// A transaction of a node's answer, made again from its fields so that its id can be checked.
struct GetblockTransaction {
    let rows: TransactionRows
    /// Empty unless it is the coinbase.
    let coinbaseScript: [UInt8]
    /// The first address of its outputs, as the node wrote it.
    let address: String?

    init(_ fields: GetblockFields, _ position: Int) throws(GetblockError) {
        let vin = try fields.list("vin")
        let vout = try fields.list("vout")
        guard !vin.isEmpty, !vout.isEmpty else { throw fields.error("it has no inputs or no outputs") }
        var inputs: [Transaction.Input] = []
        var prevouts: [TransactionRows.Output?] = []
        var isCoinbase = false
        for json in vin {
            let input = GetblockFields(json: json, place: fields.place)
            if input.optional("coinbase") != nil {
                isCoinbase = true
                inputs.append(
                    Transaction.Input(
                        previous: Outpoint(txid: .zero, index: .max), script: try input.bytes("coinbase"),
                        sequence: try input.number("sequence")))
                continue
            }
            inputs.append(
                Transaction.Input(
                    previous: Outpoint(txid: try input.hash("txid"), index: try input.number("vout")),
                    script: try input.object("scriptSig").bytes("hex"), sequence: try input.number("sequence")))
            prevouts.append(input.optional("prevout") == nil ? nil : try input.object("prevout").output())
        }
        guard isCoinbase == (position == 0), !isCoinbase || vin.count == 1 else {
            throw fields.error(position == 0 ? "the first transaction is no coinbase" : "a coinbase that is not the first")
        }
        var outputs: [TransactionRows.Output] = []
        var total: UInt64 = 0
        for (place, json) in vout.enumerated() {
            let output = GetblockFields(json: json, place: fields.place)
            guard try output.number("n") == UInt32(place) else { throw fields.error("it lacks its output \(place)") }
            outputs.append(try output.output())
            total += outputs[place].value
            guard total <= Transaction.greatestValue else { throw fields.error("it pays more than can exist") }
        }
        let made = Transaction(
            version: Int32(bitPattern: try fields.number("version")), inputs: inputs,
            outputs: outputs.map { Transaction.Output(value: $0.value, script: $0.script) },
            lockTime: try fields.number("locktime"))
        let txid = try fields.hash("txid")
        guard made.txid == txid else { throw fields.error("its fields do not give its txid") }
        rows = TransactionRows(
            txid: txid, position: UInt32(position), isCoinbase: isCoinbase,
            inputs: isCoinbase
                ? [] : zip(inputs, prevouts).map { TransactionRows.Input(previous: $0.previous, stated: $1) },
            outputs: outputs)
        coinbaseScript = isCoinbase ? inputs[0].script : []
        address = vout.lazy.compactMap { output in
            let script = output["scriptPubKey"]
            return script?["address"]?.stringValue ?? script?["addresses"]?.arrayValue?.first?.stringValue
        }.first
    }
}
