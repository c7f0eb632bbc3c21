import Crypto
import Ledger

/// Who there is on a simulated account chain, and what everybody holds. An address follows from its owner's name.
struct AccountsParties: Sendable {
    static let services = 24
    /// The coin, and three tokens: two of everyday use, one that calls itself like the first.
    static let assets = 4
    /// What everybody begins with comes from here: the first from before the ledger, the second issues tokens.
    static let faucet = 0, issuer = 1, router = 2, pool = 3, disperser = 4
    static let firstService = 5
    static let firstPerson = firstService + services

    let count: Int
    private let seed: [UInt8]
    /// By asset, then by owner; base units. The faucet's coin is what it had before the ledger begins.
    private var held: [[UInt128]]

    init(count: Int, seed: [UInt8]) {
        self.count = count
        self.seed = seed
        held = [[UInt128]](repeating: [UInt128](repeating: 0, count: count), count: Self.assets)
    }

    static func name(_ owner: Int) -> String {
        switch owner {
        case faucet: "faucet"
        case issuer: "issuer"
        case router: "router"
        case pool: "pool"
        case disperser: "disperser"
        case ..<firstPerson: "service \(owner - firstService)"
        default: "person \(owner - firstPerson)"
        }
    }

    func address(_ name: String) -> Address {
        Address(canonicalScript: Array(SHA256.hash(data: seed + [0] + Array(name.utf8)).suffix(20)))
    }

    func address(_ owner: Int) -> Address { address(Self.name(owner)) }

    func holds(_ owner: Int, _ asset: Int) -> UInt128 { owner == Self.faucet && asset == 0 ? .max >> 8 : held[asset][owner] }

    mutating func give(_ owner: Int, _ asset: Int, _ value: UInt128) {
        if owner == Self.faucet, asset == 0 { return }
        held[asset][owner] += value
    }

    /// Takes an amount that the owner holds; false, and nothing taken, when it does not.
    mutating func take(_ owner: Int, _ asset: Int, _ value: UInt128) -> Bool {
        if owner == Self.faucet, asset == 0 { return true }
        guard held[asset][owner] >= value else { return false }
        held[asset][owner] -= value
        return true
    }

    /// Services are paid more the lower their number: the first are hubs.
    static func service(using stream: inout RandomStream) -> Int {
        firstService + Int(min(stream.failures(mean: 4), UInt64(services - 1)))
    }
}
