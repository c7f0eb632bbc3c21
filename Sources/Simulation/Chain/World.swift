import Ledger

/// The chain under construction and everyone's wallets: the block being filled, then sealed.
///
/// Keeps the unspent coins and nothing else of the past, so that a long ledger streams. Follows the rules that a node
/// checks, signatures aside: coinbase maturity, BIP 34 heights, regtest subsidy, fees claimed by the miner, BIP 141
/// commitments, proof of work at the regtest limit.
struct World: Sendable {
    static let chain = Chain.bitcoinRegtest
    /// 2024-03-07 18:00:00 UTC, a Thursday: no block but genesis is earlier.
    static let firstSecond: UInt32 = 1_709_834_400
    /// A coinbase may be spent from this many blocks later on.
    static let maturity: UInt32 = 100
    /// Outputs below this are not worth their spending and are left to the fee.
    static let leastChange: UInt64 = 1_000

    let seed: SimulationSeed
    private(set) var height: UInt32 = 0
    /// Time of the open block, seconds since 1970.
    private(set) var time = World.firstSecond
    private(set) var tip = World.chain.genesis
    /// The going rate for a payment, in satoshi for each virtual byte; drifts from block to block.
    private(set) var feeRate: UInt64 = 22
    private var wallets: [Wallet] = []
    private var filling: [Transaction] = []
    private var fees: UInt64 = 0
    private var timing: RandomStream
    private var market: RandomStream
    private var signing: RandomStream
    private var building: RandomStream
    private var mining: RandomStream

    init(seed: SimulationSeed) {
        self.seed = seed
        timing = seed.stream("block times")
        market = seed.stream("fee rates")
        signing = seed.stream("signatures")
        building = seed.stream("transactions")
        mining = seed.stream("mining")
    }

    // MARK: Wallets

    /// A new owner with one address.
    mutating func addWallet(_ name: String, _ style: ScriptStyle, change: Wallet.ChangeHabit = .freshKey) -> WalletID {
        add(Wallet(name: name, style: style, change: change, seed: seed.key))
    }

    /// A new owner whose only address has `program` as its key hash.
    mutating func addWallet(_ name: String, imitating program: [UInt8]) -> WalletID {
        add(Wallet(name: name, imitation: program, seed: seed.key))
    }

    private mutating func add(_ wallet: Wallet) -> WalletID {
        wallets.append(wallet)
        return WalletID(index: wallets.count - 1)
    }

    subscript(id: WalletID) -> Wallet { wallets[id.index] }

    /// The wallet's first address, which careless people and services use again and again.
    func firstKey(of wallet: WalletID) -> Destination { .key(wallet: wallet, index: 0) }

    /// An address the wallet never used before.
    mutating func freshKey(of wallet: WalletID) -> Destination {
        .key(wallet: wallet, index: wallets[wallet.index].addKey())
    }

    func lockingScript(of destination: Destination) -> [UInt8] {
        switch destination {
        case .key(let wallet, let index): wallets[wallet.index].keys[index].lockingScript
        case .script(let script): script
        }
    }

    /// What `wallet` may spend in the open block, oldest first; of one key when `key` is given.
    func coins(of wallet: WalletID, key: Int? = nil) -> [Wallet.Coin] {
        self[wallet].spendable(at: height).filter { key == nil || $0.key == key }
    }

    // MARK: Blocks

    /// Opens the next block: moves the clock by about ten minutes and the fee rate a little.
    mutating func openBlock() {
        height += 1
        // Block arrivals have no memory: half a minute, then steps of ten seconds, 600 seconds on average.
        time += 30 + UInt32(truncatingIfNeeded: timing.failures(mean: 56)) * 10 + UInt32(timing.below(20))
        feeRate = min(60, max(8, feeRate + market.below(5)) - 2)
    }

