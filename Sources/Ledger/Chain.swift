/// One network and its rules.
public struct Chain: Hashable, Sendable, CustomStringConvertible {
    /// Where a chain's value rests.
    public enum Kind: Hashable, Sendable {
        case outputs
        /// One of each asset at each address.
        case balances
    }

    /// The name in documents and on the command line: `bitcoin`, `bitcoin-testnet`, ...
    public let name: String
    /// The four bytes before each block in a block file.
    public let magic: [UInt8]
    /// Base58check version bytes of pay-to-public-key-hash and pay-to-script-hash.
    public let keyHashVersion: UInt8
    public let scriptHashVersion: UInt8
    /// The human-readable part of segwit addresses (BIP 173).
    public let segwitPrefix: String
    /// The greatest target a block of this chain may claim, as compact bits.
    public let limitBits: UInt32
    public let genesis: BlockHash
    /// From here on a coinbase states its height (BIP 34), where that is buried in the rules.
    public let statedHeightsFrom: UInt32
    /// Decimals of the coin.
    public let decimals: Int
    /// The coin's ticker.
    public let ticker: String
    public let kind: Kind

    public var description: String { name }

    public static let bitcoin = Chain(
        name: "bitcoin", magic: [0xf9, 0xbe, 0xb4, 0xd9], keyHashVersion: 0, scriptHashVersion: 5, segwitPrefix: "bc",
        limitBits: 0x1d00_ffff, genesis: "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
        statedHeightsFrom: 227_931, ticker: "BTC")
    public static let bitcoinTestnet = Chain(
        name: "bitcoin-testnet", magic: [0x0b, 0x11, 0x09, 0x07], keyHashVersion: 111, scriptHashVersion: 196,
        segwitPrefix: "tb", limitBits: 0x1d00_ffff,
        genesis: "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943", statedHeightsFrom: 21_111,
        ticker: "TBTC")
    public static let bitcoinSignet = Chain(
        name: "bitcoin-signet", magic: [0x0a, 0x03, 0xcf, 0x40], keyHashVersion: 111, scriptHashVersion: 196,
        segwitPrefix: "tb", limitBits: 0x1e03_77ae,
        genesis: "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6", statedHeightsFrom: 1,
        ticker: "SBTC")
    public static let bitcoinRegtest = Chain(
        name: "bitcoin-regtest", magic: [0xfa, 0xbf, 0xb5, 0xda], keyHashVersion: 111, scriptHashVersion: 196,
        segwitPrefix: "bcrt", limitBits: 0x207f_ffff,
        genesis: "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206", statedHeightsFrom: 1,
        ticker: "RBTC")

    public static let ethereum = Chain(
        account: "ethereum", genesis: "d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3", ticker: "ETH")
    /// A chain of one's own, as regtest is for Bitcoin: simulated ledgers are on it.
    public static let ethereumDev = Chain(account: "ethereum-dev", genesis: "", ticker: "DEV")

    /// Every chain this build knows whose value rests in outputs.
    public static let all = [bitcoin, bitcoinTestnet, bitcoinSignet, bitcoinRegtest]
    /// Every chain this build knows whose value rests in balances.
    public static let accounts = [ethereum, ethereumDev]

    /// The chain of that name; nil when this build does not know it.
    public init?(named name: String) {
        guard let chain = (Self.all + Self.accounts).first(where: { $0.name == name }) else { return nil }
        self = chain
    }

    /// How the id of a transaction or block is written on this chain: with `0x` where value rests in balances.
    public func text(of hash: Hash256) -> String { kind == .balances ? "0x\(hash)" : "\(hash)" }

    private init(account name: String, genesis: String, ticker: String) {
        self.name = name
        magic = []
        keyHashVersion = 0
        scriptHashVersion = 0
        segwitPrefix = ""
        limitBits = 0
        self.genesis = Hash256(genesis) ?? .zero
        statedHeightsFrom = 0
        decimals = 18
        self.ticker = ticker
        kind = .balances
    }

    private init(
        name: String, magic: [UInt8], keyHashVersion: UInt8, scriptHashVersion: UInt8, segwitPrefix: String,
        limitBits: UInt32, genesis: String, statedHeightsFrom: UInt32, ticker: String
    ) {
        self.name = name
        self.magic = magic
        self.keyHashVersion = keyHashVersion
        self.scriptHashVersion = scriptHashVersion
        self.segwitPrefix = segwitPrefix
        self.limitBits = limitBits
        self.genesis = Hash256(genesis) ?? .zero
        self.statedHeightsFrom = statedHeightsFrom
        self.decimals = 8
        self.ticker = ticker
        self.kind = .outputs
    }

    public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
