import Encoding
import Ledger

/// An account-shaped ledger of any size: people who pay each other, services with a deposit address for each customer and
/// sweeps to a hot one, tokens (one of them counterfeit), contracts that pay on, single tokens, gas, failed transactions,
/// and thefts whose loot goes from address to address. The same seed gives the same bytes; memory does not grow with it.
struct AccountsMarket: Sendable {
    static let perBlock: UInt64 = 200
    static let gwei: UInt128 = 1_000_000_000

    let seed: SimulationSeed
    var parties: AccountsParties
    var choices: RandomStream
    var crime = AccountsCrime()
    var transactions: [AccountsBlock.Transaction] = []
    var truth: [JSONValue] = []
    private(set) var height: UInt32 = 0
    private var ids: RandomStream
    private var time: UInt32 = 1_704_067_200
    private var tip = Hash256.zero
    private var made: UInt64 = 0
    /// People who were funded so far.
    private var active = AccountsParties.firstPerson
    /// Deposits that wait to be swept, oldest first; at most a few thousand.
    private var deposits: [Deposit] = []

    private struct Deposit: Sendable {
        var service: Int
        var customer: String
        var asset: Int
        var value: UInt128
    }

    init(_ seed: SimulationSeed) {
        self.seed = seed
        let people = Int(clamping: min(max(seed.transactions / 20, 100), 200_000))
        parties = AccountsParties(count: AccountsParties.firstPerson + people, seed: seed.key)
        choices = seed.stream("accounts")
        ids = seed.stream("ids")
    }

    /// The contract of each token, in the order of the assets; the coin has none.
    var tokens: [(contract: Address, symbol: String, decimals: Int)] {
        [("token 1", "USDT", 6), ("token 2", "WETH", 18), ("token 3", "USDT", 6)].map { (parties.address($0.0), $0.1, $0.2) }
    }

    /// Hands over each block with the lines of ground truth it adds.
    mutating func run(
        emit: (AccountsBlock, [JSONValue]) throws(SimulationError) -> Void
    ) throws(SimulationError) -> (transactions: UInt64, blocks: UInt32, tip: Hash256) {
        for owner in 0..<AccountsParties.firstPerson { tell(owner) }
        while made < seed.transactions {
            height += 1
            time += 12
            let wanted = min(Self.perBlock, seed.transactions - made)
            if height == 1 { begin() }
            for theft in crime.due(at: height, using: &choices) where UInt64(transactions.count) + 4 < wanted { move(theft) }
            while UInt64(transactions.count) < wanted { next() }
            // A step may make two: what is too much is for the next block.
            let more = Array(transactions.dropFirst(Int(wanted)))
            let block = AccountsBlock(
                height: height, time: time, hash: id(), parent: tip, transactions: Array(transactions.prefix(Int(wanted))))
            transactions = more
            made += UInt64(block.transactions.count)
            tip = block.hash
            try emit(block, truth)
            truth.removeAll(keepingCapacity: true)
        }
        return (made, height, tip)
    }

    mutating func end() -> [JSONValue] { crime.end() }

    mutating func id() -> Hash256 { Hash256(words: (ids.next(), ids.next(), ids.next(), ids.next())) }

    private mutating func tell(_ owner: Int) {
        truth.append([
            "kind": "address", "owner": .string(AccountsParties.name(owner)),
            "address": .string(parties.address(owner).text(on: .ethereumDev)), "height": .integer(Int64(height)),
        ])
    }

    // MARK: Steps

    /// Tokens are issued, and services and the pool get what they work with.
    private mutating func begin() {
        for asset in 1..<AccountsParties.assets {
            let supply = UInt128(10).power(asset == 2 ? 28 : 18)
            call(AccountsParties.faucet, to: tokens[asset - 1].contract, gas: 90_000) { market, one in
                one.logs.append(market.log(asset, nil, market.parties.address(AccountsParties.issuer), supply))
            }
            parties.give(AccountsParties.issuer, asset, supply)
        }
        fund(AccountsParties.issuer, 90_000_000_000)
        for owner in AccountsParties.router..<AccountsParties.firstPerson { fund(owner, 50_000_000) }
    }

    /// Coin from the faucet and tokens from the issuer.
    private mutating func fund(_ owner: Int, _ most: UInt64) {
        let coin = UInt128(choices.value(in: most / 20...most)) * Self.gwei * 10_000
        pay(AccountsParties.faucet, owner, 0, coin)
        for asset in [1, 2] where owner != AccountsParties.issuer {
            pay(AccountsParties.issuer, owner, asset, asset == 2 ? coin : UInt128(choices.value(in: 1_000_000...most * 500)))
        }
    }

    private mutating func next() {
        if active < parties.count, active < AccountsParties.firstPerson + 20 || choices.chance(1, outOf: 12) {
            tell(active)
            fund(active, 1_000_000)
            active += 1
            return
        }
        if deposits.count > 3_000 || (!deposits.isEmpty && choices.chance(1, outOf: 6)) { return sweep() }
        let person = someone()
        // Who has spent all on gas is given some, so that there is always somebody who can pay.
        guard afford(person, 0, gas: 250_000) else { return fund(person, 1_000_000) }
        switch choices.below(100) {
        case 0..<5: fail(person)
        case 5..<8: single(person, someone())
        case 8..<9: pay(person, person, 0, amount(person, 0))
        case 9..<14: swap(person)
        case 14..<18: disperse()
        case 18..<20: counterfeit(someone())
        case 20..<22 where crime.mayBegin(seed.transactions, using: &choices): theft(person)
        case 20..<30:
            let service = AccountsParties.service(using: &choices)
            let asset = choices.chance(1, outOf: 2) ? 0 : 1
            pay(service, person, asset, amount(service, asset) / 40)
        case 30..<55: deposit(person, AccountsParties.service(using: &choices), choices.chance(1, outOf: 2) ? 0 : 1)
        case 55..<75: pay(person, someone(), 0, amount(person, 0))
        default: pay(person, someone(), choices.chance(3, outOf: 4) ? 1 : 2, amount(person, 1))
        }
    }

