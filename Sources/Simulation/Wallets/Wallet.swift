import Ledger

/// One owner's keys and unspent coins.
struct Wallet: Sendable {
    /// Where what is left of a payment goes.
    enum ChangeHabit: Sendable {
        /// A key never used before, as most wallets do.
        case freshKey
        /// Back to the first key, as services and careless people do.
        case firstKey
    }

    /// An output this owner can spend.
    struct Coin: Sendable {
        let outpoint: Outpoint
        /// Base units.
        let value: UInt64
        /// Index of the key among the wallet's keys.
        let key: Int
        /// The first height at which it may be spent.
        let spendableFrom: UInt32
    }

    let name: String
    let style: ScriptStyle
    let change: ChangeHabit
    private(set) var keys: [SimulatedKey] = []
    /// Indexes of the keys that were paid, in the order of their first payment.
    private(set) var paidKeys: [Int] = []
    private(set) var coins: [Coin] = []
    private let seed: [UInt8]
    private var paid: Set<Int> = []

    init(name: String, style: ScriptStyle, change: ChangeHabit = .freshKey, seed: [UInt8]) {
        self.name = name
        self.style = style
        self.change = change
        self.seed = seed
        _ = addKey()
    }

    /// A wallet that holds one address made to look like another.
    init(name: String, imitation: [UInt8], seed: [UInt8]) {
        self.name = name
        style = .witnessKeyHash
        change = .firstKey
        self.seed = seed
        keys = [SimulatedKey(imitation: imitation, seed: seed)]
    }

    /// A key that was not used before; answers its index.
    mutating func addKey() -> Int {
        keys.append(SimulatedKey(style: style, seed: seed, wallet: name, index: keys.count))
        return keys.count - 1
    }

    /// Coins that may be spent at `height`, oldest first.
    func spendable(at height: UInt32) -> [Coin] { coins.filter { $0.spendableFrom <= height } }

    /// What may be spent at `height`, in base units.
    func balance(at height: UInt32) -> UInt64 { spendable(at: height).reduce(0) { $0 + $1.value } }

    /// Coins worth at least `target`: the smallest single one that suffices, else the largest until they do.
    func choose(_ target: UInt64, at height: UInt32) -> [Coin]? {
        let candidates = spendable(at: height)
        if let single = candidates.filter({ $0.value >= target }).min(by: { $0.value < $1.value }) { return [single] }
        var chosen: [Coin] = []
        var sum: UInt64 = 0
        // Ties keep the order of arrival, so that the same seed always spends the same coin.
        let ranked = candidates.enumerated().sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
        for (_, coin) in ranked where sum < target {
            chosen.append(coin)
            sum += coin.value
        }
        return sum >= target ? chosen : nil
    }

    mutating func receive(_ coin: Coin) {
        coins.append(coin)
        if paid.insert(coin.key).inserted { paidKeys.append(coin.key) }
    }

    mutating func remove(_ spent: Coin) {
        coins.removeAll { $0.outpoint == spent.outpoint }
    }
}
