import Encoding
import Ledger

/// A Bitcoin-shaped ledger of any size: hubs, reuse of addresses, sweeps, batches, coins spent soon, late or never, and
/// thefts whose loot goes down peel chains. The same seed gives the same bytes, and memory does not grow with the ledger.
struct MarketLedger: Sendable {
    /// Transactions of a block, coinbase included.
    static let usualPerBlock: UInt64 = 2_000
    /// One payment in so many is a theft: some in a small ledger, thousands in a large one.
    private var theftRate: UInt64 { min(2_000, max(50, seed.transactions / 50)) }
    /// What a thief takes the trouble for, base units.
    private static let leastLoot: UInt64 = 100_000
    private static let coinLimit = 1_000_000
    /// Base units; who has less pays it whole.
    private static let leastPayment: UInt64 = 40_000

    let seed: SimulationSeed
    private(set) var owners: MarketOwners
    private var coins: MarketCoins
    private var crime: MarketCrime
    private var choices: RandomStream
    private let perBlock: UInt64
    private var signing: RandomStream
    private var mining: RandomStream
    private var height: UInt32 = 0
    private var time = World.firstSecond
    private var tip = World.chain.genesis
    private var made: UInt64 = 1
    private var fees: UInt64 = 0
    /// Coinbases that are not mature yet, oldest first.
    private var maturing: [(coin: MarketCoin, from: UInt32)] = []
    /// What this block adds to the truth.
    private var truth: [JSONValue] = []

    /// - Parameter perBlock: transactions of a full block; fewer make more hops of a peel chain in a small ledger.
    init(_ seed: SimulationSeed, perBlock: UInt64 = Self.usualPerBlock) {
        self.seed = seed
        self.perBlock = perBlock
        // Few enough that most hold several coins: only so are coins joined again as often as they are divided.
        let count = MarketOwners.services + Int(clamping: min(max(seed.transactions / 100, 100), 50_000))
        owners = MarketOwners(count: count, seed: seed.key)
        coins = MarketCoins(owners: count, limit: Self.coinLimit)
        crime = MarketCrime(chain: World.chain)
        choices = seed.stream("market")
        signing = seed.stream("signatures")
        mining = seed.stream("mining")
    }

    /// Hands over each block, genesis first, with the lines of ground truth it adds.
    mutating func run(
        emit: (Block, [JSONValue]) throws(SimulationError) -> Void
    ) throws(SimulationError) -> (transactions: UInt64, blocks: UInt32, tip: BlockHash) {
        try emit(try BlockMaker.genesis(), [])
        while made < seed.transactions {
            let block = try next()
            try emit(block, truth)
            truth.removeAll(keepingCapacity: true)
        }
        return (made, height + 1, tip)
    }

    /// What is known only at the end: loot that nobody spent.
    mutating func end() -> [JSONValue] { crime.end() }

    private mutating func next() throws(SimulationError) -> Block {
        height += 1
        time += 30 + UInt32(truncatingIfNeeded: choices.failures(mean: 56)) * 10
        while let first = maturing.first, first.from <= height {
            coins.insert(first.coin, using: &choices)
            maturing.removeFirst()
        }
        var filling: [Transaction] = []
        // The first blocks of a chain have nothing to spend.
        let wanted = coins.isEmpty ? 0 : min(perBlock - 1, seed.transactions - made - 1)
        filling.reserveCapacity(Int(wanted))
        for hop in crime.due(at: height, using: &choices) where UInt64(filling.count) < wanted {
            if let transaction = peel(hop) { filling.append(transaction) }
        }
        while UInt64(filling.count) < wanted, let transaction = payment() { filling.append(transaction) }
        let miner = UInt32(choices.below(UInt64(MarketOwners.services)))
        let to = pay(miner)
        let maker = BlockMaker(chain: World.chain, height: height, previous: tip, time: time)
        let coinbase = maker.coinbase(
            tag: "/Market/", extra: mining.bytes(4), reward: World.subsidy(at: height) + fees, script: to.script,
            before: filling)
        let block = try maker.mined([coinbase] + filling, from: UInt32(truncatingIfNeeded: mining.next()))
        if coinbase.outputs[0].value > 0 {
            maturing.append((
                MarketCoin(
                    outpoint: Outpoint(txid: coinbase.txid, index: 0), value: coinbase.outputs[0].value, owner: miner,
                    key: to.key), height + World.maturity))
        }
        fees = 0
        made += UInt64(block.transactions.count)
        tip = block.header.hash
        return block
    }

    // MARK: Transactions

    /// An address of an owner to pay to, told in the truth when it is new.
    private mutating func pay(_ owner: UInt32) -> (key: UInt32, script: [UInt8]) {
        let (key, isNew) = owners.payee(owner, using: &choices)
        let script = owners.key(owner, key).lockingScript
        if isNew {
            truth.append([
                "kind": "address", "owner": .string(MarketOwners.name(owner)),
                "address": .optional(LockingScript(script).address?.text(on: World.chain)), "height": .integer(Int64(height)),
            ])
        }
        return (key, script)
    }

