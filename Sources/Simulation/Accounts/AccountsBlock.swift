import Crypto
import Encoding
import Ledger

/// A block of a simulated account chain, as its rows tell it.
struct AccountsBlock: Sendable {
    struct Transaction: Sendable {
        var hash: Hash256
        var from: Address
        var to: Address
        /// Wei.
        var value: UInt128
        var gasUsed: UInt64
        /// Wei.
        var gasPrice: UInt64
        var succeeded = true
        /// Transfers of the coin by contracts, in trace order.
        var calls: [(from: Address, to: Address, value: UInt128)] = []
        var logs: [Log] = []
    }

    struct Log: Sendable {
        var contract: Address
        /// Nil for newly issued and destroyed.
        var from: Address?
        var to: Address?
        var value: UInt128
        /// True where `value` is the number of one token (ERC-721).
        var isSingle = false
    }

    var height: UInt32
    var time: UInt32
    var hash: Hash256
    var parent: Hash256
    var transactions: [Transaction]

    private static let chain = Chain.ethereumDev

    var blockLine: String {
        #"{"number": \#(height), "hash": "\#(Self.text(hash))", "parent_hash": "\#(Self.text(parent))", "#
            + #""timestamp": \#(time), "transaction_count": \#(transactions.count)}"#
    }

    /// Transactions with what their receipts say, as ethereum-etl exports them to BigQuery.
    func transactionLine(_ position: Int) -> String {
        let one = transactions[position]
        return #"{"hash": "\#(Self.text(one.hash))", "nonce": 0, \#(place(position)), "#
            + #""from_address": "\#(Self.text(one.from))", "to_address": "\#(Self.text(one.to))", "value": "\#(one.value)", "#
            + #""gas_price": \#(one.gasPrice), "receipt_gas_used": \#(one.gasUsed), "#
            + #""receipt_effective_gas_price": \#(one.gasPrice), "receipt_status": \#(one.succeeded ? 1 : 0)}"#
    }

    /// The transaction's own call, then those of contracts.
    func traceLines(_ position: Int) -> [String] {
        let one = transactions[position]
        let own = line(position, one.from, one.to, one.value, [], one.succeeded)
        return [own] + one.calls.enumerated().map { line(position, $1.from, $1.to, $1.value, [$0], true) }
    }

    private func line(
        _ position: Int, _ from: Address, _ to: Address, _ value: UInt128, _ calls: [Int], _ succeeded: Bool
    ) -> String {
        #"{"transaction_hash": "\#(Self.text(transactions[position].hash))", \#(place(position)), "#
            + #""from_address": "\#(Self.text(from))", "to_address": "\#(Self.text(to))", "value": "\#(value)", "#
            + #""trace_type": "call", "call_type": "call", "trace_address": \#(calls), "status": \#(succeeded ? 1 : 0)}"#
    }

    /// Logs of a transaction; `index` counts those of the block.
    func logLines(_ position: Int, from index: inout Int) -> [String] {
        transactions[position].logs.map { log in
            defer { index += 1 }
            let ends = [log.from, log.to].map { Self.word($0?.script ?? []) }
            let number = "0x" + Hex.text(UInt256(log.value).bytes)
            let topics = ["0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"] + ends + (log.isSingle ? [number] : [])
            let list = topics.map { "\"\($0)\"" }.joined(separator: ", ")
            return #"{"log_index": \#(index), "transaction_hash": "\#(Self.text(transactions[position].hash))", "#
                + #"\#(place(position)), "address": "\#(Self.text(log.contract))", "#
                + #""data": "\#(log.isSingle ? "0x" : number)", "topics": [\#(list)]}"#
        }
    }

    private func place(_ position: Int) -> String {
        #""block_number": \#(height), "block_timestamp": \#(time), "transaction_index": \#(position)"#
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "0x" + String(repeating: "00", count: 32 - bytes.count) + Hex.text(bytes)
    }

    private static func text(_ hash: Hash256) -> String { chain.text(of: hash) }
    /// In lower case, as exports write it.
    private static func text(_ address: Address) -> String { "0x" + Hex.text(address.script) }
}
