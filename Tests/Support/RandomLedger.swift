import Ledger

/// Numbers that depend on a seed alone (splitmix64), so that a failing case can be run again.
public struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}

extension ViewLedger {
    /// A ledger of `count` transactions among few addresses: joins, change, equal amounts, dust, coinbases, coins from
    /// outside, outputs without an address, gaps.
    public static func random(seed: UInt64, count: Int = 40) -> ViewLedger {
        var numbers = SeededNumbers(seed: seed)
        var ledger = ViewLedger()
        var coins: [(tx: TxRef, index: UInt32, value: UInt64)] = []
        for n in 0..<count {
            var sources: [Source] = []
            var total: UInt64 = 0
            for _ in 0..<Int.random(in: 0...3, using: &numbers) where !coins.isEmpty {
                let coin = coins.remove(at: Int.random(in: 0..<coins.count, using: &numbers))
                sources.append(.coin(coin.tx, coin.index))
                total += coin.value
            }
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: sources.append(.unknown)
            case 1:
                sources.append(.stated(address("person \(Int.random(in: 0..<9, using: &numbers))"), 50_000))
                total += 50_000
            default: break
            }
            if total == 0 { total = 5_000_000 }
            var outputs: [(Address?, UInt64)] = []
            var unseen: Set<Int> = []
            for k in 0..<Int.random(in: 1...6, using: &numbers) {
                let value: UInt64 = switch Int.random(in: 0..<5, using: &numbers) {
                case 0: 546
                case 1: 10_000
                default: UInt64.random(in: 0...max(1, total / 3), using: &numbers)
                }
                guard total > value else { break }
                total -= value
                let isNameless = Int.random(in: 0..<15, using: &numbers) == 0
                outputs.append((isNameless ? nil : address("person \(Int.random(in: 0..<14, using: &numbers))"), value))
                if Int.random(in: 0..<10, using: &numbers) == 0 { unseen.insert(k) }
            }
            if outputs.isEmpty { outputs.append((address("person 0"), total / 2)) }
            let tx = ledger.add(height: UInt32(100 + n), from: sources, to: outputs, unseen: unseen)
            for (k, output) in outputs.enumerated() where output.0 != nil && !unseen.contains(k) {
                coins.append((tx, UInt32(k), output.1))
            }
        }
        return ledger
    }
}
