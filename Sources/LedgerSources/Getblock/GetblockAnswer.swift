import Encoding
import Ledger

/// Bitcoin Core's answer to `getblock` with verbosity 2 or 3: a whole block, and with 3 what its inputs spend.
///
/// Nothing in it is taken on trust: the header's fields must give the block hash, each transaction's fields its txid, and
/// the txids the Merkle root. What only the node says is the height, `confirmations`, and the prevouts.
struct GetblockAnswer {
    let header: BlockHeader
    let hash: BlockHash
    let height: UInt32
    /// True when the node says that the block is on a branch that lost.
    let isOrphan: Bool
    let transactions: [TransactionRows]
    private let coinbaseScript: [UInt8]
    /// The first address in its outputs, to tell the chain by.
    let address: String?

    /// - Parameter json: the answer, or the whole response with the answer as `result`.
    init(_ json: JSONValue) throws(GetblockError) {
        let fields = try Self.block(json)
        let list = try fields.list("tx")
        guard !list.contains(where: { $0.stringValue != nil }) else {
            throw fields.error("its transactions are ids only: ask for getblock with verbosity 2 or 3")
        }
        guard let bits = UInt32(try fields.required("bits").stringValue ?? "", radix: 16) else {
            throw fields.error("bits is not 8 hexadecimal digits")
        }
        header = BlockHeader(
            version: Int32(bitPattern: try fields.number("version")),
            previous: fields.optional("previousblockhash") == nil ? .zero : try fields.hash("previousblockhash"),
            merkleRoot: try fields.hash("merkleroot"), time: try fields.number("time"), bits: bits,
            nonce: try fields.number("nonce"))
        hash = try fields.hash("hash")
        guard header.hash == hash else {
            throw fields.error("its version, previousblockhash, merkleroot, time, bits and nonce do not give its hash")
        }
        height = try fields.number("height")
        isOrphan = fields.optional("confirmations")?.integerValue == -1
        var transactions: [TransactionRows] = []
        var coinbaseScript: [UInt8] = []
        var address: String?
        for (position, json) in list.enumerated() {
            let name = json["txid"]?.stringValue.map { " (\(VisibleText.escape($0)))" } ?? ""
            let transaction = try GetblockTransaction(
                GetblockFields(json: json, place: "block \(hash), transaction \(position)\(name)"), position)
            transactions.append(transaction.rows)
            if position == 0 { coinbaseScript = transaction.coinbaseScript }
            address = address ?? transaction.address
        }
        guard !transactions.isEmpty else { throw fields.error("it has no transactions") }
        self.transactions = transactions
        self.coinbaseScript = coinbaseScript
        self.address = address
    }

    private static func block(_ json: JSONValue) throws(GetblockError) -> GetblockFields {
        var block = json
        if json["tx"] == nil, let result = json["result"] {
            if let message = json["error"]?["message"]?.stringValue {
                throw GetblockError(sentence: "the node answered with an error: \(VisibleText.escape(message))")
            }
            guard result.objectValue != nil else {
                throw GetblockError(
                    sentence: "the node's result is no block: ask for getblock with verbosity 2 or 3")
            }
            block = result
        }
        let name = block["hash"]?.stringValue.map { "block \(VisibleText.escape($0))" } ?? "the block"
        return GetblockFields(json: block, place: name)
    }

    /// What is wrong between header, transactions and the rules of `chain`; nil when nothing is.
    func fault(on chain: Chain) -> BlockFault? { BlockFault.of(header, hash, ids: transactions.map(\.txid), on: chain) }

    /// The height that the coinbase states where BIP 34 makes it binding.
    func statedHeight(on chain: Chain) -> UInt32? {
        StatedHeight.binding(header: header, coinbaseScript: coinbaseScript, on: chain)
    }

    var rows: BlockRows {
        BlockRows(height: height, hash: hash, previous: header.previous, time: header.time, transactions: transactions)
    }
}
