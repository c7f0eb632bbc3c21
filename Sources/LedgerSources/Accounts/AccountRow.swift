import Encoding
import Ledger

/// The kinds of rows that ethereum-etl writes, told by the names of their fields.
enum AccountRowKind: Sendable {
    case block, transaction, receipt, tokenTransfer, trace, log, token, contract

    /// Nil for rows that are no such export's.
    init?(_ has: (String) -> Bool) {
        if has("trace_address") || has("trace_type") {
            self = .trace
        } else if has("topics"), has("log_index") {
            self = .log
        } else if has("token_address"), has("from_address"), has("log_index") {
            self = .tokenTransfer
        } else if has("cumulative_gas_used"), has("transaction_hash") {
            self = .receipt
        } else if has("hash"), has("from_address"), has("to_address"), has("value") {
            self = .transaction
        } else if has("parent_hash"), has("number") {
            self = .block
        } else if has("symbol"), has("decimals"), has("address") {
            self = .token
        } else if has("address"), has("is_erc721") || has("function_sighashes") {
            self = .contract
        } else {
            return nil
        }
    }
}

/// Reads rows of ethereum-etl. What a row says that is no transfer (a call that moves nothing, a log of another kind) is
/// no row.
struct AccountRow {
    let fields: AccountFields
    /// Rows that move value and belong to no transaction: block rewards, the genesis allocation.
    private(set) var isOutside = false

    init(_ fields: AccountFields) { self.fields = fields }

    mutating func read(_ kind: AccountRowKind) throws(EtlError) -> AccountSource? {
        switch kind {
        case .block: return .block(try block())
        case .transaction: return .transaction(try transaction())
        case .receipt: return .receipt(try receipt(txid: "transaction_hash", prefix: ""))
        case .tokenTransfer: return try tokenTransfer()
        case .trace: return try trace()
        case .log: return try log()
        case .token, .contract: return try token()
        }
    }

    private func need<Value>(_ name: String, _ read: (String) throws(EtlError) -> Value?) throws(EtlError) -> Value {
        try fields.required(try read(name), name)
    }

    private func block() throws(EtlError) -> AccountSource.Block {
        AccountSource.Block(
            height: try need("number", fields.number), hash: try need("hash", fields.hash),
            time: try need("timestamp", fields.time), transactions: try fields.number("transaction_count"))
    }

    private func transaction() throws(EtlError) -> AccountSource.Transaction {
        let txid = try need("hash", fields.hash)
        let from = try need("from_address", fields.address)
        // A transaction to nobody makes a contract, whose address follows from the sender and the count of its own.
        var to = try fields.address("to_address")
        if to == nil { to = try fields.address("receipt_contract_address") }
        if to == nil { to = Self.contract(from, nonce: try need("nonce", fields.amount)) }
        return AccountSource.Transaction(
            txid: txid, height: try need("block_number", fields.number),
            position: try fields.number("transaction_index"), time: try fields.time("block_timestamp"), from: from,
            to: try fields.required(to, "to_address"), value: try need("value", fields.amount),
            gasPrice: try fields.amount("gas_price"), receipt: try receipt(txid: "hash", prefix: "receipt_"))
    }

    private func receipt(txid: String, prefix: String) throws(EtlError) -> AccountSource.Receipt {
        AccountSource.Receipt(
            txid: try need(txid, fields.hash), height: try need("block_number", fields.number),
            gasUsed: try fields.amount(prefix + "gas_used"),
            effectivePrice: try fields.amount(prefix + "effective_gas_price"),
            succeeded: try fields.flag(prefix + "status"))
    }

    private func move(
        txid: TxID, place: AccountSource.Move.Place, token: Address?, from: Address?, to: Address?, value: UInt256
    ) throws(EtlError) -> AccountSource {
        .move(
            AccountSource.Move(
                txid: txid, height: try need("block_number", fields.number), time: try fields.time("block_timestamp"),
                position: try fields.number("transaction_index"), place: place, token: token, from: from, to: to,
                value: value))
    }

