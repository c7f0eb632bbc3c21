import Encoding
import Ledger

/// The thefts of a market and their peel chains: where each stands, and what is told of it. Only those under way are kept.
struct MarketCrime: Sendable {
    /// What a thief holds.
    struct Loot: Sendable {
        var outpoint: Outpoint
        var value: UInt64
        var hop: Int
        var isLast: Bool
    }

    private struct Theft: Sendable {
        var loot: Loot
        var hops: Int
        var stolen: UInt64
        var deposited: UInt64 = 0
        var fees: UInt64 = 0
        var nextHeight: UInt32
    }

    private let chain: Chain
    private var open: [Int: Theft] = [:]
    /// Thefts so far; the number of the next.
    private(set) var thefts = 0

    init(chain: Chain) { self.chain = chain }

    /// A theft: how long its peel chain will be is drawn now, from a few hops to some hundreds.
    mutating func begin(
        victim: String, _ value: UInt64, _ outpoint: Outpoint, _ key: SimulatedKey, at height: UInt32,
        using stream: inout RandomStream
    ) -> JSONValue {
        // Peel chains of published cases run from tens to a few hundred hops.
        let hops = 5 + Int(min(400, stream.failures(mean: 60)))
        open[thefts] = Theft(
            loot: Loot(outpoint: outpoint, value: value, hop: 0, isLast: hops == 1), hops: hops, stolen: value,
            nextHeight: height + 1 + UInt32(stream.below(20)))
        defer { thefts += 1 }
        return [
            "kind": "theft", "theft": .integer(Int64(thefts)), "from": .string(victim),
            "address": .optional(LockingScript(key.lockingScript).address?.text(on: chain)), "output": .string(outpoint.description),
            "value": .amount(value), "height": .integer(Int64(height)),
        ]
    }

    /// The thefts whose loot moves in the block of that height, in order.
    mutating func due(at height: UInt32, using stream: inout RandomStream) -> [Int] {
        let due = open.keys.filter { open[$0].map { $0.nextHeight <= height } ?? false }.sorted()
        for theft in due { open[theft]?.nextHeight = height + 1 + UInt32(stream.below(4)) }
        return due
    }

    func loot(of theft: Int) -> Loot? { open[theft]?.loot }

    /// A hop was made; the last closes the theft.
    mutating func peeled(
        _ number: Int, deposit: UInt64, to service: String, fee: UInt64, in txid: TxID, rest: Outpoint?, at height: UInt32
    ) -> [JSONValue] {
        guard var theft = open[number] else { return [] }
        theft.deposited += deposit
        theft.fees += fee
        let left = theft.loot.value - deposit - fee
        var lines: [JSONValue] = [
            [
                "kind": "peel", "theft": .integer(Int64(number)), "hop": .integer(Int64(theft.loot.hop + 1)),
                "txid": .string(txid.description), "to": .string(service), "deposit": .amount(deposit), "rest": .amount(left),
                "fee": .amount(fee), "height": .integer(Int64(height)),
            ]
        ]
        guard let rest, left > 0 else {
            lines.append(Self.end(number, theft, unspent: nil))
            open[number] = nil
            return lines
        }
        let hop = theft.loot.hop + 1
        theft.loot = Loot(outpoint: rest, value: left, hop: hop, isLast: hop + 1 >= theft.hops || left < 20_000)
        open[number] = theft
        return lines
    }

    /// The thefts that the end of the ledger cuts short.
    mutating func end() -> [JSONValue] {
        defer { open.removeAll() }
        return open.keys.sorted().compactMap { number in open[number].map { Self.end(number, $0, unspent: $0.loot) } }
    }

    /// Stolen value is what was deposited, what went in fees and what is unspent, to the unit.
    private static func end(_ number: Int, _ theft: Theft, unspent: Loot?) -> JSONValue {
        [
            "kind": "end", "theft": .integer(Int64(number)), "stolen": .amount(theft.stolen),
            "hops": .integer(Int64(unspent?.hop ?? theft.loot.hop + 1)), "deposited": .amount(theft.deposited),
            "fees": .amount(theft.fees), "unspent": .amount(unspent?.value ?? 0),
            "output": .optional(unspent?.outpoint.description),
        ]
    }
}