    /// Closes the block, paid to `miner`, and answers it.
    mutating func sealBlock(miner: WalletID, tag: String) throws(SimulationError) -> Block {
        let transactions = building.shuffled(filling)
        let to = firstKey(of: miner)
        let maker = BlockMaker(chain: Self.chain, height: height, previous: tip, time: time)
        let coinbase = maker.coinbase(
            tag: tag, extra: mining.bytes(4), reward: Self.subsidy(at: height) + fees, script: lockingScript(of: to),
            before: transactions)
        let nonce = UInt32(truncatingIfNeeded: mining.next())
        let block = try maker.mined([coinbase] + transactions, from: nonce)
        credit(coinbase.outputs[0].value, Outpoint(txid: coinbase.txid, index: 0), to: to, after: Self.maturity)
        tip = block.header.hash
        filling.removeAll(keepingCapacity: true)
        fees = 0
        return block
    }

    /// 50 coins, halved every 150 blocks (Bitcoin Core, regtest parameters).
    static func subsidy(at height: UInt32) -> UInt64 {
        let halvings = UInt64(height) / 150
        return halvings < 64 ? 5_000_000_000 >> halvings : 0
    }

    // MARK: Payments

    /// Builds a transaction into the open block and moves the coins; nil when the payer cannot afford it.
    ///
    /// What the parts do not take goes to the rest, less the fee. Coins of the block itself are not spent.
    mutating func send(_ payment: Payment) -> Sent? {
        let plan = Funding(payment, in: self)
        guard let plan else { return nil }
        var outputs = zip(payment.parts, plan.scripts).map { (to: $0.0.to, script: $0.1, value: $0.0.value) }
        var restPlace: Int?
        if plan.rest > 0 {
            let to = payment.rest ?? habitualChange(of: payment.from)
            // Where the rest stands must not give it away; batching software puts it anywhere, too.
            let place = Int(building.below(UInt64(outputs.count + 1)))
            outputs.insert((to: to, script: lockingScript(of: to), value: plan.rest), at: place)
            restPlace = place
        }
        let transaction = signed(plan.spent, outputs.map { ($0.value, $0.script) }, habit: self[payment.from].change)
        for spent in plan.spent { wallets[spent.owner.index].remove(spent.coin) }
        let txid = transaction.txid
        let outpoints = outputs.indices.map { Outpoint(txid: txid, index: UInt32($0)) }
        for (output, outpoint) in zip(outputs, outpoints) { credit(output.value, outpoint, to: output.to, after: 1) }
        filling.append(transaction)
        fees += plan.fee
        var parts = outpoints
        if let restPlace { parts.remove(at: restPlace) }
        return Sent(
            txid: txid, fee: plan.fee, parts: parts, rest: restPlace.map { outpoints[$0] }, restValue: plan.rest,
            height: height, time: time)
    }

    private mutating func habitualChange(of wallet: WalletID) -> Destination {
        switch self[wallet].change {
        case .firstKey: firstKey(of: wallet)
        case .freshKey: freshKey(of: wallet)
        }
    }

    private mutating func credit(_ value: UInt64, _ outpoint: Outpoint, to: Destination, after blocks: UInt32) {
        guard case .key(let wallet, let index) = to else { return }
        wallets[wallet.index].receive(
            Wallet.Coin(outpoint: outpoint, value: value, key: index, spendableFrom: height + blocks))
    }

    private mutating func signed(
        _ spent: [Funding.Spent], _ outputs: [(value: UInt64, script: [UInt8])], habit: Wallet.ChangeHabit
    ) -> Transaction {
        // People's wallets set the lock time against fee sniping, services' software does not.
        let isPerson = habit == .freshKey
        let inputs = spent.map { owner, coin in
            let unlocking = self[owner].keys[coin.key].unlock(signing: &signing)
            return Transaction.Input(
                previous: coin.outpoint, script: unlocking.script, sequence: isPerson ? 0xffff_fffd : 0xffff_ffff,
                witness: unlocking.witness)
        }
        return Transaction(
            version: 2, inputs: inputs,
            outputs: outputs.map { Transaction.Output(value: $0.value, script: $0.script) },
            lockTime: isPerson ? height - 1 : 0)
    }
}
