import Ledger

/// A ledger small enough to read, from a description of one line a block or transaction:
///
/// ```
/// block 0 genesis
/// a = coinbase -> alice 50
/// block 3 assumed part
/// b = a:0, x:1, y:0@bob 7 -> bob 30, carol 19, data 0, bare 1
/// a2 = coinbase as a -> alice 50
/// ```
///
/// A name stands for a transaction id, whether or not the transaction is there; `@bob 7` is what the source states of an
/// input; `as a` gives a transaction the id of another (BIP 30). `data` pays to OP_RETURN, `bare` to a script without an
/// address, `huge` to one too long to be spent; `key:alice` to a public key; any other name to that person's address.
/// Positions count up from 0; `at 7` after the name sets one. Blocks link to each other where heights follow.
public struct TinyLedger: Sendable {
    public let chain: Chain
    public private(set) var blocks: [BlockRows] = []

    public init(_ description: String, chain: Chain = .bitcoinRegtest) throws(LedgerError) {
        self.chain = chain
        for line in description.split(separator: "\n").map({ $0.split(separator: " ").joined(separator: " ") }) {
            if line.hasPrefix("block ") {
                try addBlock(line.split(separator: " ").map(String.init))
            } else if !line.isEmpty {
                guard let (name, rest) = Self.halves(line, " = "), let (from, to) = Self.halves(rest, " -> ") else {
                    throw LedgerError("No such line: \(line)")
                }
                try addTransaction(name, from: from, to: to)
            }
        }
    }

    /// The block at that height.
    public func block(_ height: UInt32) throws(LedgerError) -> BlockRows {
        guard let block = blocks.first(where: { $0.height == height }) else { throw LedgerError("No block \(height).") }
        return block
    }

    /// The id that a name stands for.
    public static func txid(_ name: String) -> TxID { hash("tx " + name) }

    /// The hash of the block at a height.
    public static func blockHash(_ height: UInt32) -> BlockHash { hash("block \(height)") }

    /// The address of a person: a version 0 witness program.
    public static func address(_ name: String) -> Address { Address(canonicalScript: script(name)) }

    public static func script(_ name: String) -> [UInt8] {
        switch name {
        case "data": [0x6a, 4] + Array("note".utf8)
        case "bare": [0x51]
        case "huge": [UInt8](repeating: 0x61, count: 10_001)
        case _ where name.hasPrefix("key:"): [33, 2] + hash(name).wire + [0xac]
        default: [0, 20] + Array(hash("address " + name).wire.prefix(20))
        }
    }

    // MARK: Reading the description

    private mutating func addBlock(_ words: [String]) throws(LedgerError) {
        guard let height = UInt32(words[1]) else { throw LedgerError("No such height: \(words[1])") }
        blocks.append(
            BlockRows(
                height: height, hash: words.contains("genesis") ? chain.genesis : Self.blockHash(height),
                previous: height == 0 ? .zero : height == 1 && blocks.first?.hash == chain.genesis
                    ? chain.genesis : Self.blockHash(height - 1),
                time: 1_300_000_000 + height * 600, heightAssumed: words.contains("assumed"),
                isWhole: !words.contains("part"), transactions: []))
    }

    private mutating func addTransaction(_ label: String, from: String, to: String) throws(LedgerError) {
        guard var block = blocks.popLast() else { throw LedgerError("A transaction before the first block.") }
        let (name, place) = Self.halves(label, " at ") ?? (label, "")
        let (kind, twin) = Self.halves(from, " as ") ?? (from, name)
        var rows = TransactionRows(
            txid: Self.txid(twin), position: UInt32(place) ?? UInt32(block.transactions.count),
            isCoinbase: kind == "coinbase", inputs: [], outputs: [])
        if !rows.isCoinbase {
            for input in Self.list(kind) {
                let (previous, stated) = Self.halves(input, "@") ?? (input, "")
                guard let (source, index) = Self.halves(previous, ":"), let n = UInt32(index) else {
                    throw LedgerError("No such input: \(input)")
                }
                rows.inputs.append(
                    TransactionRows.Input(
                        previous: Outpoint(txid: Self.txid(source), index: n),
                        stated: stated.isEmpty ? nil : try Self.output(stated)))
            }
        }
        for output in Self.list(to) { rows.outputs.append(try Self.output(output)) }
        block.transactions.append(rows)
        blocks.append(block)
    }

    private static func output(_ text: String) throws(LedgerError) -> TransactionRows.Output {
        guard let (name, amount) = halves(text, " "), let value = UInt64(amount) else {
            throw LedgerError("No such output: \(text)")
        }
        return TransactionRows.Output(value: value, script: script(name))
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.drop(while: { $0 == " " }) }.map(String.init)
    }

    private static func halves(_ text: String, _ separator: String) -> (String, String)? {
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        guard bytes.count >= mark.count else { return nil }
        for start in 0...(bytes.count - mark.count) where bytes[start..<(start + mark.count)].elementsEqual(mark) {
            return (
                String(decoding: bytes[..<start], as: UTF8.self),
                String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
            )
        }
        return nil
    }

    /// 32 bytes that differ from name to name (FNV-1a, four times with another offset).
    private static func hash(_ text: String) -> Hash256 {
        func word(_ seed: UInt64) -> UInt64 {
            text.utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        }
        return Hash256(words: (word(0), word(0x9e37_79b9), word(0x7f4a_7c15), word(0xf39c_c060)))
    }
}
