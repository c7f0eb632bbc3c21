import Encoding
import Ledger

/// Makes valid blocks of one chain: coinbase, witness commitment, Merkle root, proof of work.
struct BlockMaker {
    let chain: Chain
    let height: UInt32
    let previous: BlockHash
    /// Seconds since 1970.
    let time: UInt32

    /// What a witness commitment is salted with, and the coinbase's witness (BIP 141).
    private static let reserved = [UInt8](repeating: 0, count: 32)

    /// The transaction that pays `reward` to `script`.
    ///
    /// Its unlocking script holds the height (BIP 34), a tag and four bytes that tell equal blocks apart. It commits to
    /// the witnesses of `transactions` when one of them has any.
    func coinbase(
        tag: String, extra: [UInt8], reward: UInt64, script: [UInt8], before transactions: [Transaction]
    ) -> Transaction {
        var input = Transaction.Input(
            previous: .null, script: statedHeight + [UInt8(extra.count)] + extra + Array(tag.utf8))
        var outputs = [Transaction.Output(value: reward, script: script)]
        if transactions.contains(where: \.hasWitness) {
            input.witness = [Self.reserved]
            outputs.append(Transaction.Output(value: 0, script: commitment(to: transactions)))
        }
        return Transaction(version: 2, inputs: [input], outputs: outputs, lockTime: 0)
    }

    /// A block of these transactions whose hash meets the easiest target of the chain, trying nonces from `first` on.
    func mined(_ transactions: [Transaction], from first: UInt32) throws(SimulationError) -> Block {
        var header = BlockHeader(
            version: 0x2000_0000, previous: previous, merkleRoot: MerkleTree.root(of: transactions.map(\.txid)).root,
            time: time, bits: chain.limitBits, nonce: first)
        // At the regtest limit every second hash will do.
        for _ in 0..<100_000 {
            if header.provesWork(header.hash, on: chain) { return Block(header: header, transactions: transactions) }
            header.nonce &+= 1
        }
        throw SimulationError("No proof of work was found for block \(height) of \(chain.name) in 100,000 tries.")
    }

    /// Block 0 of bitcoin-regtest: the coinbase of the first bitcoin block under a header of its own.
    static func genesis() throws(SimulationError) -> Block {
        let chain = Chain.bitcoinRegtest
        let message = Array("The Times 03/Jan/2009 Chancellor on brink of second bailout for banks".utf8)
        let key = Hex.bytes(
            "04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7"
                + "ba0b8d578a4c702b6bf11d5f") ?? []
        let coinbase = Transaction(
            version: 1,
            inputs: [
                Transaction.Input(
                    previous: .null, script: [4, 0xff, 0xff, 0x00, 0x1d, 1, 4, UInt8(message.count)] + message)
            ],
            outputs: [Transaction.Output(value: 5_000_000_000, script: [65] + key + [0xac])], lockTime: 0)
        let header = BlockHeader(
            version: 1, previous: .zero, merkleRoot: coinbase.txid, time: 1_296_688_602, bits: chain.limitBits, nonce: 2)
        guard header.hash == chain.genesis else {
            throw SimulationError("The first block does not have the hash that \(chain.name) demands.")
        }
        return Block(header: header, transactions: [coinbase])
    }

    /// The height as the script number that BIP 34 demands.
    private var statedHeight: [UInt8] {
        guard height > 16 else { return [0x50 + UInt8(height)] }
        var digits: [UInt8] = []
        var rest = height
        while rest > 0 {
            digits.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
        // A set top bit would read as a negative number.
        if digits[digits.count - 1] >= 0x80 { digits.append(0) }
        return [UInt8(digits.count)] + digits
    }

    private func commitment(to transactions: [Transaction]) -> [UInt8] {
        // The coinbase, whose own witness is not committed to, counts as zero.
        let root = MerkleTree.root(of: [.zero] + transactions.map(\.wtxid)).root
        return [0x6a, 36, 0xaa, 0x21, 0xa9, 0xed] + SHA256d.hash(root.wire + Self.reserved).wire
    }
}