    private func tokenTransfer() throws(EtlError) -> AccountSource {
        try move(
            txid: need("transaction_hash", fields.hash), place: .log(UInt64(need("log_index", fields.number))),
            token: need("token_address", fields.address), from: fields.owner("from_address"),
            to: fields.owner("to_address"), value: need("value", fields.amount))
    }

    /// The transfer of ERC-20 has three topics and its amount as data; with a fourth topic it is ERC-721's, of one token.
    private func log() throws(EtlError) -> AccountSource? {
        let topics = try fields.topics("topics").map { $0.lowercased() }
        guard topics.first == Self.transferTopic else { return nil }
        let txid = try need("transaction_hash", fields.hash)
        let index = UInt64(try need("log_index", fields.number))
        guard topics.count == 3 else {
            guard topics.count == 4 else { return nil }
            return .notAnAmount(txid, height: try need("block_number", fields.number), log: index)
        }
        guard let data = try fields.text("data"), data.hasPrefix("0x"), let bytes = Hex.bytes(String(data.dropFirst(2))),
            let value = UInt256(bytes: bytes)
        else { return nil }
        var ends: [Address?] = []
        for topic in topics.dropFirst() {
            guard topic.hasPrefix("0x"), let bytes = Hex.bytes(String(topic.dropFirst(2))), bytes.count == 32 else {
                throw EtlError(sentence: "a topic is not 0x and 64 hexadecimal digits")
            }
            let address = Array(bytes.suffix(20))
            ends.append(address.allSatisfy { $0 == 0 } ? nil : Address(canonicalScript: address))
        }
        return try move(
            txid: txid, place: .log(index), token: need("address", fields.address), from: ends[0], to: ends[1], value: value)
    }

    /// Calls that move value: those that failed, and those that run code in the caller's place, move none.
    private mutating func trace() throws(EtlError) -> AccountSource? {
        if try fields.flag("status") == false { return nil }
        if try fields.text("error") != nil { return nil }
        let type = try fields.text("trace_type")
        let txid = try fields.hash("transaction_hash")
        if txid == nil || type == "reward" || type == "genesis" || type == "daofork" {
            isOutside = try fields.amount("value").map { $0 > .zero } ?? false
            return nil
        }
        if let call = try fields.text("call_type"), call != "call" { return nil }
        let value = try need("value", fields.amount)
        guard let from = try fields.address("from_address"), let to = try fields.address("to_address") else {
            if value == .zero { return nil }
            throw EtlError(sentence: "the trace moves value, and does not say from whom to whom")
        }
        let calls = try fields.calls("trace_address")
        return try move(
            txid: fields.required(txid, "transaction_hash"), place: .trace(calls), token: nil, from: from, to: to, value: value)
    }

    private func token() throws(EtlError) -> AccountSource {
        let isERC20 = try fields.flag("is_erc20")
        let isERC721 = try fields.flag("is_erc721")
        return .token(
            AccountSource.Token(
                contract: try need("address", fields.address), symbol: try fields.text("symbol"),
                decimals: try fields.number("decimals").flatMap { $0 <= 77 ? Int($0) : nil },
                countsAmounts: isERC721 == true && isERC20 != true ? false : isERC20 == true ? true : nil))
    }

    /// keccak256("Transfer(address,address,uint256)")
    static let transferTopic = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"

    /// The account of a contract that a transaction makes: the last 20 bytes of Keccak-256 of RLP([sender, nonce]).
    static func contract(_ sender: Address, nonce: UInt256) -> Address {
        let digits = Array(nonce.bytes.drop { $0 == 0 })
        let second: [UInt8] =
            digits.isEmpty ? [0x80] : digits.count == 1 && digits[0] < 0x80 ? digits : [0x80 + UInt8(digits.count)] + digits
        let payload = [0x80 + UInt8(truncatingIfNeeded: sender.script.count)] + sender.script + second
        return Address(canonicalScript: Array(Keccak256.hash([0xC0 + UInt8(payload.count)] + payload).suffix(20)))
    }
}