    private mutating func someone() -> Int { choices.count(in: AccountsParties.firstPerson...max(AccountsParties.firstPerson, active - 1)) }

    /// A round or an odd part of what somebody holds, over many powers of ten.
    private mutating func amount(_ owner: Int, _ asset: Int) -> UInt128 {
        let whole = parties.holds(owner, asset) / UInt128(choices.value(in: 2...2_000))
        guard choices.chance(1, outOf: 3), whole > 1_000 else { return whole }
        var unit: UInt128 = 1
        while unit * 10 <= whole { unit *= 10 }
        return whole / unit * unit
    }

    private mutating func deposit(_ person: Int, _ service: Int, _ asset: Int) {
        let customer = "\(AccountsParties.name(service)) customer \(AccountsParties.name(person))"
        let value = amount(person, asset)
        guard value > 0, send(person, to: parties.address(customer), asset, value) else { return }
        note(service, customer, asset, value)
    }

    mutating func note(_ service: Int, _ customer: String, _ asset: Int, _ value: UInt128) {
        truth.append([
            "kind": "deposit", "owner": .string(AccountsParties.name(service)), "value": .string("\(value)"),
            "address": .string(parties.address(customer).text(on: .ethereumDev)), "height": .integer(Int64(height)),
        ])
        deposits.append(Deposit(service: service, customer: customer, asset: asset, value: value))
    }

    /// The oldest deposit goes to the hot address; for a token the service first sends the gas it takes.
    private mutating func sweep() {
        let deposit = deposits.removeFirst()
        let from = parties.address(deposit.customer)
        let price = gasPrice()
        if deposit.asset == 0 {
            let gas = UInt128(21_000 * price)
            guard deposit.value > gas else { return }
            transactions.append(
                .init(
                    hash: id(), from: from, to: parties.address(deposit.service), value: deposit.value - gas, gasUsed: 21_000,
                    gasPrice: price))
            parties.give(deposit.service, 0, deposit.value - gas)
            return
        }
        guard send(deposit.service, to: from, 0, UInt128(65_000 * price)) else { return }
        var one = AccountsBlock.Transaction(
            hash: id(), from: from, to: tokens[deposit.asset - 1].contract, value: 0, gasUsed: 65_000, gasPrice: price)
        one.logs.append(log(deposit.asset, from, parties.address(deposit.service), deposit.value))
        transactions.append(one)
        parties.give(deposit.service, deposit.asset, deposit.value)
    }

    /// Coin to the router, on to the pool inside the transaction, and tokens back.
    private mutating func swap(_ person: Int) {
        let value = amount(person, 0) / 10
        let back = parties.holds(AccountsParties.pool, 1) / UInt128(choices.value(in: 1_000...100_000))
        guard value > 0, back > 0, afford(person, value, gas: 150_000) else { return fail(person) }
        let (router, pool) = (parties.address(AccountsParties.router), parties.address(AccountsParties.pool))
        let me = parties.address(person)
        call(person, to: router, gas: 150_000, value: value) { market, one in
            one.calls.append((router, pool, value))
            one.logs.append(market.log(1, pool, me, back))
        }
        parties.give(AccountsParties.pool, 0, value)
        guard parties.take(AccountsParties.pool, 1, back) else { return }
        parties.give(person, 1, back)
    }

    /// A service pays many out at once through a contract.
    private mutating func disperse() {
        let service = AccountsParties.service(using: &choices)
        let parts = choices.count(in: 3...12)
        let each = parties.holds(service, 0) / UInt128(choices.value(in: 400...4_000))
        let gas = 40_000 * UInt64(parts)
        guard each > 0, afford(service, each * UInt128(parts), gas: gas) else { return }
        let contract = parties.address(AccountsParties.disperser)
        let paid = (0..<parts).map { _ in someone() }
        call(service, to: contract, gas: gas, value: each * UInt128(parts)) { market, one in
            for person in paid { one.calls.append((contract, market.parties.address(person), each)) }
        }
        for person in paid { parties.give(person, 0, each) }
    }

    private mutating func single(_ from: Int, _ to: Int) {
        let ends = (parties.address(from), parties.address(to))
        let number = UInt128(choices.below(10_000))
        call(from, to: parties.address("single tokens"), gas: 80_000) { market, one in
            one.logs.append(
                .init(contract: market.parties.address("single tokens"), from: ends.0, to: ends.1, value: number, isSingle: true))
        }
    }

    /// A token that calls itself like another is issued to somebody who did not ask for it.
    private mutating func counterfeit(_ to: Int) {
        let value = UInt128(choices.value(in: 1_000_000...90_000_000_000))
        let address = parties.address(to)
        call(AccountsParties.issuer, to: tokens[2].contract, gas: 60_000) { market, one in
            one.logs.append(market.log(3, nil, address, value))
        }
        parties.give(to, 3, value)
    }

    private mutating func fail(_ person: Int) {
        call(person, to: parties.address(AccountsParties.router), gas: choices.value(in: 30_000...200_000)) { _, one in
            one.succeeded = false
            one.value = 1_000_000_000
        }
    }
}

extension UInt128 {
    func power(_ exponent: Int) -> UInt128 { (0..<exponent).reduce(1) { product, _ in product * self } }
}
