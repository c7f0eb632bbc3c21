import Encoding
import Foundation
import Ledger
import Support
import TraceEngine

/// Real transactions as the detectors read them.
enum DetectorData {
    struct Labelled {
        var txid: String
        /// What it is: what the data says, but for `isUnseenMix`.
        var label: String
        var shape: TransactionShape
        /// What the data says.
        var given: String
    }

    /// True of what is called a Tx0 or ordinary and has as many outputs as inputs, 5 to 8, all of one pool's denomination.
    ///
    /// The scanner that made the labels takes for mixes only what is P2WPKH throughout. A mix that pays one output
    /// straight to another wallet's script it calls a Tx0 when a later mix spends from it (any source of a mix that is no
    /// mix), and ordinary when it spends from an earlier one. A Tx0 has an OP_RETURN output and never this shape.
    static func isUnseenMix(_ label: String, _ shape: TransactionShape) -> Bool {
        ["whirlpool-tx0", "ordinary"].contains(label) && (5...8).contains(shape.inputs.count)
            && shape.outputs.count == shape.inputs.count && shape.values.count == 1
            && [100_000, 1_000_000, 5_000_000, 50_000_000].contains(shape.values[0].value)
    }

    /// `../shared/data/coinjoin/labelled-transactions.jsonl`
    static func labelled() throws -> [Labelled] {
        try SharedData.text("coinjoin/labelled-transactions.jsonl").split(separator: "\n").map { line in
            let row = try JSONValue.parse(Array(line.utf8), limits: .foreign)
            let shape = TransactionShape(
                inputs: (row["inputs"]?.arrayValue ?? []).map { input in
                    TransactionShape.Input(
                        value: input["value"]?.integerValue.map(UInt64.init),
                        script: input["script_hex"]?.stringValue.flatMap { Hex.bytes($0) })
                },
                outputs: (row["outputs"]?.arrayValue ?? []).map { output in
                    TransactionShape.Output(
                        value: UInt64(output["value"]?.integerValue ?? 0),
                        script: output["script_hex"]?.stringValue.flatMap { Hex.bytes($0) } ?? [])
                })
            let label = row["label"]?.stringValue ?? ""
            return Labelled(
                txid: row["hash"]?.stringValue ?? "", label: isUnseenMix(label, shape) ? "whirlpool" : label, shape: shape,
                given: label)
        }
    }

    /// The transactions of `../shared/data/bitcoin-json/raito`, with what their inputs spend; coinbases left out.
    static func withPrevouts() throws -> [(file: String, shapes: [TransactionShape])] {
        try SharedData.names(in: "bitcoin-json/raito").filter { $0.hasPrefix("full_") }.map { name in
            let limits = JSONLimits(allowsDecimals: true, allowsWideIntegers: true)
            let json = try JSONValue.parse(try SharedData.bytes("bitcoin-json/raito/" + name), limits: limits)
            let blocks = json["blocks"]?.arrayValue ?? []
            let transactions = blocks.flatMap { $0["data"]?["transactions"]?.arrayValue ?? [] }
            return (name, transactions.dropFirst().map(raito))
        }
    }

    private static func raito(_ transaction: JSONValue) -> TransactionShape {
        func script(_ output: JSONValue?) -> [UInt8]? {
            (output?["pk_script"]?.stringValue).flatMap { Hex.bytes(String($0.dropFirst(2))) }
        }
        return TransactionShape(
            inputs: (transaction["inputs"]?.arrayValue ?? []).map { input in
                let spent = input["previous_output"]?["data"]
                return TransactionShape.Input(
                    value: spent?["value"]?.integerValue.map(UInt64.init), script: script(spent))
            },
            outputs: (transaction["outputs"]?.arrayValue ?? []).map { output in
                TransactionShape.Output(
                    value: UInt64(output["value"]?.integerValue ?? 0), script: script(output) ?? [])
            })
    }

    /// The transactions of the blocks in `../shared/data/bitcoin-blocks`, by the year of their block; testnet apart.
    ///
    /// What an input spends is not in a raw block. Its owner is taken from the key that it shows, and an input that shows
    /// none counts as an owner of its own: so the detectors can only fire more often than they would with all known.
    static func rawBlocks() throws -> [(blocks: String, shapes: [TransactionShape])] {
        var byYear: [String: [TransactionShape]] = [:]
        var seen: Set<BlockHash> = []
        for name in try SharedData.names(in: "bitcoin-blocks") {
            let bytes = try SharedData.bytes("bitcoin-blocks/" + name)
            for block in blocks(bytes) where seen.insert(block.hash).inserted && block.fault(on: .bitcoin) == nil {
                let year = String(UTCTime(seconds: block.header.time).rfc3339.prefix(4))
                let isTestnet = name.contains("block9288") || name.contains("testnet")
                byYear[year + (isTestnet ? " (testnet)" : ""), default: []] += block.transactions.dropFirst().map { shape($0, isTestnet ? nil : block.statedHeight(on: .bitcoin)) }
            }
        }
        return byYear.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func blocks(_ bytes: [UInt8]) -> [Block] {
        if let block = try? Block(bytes) { return [block] }
        var found: [Block] = []
        var offset = 0
        while offset + 8 < bytes.count, Array(bytes[offset..<(offset + 4)]) == Chain.bitcoin.magic {
            let length = bytes[(offset + 4)..<(offset + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
            let end = min(bytes.count, offset + 8 + length)
            if let block = try? Block(Array(bytes[(offset + 8)..<end])) { found.append(block) }
            offset = end
        }
        return found
    }

    private static func shape(_ transaction: Transaction, _ height: UInt32?) -> TransactionShape {
        TransactionShape(
            height: height,
            inputs: transaction.inputs.map { input in
                let pushes = input.witness.isEmpty ? [Array(input.script.suffix(33))] : input.witness
                let isKeyHash = input.witness.count == 2 && input.script.isEmpty && input.witness[1].count == 33
                let shown = (pushes.last ?? []).count >= 33 ? pushes.last ?? [] : []
                let owner = shown.isEmpty ? input.previous.txid.wire + [UInt8(input.previous.index & 0xff)] : shown
                let identity = Array(owner.suffix(20))
                return TransactionShape.Input(
                    value: nil, script: (isKeyHash ? [0x00, 0x14] : [0x00, 0x15]) + identity)
            },
            outputs: transaction.outputs.map { TransactionShape.Output(value: $0.value, script: $0.script) })
    }
}
