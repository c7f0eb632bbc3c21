import Encoding
import Ledger

/// The thefts of an account market: where each one's loot stands. Only those under way are kept.
struct AccountsCrime: Sendable {
    struct Theft: Sendable {
        var asset: Int
        var hop = 0
        var hops: Int
        var stolen: UInt128
        var left: UInt128
        var deposited: UInt128 = 0
        var fees: UInt128 = 0
        var nextHeight: UInt32
    }

    var open: [Int: Theft] = [:]
    private(set) var thefts = 0

    /// One in so many of those that may be: some in a small ledger, thousands in a large one.
    mutating func mayBegin(_ size: UInt64, using stream: inout RandomStream) -> Bool {
        stream.chance(1, outOf: min(200, max(4, size / 2_000)))
    }

    mutating func begin(_ asset: Int, _ value: UInt128, at height: UInt32, using stream: inout RandomStream) -> Int {
        open[thefts] = Theft(
            asset: asset, hops: 3 + Int(min(60, stream.failures(mean: 12))), stolen: value, left: value,
            nextHeight: height + 1 + UInt32(stream.below(10)))
        thefts += 1
        return thefts - 1
    }

    mutating func due(at height: UInt32, using stream: inout RandomStream) -> [Int] {
        let due = open.keys.filter { open[$0].map { $0.nextHeight <= height } ?? false }.sorted()
        for theft in due { open[theft]?.nextHeight = height + 1 + UInt32(stream.below(5)) }
        return due
    }

    /// The thefts that the end of the ledger cuts short.
    mutating func end() -> [JSONValue] {
        defer { open.removeAll() }
        return open.keys.sorted().compactMap { number in open[number].map { Self.end(number, $0) } }
    }

    /// Stolen value is what was deposited, what went in gas and what is unspent, to the unit.
    static func end(_ number: Int, _ theft: Theft) -> JSONValue {
        [
            "kind": "end", "theft": .integer(Int64(number)), "stolen": .string("\(theft.stolen)"),
            "deposited": .string("\(theft.deposited)"), "fees": .string("\(theft.fees)"),
            "unspent": .string("\(theft.left)"), "hops": .integer(Int64(theft.hop)),
        ]
    }
}

extension AccountsMarket {
    private func thief(_ theft: Int, _ hop: Int) -> Address { parties.address("thief \(theft) hop \(hop)") }

    private func assetName(_ asset: Int) -> JSONValue {
        .string(asset == 0 ? Chain.ethereumDev.ticker : tokens[asset - 1].contract.text(on: .ethereumDev))
    }

    /// Everything that a victim holds of the coin or of a token, but what gas takes.
    mutating func theft(_ victim: Int) {
        let asset = choices.chance(1, outOf: 2) ? 0 : 1
        let reserve = asset == 0 ? UInt128(21_000) * 80_000_000_000 : 0
        let all = parties.holds(victim, asset)
        guard all > reserve, all - reserve > 1_000_000 else { return }
        let value = all - reserve
        let to = thief(crime.thefts, 0)
        guard send(victim, to: to, asset, value), let made = transactions.last else { return }
        let number = crime.begin(asset, value, at: height, using: &choices)
        truth.append([
            "kind": "theft", "theft": .integer(Int64(number)), "from": .string(AccountsParties.name(victim)),
            "asset": assetName(asset), "address": .string(to.text(on: .ethereumDev)),
            "txid": .string(Chain.ethereumDev.text(of: made.hash)), "value": .string("\(value)"),
            "height": .integer(Int64(height)),
        ])
    }

    /// One hop: a part to a service's deposit address, the rest to a fresh one. Gas is paid of stolen coin; for tokens it
    /// is drawn from a service to the unit, so that nothing else mixes in.
    mutating func move(_ number: Int) {
        guard var theft = crime.open[number] else { return }
        let (asset, from) = (theft.asset, thief(number, theft.hop))
        let price = gasPrice()
        let gas = UInt128((asset == 0 ? 21_000 : 65_000) * price)
        let isLast = theft.hop + 1 >= theft.hops || theft.left < 1_000_000 + 4 * gas
        if asset == 0, theft.left <= (isLast ? gas : 2 * gas) {
            truth.append(AccountsCrime.end(number, theft))
            crime.open[number] = nil
            return
        }
        if asset > 0 {
            let steps: UInt128 = isLast ? 1 : 2
            guard send(AccountsParties.service(using: &choices), to: from, 0, gas * steps) else { return }
        }
        let spendable = asset == 0 ? theft.left - (isLast ? gas : 2 * gas) : theft.left
        let part = isLast ? spendable : spendable / UInt128(choices.value(in: 3...30))
        let service = AccountsParties.service(using: &choices)
        let customer = "\(AccountsParties.name(service)) customer thief \(number)"
        let first = move(from, to: parties.address(customer), asset, part, price)
        note(service, customer, asset, part)
        theft.deposited += part
        theft.left -= part
        if asset == 0 { theft.fees += gas; theft.left -= gas }
        if !isLast {
            if asset == 0 { theft.fees += gas; theft.left -= gas }
            _ = move(from, to: thief(number, theft.hop + 1), asset, theft.left, price)
        }
        theft.hop += 1
        truth.append([
            "kind": "hop", "theft": .integer(Int64(number)), "hop": .integer(Int64(theft.hop)),
            "address": .string(from.text(on: .ethereumDev)), "txid": .string(Chain.ethereumDev.text(of: first)), "to": .string(AccountsParties.name(service)),
            "deposit": .string("\(part)"), "rest": .string("\(theft.left)"), "height": .integer(Int64(height)),
        ])
        crime.open[number] = theft
        if isLast {
            truth.append(AccountsCrime.end(number, theft))
            crime.open[number] = nil
        }
    }

    private mutating func move(
        _ from: Address, to: Address, _ asset: Int, _ value: UInt128, _ price: UInt64
    ) -> Hash256 {
        var one = AccountsBlock.Transaction(
            hash: id(), from: from, to: asset == 0 ? to : tokens[asset - 1].contract, value: asset == 0 ? value : 0,
            gasUsed: asset == 0 ? 21_000 : 65_000, gasPrice: price)
        if asset > 0 { one.logs.append(log(asset, from, to, value)) }
        transactions.append(one)
        return one.hash
    }
}
