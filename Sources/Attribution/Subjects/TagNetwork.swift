import Ledger

/// The names under which claims speak of networks, and the codes that sources use for them.
public enum TagNetwork {
    /// Codes of coins and networks, upper case, as OFAC, GraphSense and exchanges write them.
    private static let names: [String: String] = [
        "BTC": "bitcoin", "XBT": "bitcoin", "BITCOIN": "bitcoin", "TBTC": "bitcoin-testnet", "RBTC": "rootstock",
        "BCH": "bitcoin-cash", "BSV": "bitcoin-sv", "BTG": "bitcoin-gold", "LTC": "litecoin", "LITECOIN": "litecoin",
        "DOGE": "dogecoin", "DASH": "dash", "ZEC": "zcash", "ZCASH": "zcash", "XMR": "monero", "XVG": "verge",
        "ETH": "ethereum", "ETHEREUM": "ethereum", "WETH": "ethereum", "ETC": "ethereum-classic", "ARB": "arbitrum",
        "ARBITRUM": "arbitrum", "OP": "optimism", "BSC": "bsc", "BEP20": "bsc", "BNB": "bnb", "BEP2": "bnb",
        "MATIC": "polygon", "POLYGON": "polygon", "AVAX": "avalanche", "FTM": "fantom", "TRX": "tron", "TRON": "tron",
        "SOL": "solana", "SOLANA": "solana", "XRP": "ripple", "RIPPLE": "ripple", "KCC": "kcc", "KCS": "kcc",
    ]

    /// The network of a code or name; what is not known is itself, in lower case. Blanks around it do not count.
    public static func named(_ code: String) -> String {
        let plain = String(decoding: code.utf8.filter { $0 != 0x20 }, as: UTF8.self)
        return names[plain.uppercased()] ?? plain.lowercased()
    }

    /// The network of an address that a source puts under a code. A token's code names no network; the form of the
    /// address then tells: USDT is held on Tron, on Ethereum and, as Omni, on Bitcoin.
    public static func network(of code: String, address: String) -> String {
        let network = named(code)
        guard tokens.contains(network) else { return network }
        let bytes = Array(address.trimmingBlanks.utf8)
        if bytes.count == 42, bytes.starts(with: Array("0x".utf8)) { return "ethereum" }
        if bytes.count == 34, bytes.first == UInt8(ascii: "T") { return "tron" }
        if Address.isAddress(address.trimmingBlanks, on: .bitcoin) { return "bitcoin" }
        return network
    }

    private static let tokens: Set<String> = ["usdt", "usdc", "omni", "busd", "dai"]
}
