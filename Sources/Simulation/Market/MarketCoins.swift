import Ledger

/// A coin that may be spent.
struct MarketCoin: Sendable {
    var outpoint: Outpoint
    var value: UInt64
    var owner: UInt32
    /// Number of the owner's key it is locked to.
    var key: UInt32
    /// Neighbours in the list of the owner's coins; -1 at an end.
    fileprivate var next: Int32 = -1
    fileprivate var previous: Int32 = -1

    init(outpoint: Outpoint, value: UInt64, owner: UInt32, key: UInt32) {
        self.outpoint = outpoint
        self.value = value
        self.owner = owner
        self.key = key
    }
}

/// The coins of everybody, at most so many: what is pushed out is never spent, mostly dust, as on a real chain.
///
/// Every call takes constant time, or time in the coins it answers.
struct MarketCoins: Sendable {
    private var coins: [MarketCoin] = []
    private var heads: [Int32]
    private let limit: Int

    init(owners: Int, limit: Int) {
        heads = [Int32](repeating: -1, count: owners)
        self.limit = limit
        coins.reserveCapacity(min(limit, 1 << 16))
    }

    var isEmpty: Bool { coins.isEmpty }

    mutating func insert(_ coin: MarketCoin, using stream: inout RandomStream) {
        if coins.count == limit {
            // Of a few, the one least worth its spending.
            var least = stream.count(in: 0...coins.count - 1)
            for _ in 0..<4 {
                let other = stream.count(in: 0...coins.count - 1)
                if coins[other].value < coins[least].value { least = other }
            }
            remove(least)
        }
        let place = Int32(coins.count)
        var coin = coin
        let owner = Int(coin.owner)
        coin.previous = -1
        coin.next = heads[owner]
        if coin.next >= 0 { coins[Int(coin.next)].previous = place }
        heads[owner] = place
        coins.append(coin)
    }

    /// Takes a coin: half of those spent are young, the others of any age; the greater of a few, since small ones lie longest.
    mutating func takeAny(using stream: inout RandomStream) -> MarketCoin? {
        guard !coins.isEmpty else { return nil }
        let reach = stream.chance(1, outOf: 2) ? min(coins.count, 20_000) : coins.count
        var best = coins.count - 1 - stream.count(in: 0...reach - 1)
        for _ in 0..<2 {
            let other = coins.count - 1 - stream.count(in: 0...reach - 1)
            if coins[other].value > coins[best].value { best = other }
        }
        return remove(best)
    }

    /// Takes the youngest coin of an owner.
    mutating func take(of owner: UInt32) -> MarketCoin? {
        let head = heads[Int(owner)]
        return head < 0 ? nil : remove(Int(head))
    }

    @discardableResult
    private mutating func remove(_ place: Int) -> MarketCoin {
        let coin = coins[place]
        unlink(coin)
        let last = coins.removeLast()
        if place < coins.count {
            // The last coin takes the free place; its neighbours must know.
            coins[place] = last
            if last.previous >= 0 { coins[Int(last.previous)].next = Int32(place) } else { heads[Int(last.owner)] = Int32(place) }
            if last.next >= 0 { coins[Int(last.next)].previous = Int32(place) }
        }
        return coin
    }

    private mutating func unlink(_ coin: MarketCoin) {
        if coin.previous >= 0 { coins[Int(coin.previous)].next = coin.next } else { heads[Int(coin.owner)] = coin.next }
        if coin.next >= 0 { coins[Int(coin.next)].previous = coin.previous }
    }
}
