import Ledger

/// Bitcoin-shaped blocks from a seed, one at a time: the same ones for the same seed and size, in memory that does not
/// grow with the chain.
///
/// 2,000 transactions a block, about 2.0 inputs and 2.4 outputs each; seven of ten payments go to a new address, some
/// to a hub; coins are spent soon, late, or never. The most recent two million coins can be spent.
struct SyntheticChain {
    struct Coin {
        var txid: TxID
        var output: UInt64
        var value: UInt64
        var tx: UInt32
        var index: UInt32
        var address: UInt32
    }

    /// A block with what a store that is handed resolved ids needs besides.
    struct Block {
        var rows: BlockRows
        /// Of each input, in order: the coin it spends.
        var spent: [Coin] = []
        /// Of each output, in order.
        var addresses: [UInt32] = []
    }

    static let perBlock = 2_000
    let transactions: Int
    private var state: UInt64
    private var coins: [Coin] = []
    private var replace = 0
    private static let coinLimit = 2_000_000
    private(set) var height: UInt32 = 0
    private(set) var made = 0
    private(set) var outputs: UInt64 = 0
    private(set) var inputs: UInt64 = 0
    private(set) var addresses: UInt32 = 0
    private var lastHash = BlockHash.zero

    init(transactions: Int, seed: UInt64 = 1) {
        self.transactions = transactions
        state = seed
    }

    private mutating func random() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mix(state)
    }

    private static func mix(_ seed: UInt64) -> UInt64 {
        var z = seed
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }

    private mutating func below(_ bound: Int) -> Int { Int(random().multipliedFullWidth(by: UInt64(bound)).high) }

    static func hash(_ kind: UInt64, _ number: UInt64) -> Hash256 {
        let seed = mix(kind &* 0x1000_0000_01b3 ^ number &* 0x9e37_79b9_7f4a_7c15)
        return Hash256(words: (mix(seed), mix(seed &+ 1), mix(seed &+ 2), mix(seed &+ 3)))
    }

    /// The locking script of an address: two of three to a witness key hash, the others to a key hash.
    static func script(_ address: UInt32) -> [UInt8] {
        let words = hash(2, UInt64(address)).words
        return [UInt8](unsafeUninitializedCapacity: 25) { bytes, count in
            guard let base = UnsafeMutableRawPointer(bytes.baseAddress) else { return }
            let isWitness = address % 3 != 0
            let at = isWitness ? 2 : 3
            base.storeBytes(of: isWitness ? 0x1400 : 0xa976, as: UInt16.self)
            base.storeBytes(of: 0x14, toByteOffset: 2, as: UInt8.self)
            base.storeBytes(of: words.0, toByteOffset: at, as: UInt64.self)
            base.storeBytes(of: words.1, toByteOffset: at + 8, as: UInt64.self)
            base.storeBytes(of: UInt32(truncatingIfNeeded: words.2), toByteOffset: at + 16, as: UInt32.self)
            if !isWitness { base.storeBytes(of: 0xac88, toByteOffset: 23, as: UInt16.self) }
            count = isWitness ? 22 : 25
        }
    }

    /// The next block; nil after the last transaction.
    mutating func next() -> Block? {
        guard made < transactions else { return nil }
        let count = min(Self.perBlock, transactions - made)
        let hash = Self.hash(1, UInt64(height))
        var block = Block(
            rows: BlockRows(
                height: height, hash: hash, previous: lastHash, time: 1_300_000_000 + height * 600, transactions: []))
        block.rows.transactions.reserveCapacity(count)
        for position in 0..<count { addTransaction(&block, position) }
        lastHash = hash
        height += 1
        return block
    }

    private mutating func addTransaction(_ block: inout Block, _ position: Int) {
        let txid = Self.hash(3, UInt64(made))
        var rows = TransactionRows(
            txid: txid, position: UInt32(position), isCoinbase: position == 0, inputs: [], outputs: [])
        var total: UInt64 = position == 0 ? 5_000_000_000 : 0
        if position > 0, !coins.isEmpty {
            // One to four, mostly one or two; one of two hundred sweeps sixty.
            let dice = below(200)
            let wanted = dice < 1 ? 60 : dice < 110 ? 1 : dice < 165 ? 2 : dice < 185 ? 3 : 4
            rows.inputs.reserveCapacity(wanted)
            for _ in 0..<min(wanted, coins.count) {
                // Half of what is spent is young.
                let place = below(2) == 0
                    ? coins.count - 1 - below(min(coins.count, 20_000)) : below(coins.count)
                let coin = coins[place]
                coins[place] = coins[coins.count - 1]
                coins.removeLast()
                total += coin.value
                rows.inputs.append(TransactionRows.Input(previous: Outpoint(txid: coin.txid, index: coin.index)))
                block.spent.append(coin)
            }
        }
        let dice = below(100)
        let wanted = dice < 12 ? 1 : dice < 84 ? 2 : dice < 92 ? 3 : dice < 99 ? 5 : 12
        rows.outputs.reserveCapacity(wanted)
        for index in 0..<wanted {
            let value = index == wanted - 1 ? total : total / UInt64(2 + below(6))
            total -= value
            let address = pickAddress()
            rows.outputs.append(TransactionRows.Output(value: value, script: Self.script(address)))
            block.addresses.append(address)
            keep(
                Coin(
                    txid: txid, output: outputs, value: value, tx: UInt32(made), index: UInt32(index), address: address))
            outputs += 1
        }
        inputs += UInt64(rows.inputs.count)
        block.rows.transactions.append(rows)
        made += 1
    }

    private mutating func pickAddress() -> UInt32 {
        let dice = below(1000)
        if addresses < 100 || dice < 490 {
            addresses += 1
            return addresses - 1
        }
        // A hub in six of a thousand payments, else somebody seen before, lately rather than long ago.
        if dice < 496 { return UInt32(below(20)) }
        let reach = dice < 800 ? min(Int(addresses), 50_000) : Int(addresses)
        return addresses - 1 - UInt32(below(reach))
    }

    private mutating func keep(_ coin: Coin) {
        if coins.count < Self.coinLimit {
            coins.append(coin)
        } else {
            // What is pushed out is never spent.
            coins[replace] = coin
            replace = (replace + 1) % Self.coinLimit
        }
    }
}
