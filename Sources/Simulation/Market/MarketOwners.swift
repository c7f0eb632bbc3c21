import Ledger

/// Who owns addresses in a market: services, which are hubs, and people. An address follows from its owner's number and
/// its own, so none is kept.
struct MarketOwners: Sendable {
    /// Services come first: the lower the number, the more they are paid.
    static let services = 24

    let count: Int
    private let seed: [UInt8]
    /// Addresses that each owner has used.
    private var used: [UInt32]

    init(count: Int, seed: [UInt8]) {
        self.count = count
        self.seed = seed
        used = [UInt32](repeating: 0, count: count)
    }

    static func isService(_ owner: UInt32) -> Bool { owner < services }

    static func name(_ owner: UInt32) -> String { isService(owner) ? "service \(owner)" : "person \(owner)" }

    func key(_ owner: UInt32, _ index: UInt32) -> SimulatedKey {
        SimulatedKey(style: Self.style(owner), seed: seed, wallet: Self.name(owner), index: Int(index))
    }

    /// The key of a thief, by the number of the theft and of the hop.
    func thiefKey(_ theft: Int, _ hop: Int) -> SimulatedKey {
        SimulatedKey(style: .witnessKeyHash, seed: seed, wallet: "thief \(theft)", index: hop)
    }

    /// What people's wallets make: mostly witness key hashes, some older forms, some newer.
    private static func style(_ owner: UInt32) -> ScriptStyle {
        switch owner % 20 {
        case 0..<12: .witnessKeyHash
        case 12..<16: .payToKeyHash
        case 16..<18: .nestedKeyHash
        case 18: .taproot
        default: isService(owner) ? .witnessMultisig : .multisig
        }
    }

    /// Where a payment to an owner goes: services give each customer an address and reuse a few; three of twenty payments
    /// to people go to an address that was paid before. `isNew` when nobody was paid there yet.
    mutating func payee(_ owner: UInt32, using stream: inout RandomStream) -> (key: UInt32, isNew: Bool) {
        let known = used[Int(owner)]
        let reuses = known > 0 && (Self.isService(owner) ? stream.chance(6, outOf: 10) : stream.chance(3, outOf: 20))
        guard !reuses else {
            // Services' hot addresses are their first; people give out their last again.
            return (Self.isService(owner) ? UInt32(stream.below(UInt64(min(known, 4)))) : known - 1, false)
        }
        used[Int(owner)] = known + 1
        return (known, true)
    }

    /// Somebody to be paid: a service in three of ten payments, the first ones most of all.
    func chosen(using stream: inout RandomStream) -> UInt32 {
        guard stream.chance(3, outOf: 10) else {
            return UInt32(Self.services) + UInt32(stream.below(UInt64(count - Self.services)))
        }
        return UInt32(min(stream.failures(mean: 5), UInt64(Self.services - 1)))
    }
}
