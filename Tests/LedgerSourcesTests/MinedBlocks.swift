import Ledger

/// Blocks of the regression test network, mined here: its target lets every second nonce pass.
struct MinedBlocks {
    static let chain = Chain.bitcoinRegtest

    /// A block on `previous` that states `height` in its coinbase (from 17 on) and pays 50 coins to nobody.
    static func block(on previous: BlockHash, height: Int, branch: UInt8 = 0, bits: UInt32 = 0x207f_ffff) -> Block {
        let stated: [UInt8] =
            height <= 16 ? [0x50 + UInt8(height)] : [2, UInt8(height & 0xff), UInt8(height >> 8 & 0xff)]
        let coinbase = Transaction(
            version: 1, inputs: [.init(previous: .null, script: stated + [1, branch])],
            outputs: [.init(value: 5_000_000_000, script: [0x51])], lockTime: 0)
        var header = BlockHeader(
            version: 2, previous: previous, merkleRoot: coinbase.txid, time: 1_600_000_000 + UInt32(height) * 600,
            bits: bits, nonce: 0)
        while !header.provesWork(header.hash, on: chain) { header.nonce += 1 }
        return Block(header: header, transactions: [coinbase])
    }

    /// `count` linked blocks after `previous`.
    static func chain(
        _ count: Int, on previous: BlockHash = chain.genesis, from height: Int = 1, branch: UInt8 = 0
    ) -> [Block] {
        var blocks: [Block] = []
        for next in 0..<count {
            blocks.append(block(on: blocks.last?.hash ?? previous, height: height + next, branch: branch))
        }
        return blocks
    }

    static func bytes(_ block: Block) -> [UInt8] {
        block.header.serialized() + [UInt8(block.transactions.count)] + block.transactions.flatMap { $0.serialized() }
    }

    /// The blocks as a block file holds them.
    static func file(_ blocks: [Block]) -> [UInt8] { blocks.flatMap { framed(bytes($0)) } }

    static func framed(_ block: [UInt8]) -> [UInt8] {
        chain.magic + (0..<4).map { UInt8(truncatingIfNeeded: block.count >> ($0 * 8)) } + block
    }
}