    /// The payment of an owner that a coin was drawn of; nil when there is none.
    private mutating func payment() -> Transaction? {
        guard let first = coins.takeAny(using: &choices) else { return nil }
        var spent = [first]
        let isService = MarketOwners.isService(first.owner)
        let dice = choices.below(200)
        // One to four coins, mostly one or two; services sweep what their customers paid in.
        let wanted = isService && dice < 6 ? 60 : dice < 110 ? 1 : dice < 165 ? 2 : dice < 185 ? 3 : 4
        while spent.count < wanted, let coin = coins.take(of: first.owner) { spent.append(coin) }
        let total = spent.reduce(UInt64(0)) { $0 + $1.value }
        let isSweep = wanted == 60
        if !isSweep, !isService, total > Self.leastLoot, choices.chance(1, outOf: theftRate) {
            return theft(of: first.owner, spent, total)
        }
        // Some pay all they took, without change.
        let paysAll = !isSweep && choices.chance(8, outOf: 100)
        let parts = isSweep || paysAll ? 0 : isService && choices.chance(1, outOf: 5) ? choices.count(in: 5...30) : 1 + Int(choices.failures(mean: 4) > 8 ? 1 : 0)
        var outputs: [(owner: UInt32, key: UInt32, value: UInt64, script: [UInt8])] = []
        var rest = total
        for _ in 0..<parts {
            let value = amount(within: rest / 2)
            guard value >= World.leastChange else { break }
            let owner = owners.chosen(using: &choices)
            let to = pay(owner)
            outputs.append((owner, to.key, value, to.script))
            rest -= value
        }
        let receiver = paysAll ? owners.chosen(using: &choices) : first.owner
        let change = pay(receiver)
        let size = TransactionSize.virtual(
            of: spent.map { owners.key($0.owner, $0.key) }, outputs: outputs.map(\.script) + [change.script])
        let fee = min(rest, size * choices.value(in: 2...30))
        rest -= fee
        if rest >= World.leastChange || outputs.isEmpty {
            outputs.insert((receiver, change.key, rest, change.script), at: choices.count(in: 0...outputs.count))
            fees += fee
        } else {
            fees += fee + rest
        }
        let transaction = signed(spent.map { ($0.outpoint, owners.key($0.owner, $0.key)) }, outputs.map { ($0.value, $0.script) })
        for (index, output) in outputs.enumerated() where output.value > 0 {
            coins.insert(
                MarketCoin(
                    outpoint: Outpoint(txid: transaction.txid, index: UInt32(index)), value: output.value,
                    owner: output.owner, key: output.key), using: &choices)
        }
        return transaction
    }

    /// An amount people pay: half of what they may or less by powers of two, every third rounded to one digit; little is
    /// not divided.
    private mutating func amount(within limit: UInt64) -> UInt64 {
        let most = limit >> choices.below(5)
        guard most > Self.leastPayment else { return limit }
        let value = choices.value(in: most / 2...most)
        guard choices.chance(1, outOf: 3) else { return value }
        var unit: UInt64 = 1
        while unit * 10 <= value { unit *= 10 }
        return value / unit * unit
    }

    // MARK: Crime

    /// Everything that a victim's coins hold goes to a thief.
    private mutating func theft(of victim: UInt32, _ spent: [MarketCoin], _ total: UInt64) -> Transaction {
        let key = owners.thiefKey(crime.thefts, 0)
        let fee = min(total / 2, 30 * UInt64(60 + 110 * spent.count))
        let transaction = signed(
            spent.map { ($0.outpoint, owners.key($0.owner, $0.key)) }, [(total - fee, key.lockingScript)])
        fees += fee
        truth.append(
            crime.begin(
                victim: MarketOwners.name(victim), total - fee, Outpoint(txid: transaction.txid, index: 0), key, at: height,
                using: &choices))
        return transaction
    }

    /// One hop of a peel chain: a part to a service, the rest on.
    private mutating func peel(_ theft: Int) -> Transaction? {
        guard let loot = crime.loot(of: theft) else { return nil }
        let service = UInt32(choices.below(UInt64(MarketOwners.services)))
        let fee = min(loot.value / 2, 141 * choices.value(in: 2...30))
        let rest = loot.value - fee
        // Peels are small beside what they are cut from, until the last takes it all.
        let part = loot.isLast ? rest : max(min(rest, World.leastChange), rest / choices.value(in: 8...60))
        let to = pay(service)
        let next = owners.thiefKey(theft, loot.hop + 1)
        var outputs = [(value: part, script: to.script)]
        if rest > part { outputs.insert((rest - part, next.lockingScript), at: choices.count(in: 0...1)) }
        let transaction = signed([(loot.outpoint, owners.thiefKey(theft, loot.hop))], outputs)
        fees += fee
        let place = rest > part && outputs[0].script == next.lockingScript ? 0 : outputs.count - 1
        let deposit = rest > part ? 1 - place : 0
        coins.insert(
            MarketCoin(
                outpoint: Outpoint(txid: transaction.txid, index: UInt32(deposit)), value: part, owner: service, key: to.key),
            using: &choices)
        truth += crime.peeled(
            theft, deposit: part, to: MarketOwners.name(service), fee: fee, in: transaction.txid,
            rest: rest > part ? Outpoint(txid: transaction.txid, index: UInt32(place)) : nil, at: height)
        return transaction
    }

    private mutating func signed(
        _ inputs: [(outpoint: Outpoint, key: SimulatedKey)], _ outputs: [(value: UInt64, script: [UInt8])]
    ) -> Transaction {
        Transaction(
            version: 2,
            inputs: inputs.map { outpoint, key in
                let unlocking = key.unlock(signing: &signing)
                return Transaction.Input(previous: outpoint, script: unlocking.script, witness: unlocking.witness)
            },
            outputs: outputs.map { Transaction.Output(value: $0.value, script: $0.script) }, lockTime: 0)
    }
}
