/// The life around the story: what people, merchants, pools and exchanges do on any day.
struct Traffic: Sendable {
    /// A transaction that moved customers' deposits into Harrow's hot wallet.
    struct Sweep: Sendable {
        let sent: Sent
        let coins: [Wallet.Coin]
    }

    private(set) var sweeps: [Sweep] = []
    /// Payout transactions of at least `fanWidth` outputs.
    private(set) var fans: [Sent] = []
    private var stream: RandomStream
    private var waiting: [(to: Destination, amount: UInt64)] = []
    private var untilPayout = 2
    private var untilSweep = 9
    private var untilCashing = 30
    private var poolMembers: [[UInt8]] = []
    private static let fanWidth = 100

    init(stream: RandomStream) { self.stream = stream }

    /// Puts a withdrawal into Dunlin's next batch, three blocks from now at the latest.
    mutating func withdraw(_ amount: UInt64, to destination: Destination) {
        waiting.append((destination, amount))
        untilPayout = min(untilPayout, 2)
    }

    /// What happens in the open block.
    mutating func act(in world: inout World, _ cast: FraudCast) {
        guard world.height > World.maturity else { return }
        fundExchanges(in: &world, cast)
        payOut(in: &world, cast)
        sweepDeposits(in: &world, cast)
        cashIn(in: &world, cast)
        // A quiet chain: a payment in most blocks, none in some, four at the most.
        let payments = stream.chance(2, outOf: 3) ? min(4, stream.failures(mean: 1)) : 0
        for _ in 0..<payments { payAround(in: &world, cast) }
    }

    /// A pool pays its members; those paid before come first.
    mutating func payMembers(_ count: Int, in world: inout World, _ cast: FraudCast) -> Sent? {
        while poolMembers.count < count {
            let hash = stream.bytes(20)
            poolMembers.append(
                stream.chance(2, outOf: 3) ? [0x00, 20] + hash : [0x76, 0xa9, 20] + hash + [0x88, 0xac])
        }
        let parts = poolMembers.prefix(count).map {
            Payment.Part(to: .script($0), value: 20_000 + stream.below(9) * stream.below(400_000))
        }
        guard let sent = world.send(Payment(from: cast.reedbank, parts: parts)) else { return nil }
        fans.append(sent)
        return sent
    }

    // MARK: Services

    /// Pools sell what they mined: a lot at first, then now and then.
    private func fundExchanges(in world: inout World, _ cast: FraudCast) {
        let age = world.height - World.maturity
        guard age <= 6 || age % 60 == 0 else { return }
        let lots = age <= 6 ? 4 : 2
        let sale = UInt64(age <= 6 ? 900_000_000 : 150_000_000)
        for (pool, exchange) in [(cast.reedbank, cast.dunlin), (cast.tern, age % 2 == 0 ? cast.harrow : cast.dunlin)] {
            let parts = (0..<lots).map { _ in Payment.Part(to: world.firstKey(of: exchange), value: sale) }
            _ = world.send(Payment(from: pool, parts: parts))
        }
    }

    /// Dunlin pays its customers in batches, mostly small, sometimes of some dozens.
    private mutating func payOut(in world: inout World, _ cast: FraudCast) {
        untilPayout -= 1
        guard untilPayout <= 0 else { return }
        untilPayout = stream.count(in: 4...11)
        let others = stream.chance(1, outOf: 16) ? stream.count(in: 18...34) : stream.count(in: 1...7)
        var parts = waiting.map { Payment.Part(to: $0.to, value: $0.amount) }
        for _ in 0..<others {
            guard let customer = stream.element(of: cast.people) else { break }
            parts.append(Payment.Part(to: receiving(customer, in: &world), value: 300_000 + ordinaryAmount() * 3))
        }
        // An exchange that cannot pay leaves the batch for the next block.
        guard let sent = world.send(Payment(from: cast.dunlin, parts: stream.shuffled(parts))) else {
            untilPayout = 1
            return
        }
        waiting.removeAll()
        if parts.count >= Self.fanWidth { fans.append(sent) }
    }

    /// Harrow moves what arrived at its deposit addresses into its hot wallet.
    private mutating func sweepDeposits(in world: inout World, _ cast: FraudCast) {
        untilSweep -= 1
        guard untilSweep <= 0 else { return }
        let coins = Array(world.coins(of: cast.harrowDeposits).prefix(14))
        guard !coins.isEmpty else { return }
        untilSweep = stream.count(in: 6...12)
        let payment = Payment(
            from: cast.harrowDeposits, parts: [], coins: coins, rest: world.firstKey(of: cast.harrow))
        if let sent = world.send(payment) { sweeps.append(Sweep(sent: sent, coins: coins)) }
    }

    /// Merchants bring what they took in to Harrow; Harrow pays some customers out.
    private mutating func cashIn(in world: inout World, _ cast: FraudCast) {
        untilCashing -= 1
        guard untilCashing <= 0 else { return }
        untilCashing = stream.count(in: 18...36)
        let seller = stream.element(of: cast.merchants + [cast.kestrel]) ?? cast.kestrel
        let coins = Array(world.coins(of: seller).prefix(8))
        if !coins.isEmpty, let deposit = stream.element(of: cast.otherDeposits) {
            _ = world.send(Payment(from: seller, parts: [], coins: coins, rest: deposit))
        }
        let parts = (0..<stream.count(in: 2...5)).compactMap { _ in
            stream.element(of: cast.people).map {
                Payment.Part(to: receiving($0, in: &world), value: 200_000 + ordinaryAmount() * 2)
            }
        }
        _ = world.send(Payment(from: cast.harrow, parts: parts))
    }

    // MARK: People

    /// Someone pays someone, a shop, or into an account at Harrow.
    private mutating func payAround(in world: inout World, _ cast: FraudCast) {
        guard let payer = stream.element(of: cast.people) else { return }
        let value = ordinaryAmount()
        let to: Destination
        switch stream.below(10) {
        case 0...1: to = stream.element(of: cast.otherDeposits) ?? world.firstKey(of: cast.kestrel)
        case 2: to = world.firstKey(of: cast.kestrel)
        case 3...4: to = stream.element(of: cast.merchants).map { world.freshKey(of: $0) } ?? cast.depositOne
        default: to = stream.element(of: cast.people).map { receiving($0, in: &world) } ?? cast.depositOne
        }
        let rate = max(5, world.feeRate * (80 + stream.below(60)) / 100)
        _ = world.send(Payment(from: payer, parts: [Payment.Part(to: to, value: value)], feeRate: rate))
    }

    /// Most people give their one known address, some a new one each time.
    private mutating func receiving(_ wallet: WalletID, in world: inout World) -> Destination {
        stream.chance(3, outOf: 5) ? world.firstKey(of: wallet) : world.freshKey(of: wallet)
    }

    /// 0.0002 to 0.18 coin: small sums are more frequent, about half are round.
    private mutating func ordinaryAmount() -> UInt64 {
        let unit: UInt64 = [10_000, 10_000, 100_000, 100_000, 1_000_000][Int(stream.below(5))]
        let round = stream.value(in: 2...18) * unit
        return stream.chance(1, outOf: 2) ? round : round + stream.below(unit)
    }
}
