/// How the addresses of one network are written and checked: a published rule.
public struct AddressFormat: Sendable {
    /// The network: `bitcoin`, `litecoin`, `ethereum`, ...
    public let chain: String
    /// What lists call its coin, its own ticker first: `BTC`, `XBT`.
    public let tickers: [String]
    let scheme: any AddressScheme

    init(_ chain: String, _ tickers: [String], _ scheme: any AddressScheme) {
        self.chain = chain
        self.tickers = tickers
        self.scheme = scheme
    }

    /// The rule in words, with its source.
    public var rule: String { scheme.rule }

    /// The address that `text` is on this network; throws why it is none.
    public func read(_ text: String) throws(AddressError) -> AddressReading {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw AddressError(reason: "it is empty") }
        guard bytes.count <= Address.longestText else {
            throw AddressError(reason: "it is too long for an address: \(text.unicodeScalars.count) characters")
        }
        if let foreign = AddressDiagnosis.foreignCharacter(Array(text.unicodeScalars)) {
            throw AddressError(reason: foreign)
        }
        let parts = try scheme.read(bytes)
        return AddressReading(chain: chain, text: parts.text, identity: parts.identity, check: parts.check)
    }

    /// The rule of a network by its name; nil where there is none.
    public init?(chain: String) {
        guard let format = Self.all.first(where: { $0.chain == chain }) else { return nil }
        self = format
    }

    /// The networks that `currency`, a ticker or a network's name in either case, may mean, the likeliest first. A token is
    /// told by the form of its addresses: USDT moves on Tron, Ethereum, Solana, and on Bitcoin by the Omni layer.
    public static func named(_ currency: String) -> [AddressFormat] {
        let name = currency.uppercased()
        if let chains = tokens[name] { return chains.compactMap { AddressFormat(chain: $0) } }
        return all.filter { $0.tickers.contains(name) || $0.chain.uppercased() == name }
    }

    private static let tokens: [String: [String]] = [
        "USDT": ["tron", "ethereum", "bitcoin", "solana"],
        "USDC": ["ethereum", "solana", "tron", "stellar"],
        "OMNI": ["bitcoin"],
        "BNB": ["bnb", "bsc"],
    ].merging(["DAI", "WETH", "WBTC", "ERC20", "BUSD", "TUSD", "SHIB"].map { ($0, ["ethereum"]) }) { mine, _ in mine }
}

/// A way of writing addresses, shared by the networks that differ in a prefix only.
protocol AddressScheme: Sendable {
    /// In words, with its source.
    var rule: String { get }
    /// What `text`, which is printable ASCII, stands for; throws why it is none.
    func read(_ text: [UInt8]) throws(AddressError) -> AddressParts
}

/// What a scheme reads: the one form, what it stands for, and how far it proves itself.
struct AddressParts {
    var text: String
    var identity: AddressReading.Identity
    var check: AddressReading.Check = .checksum
}
