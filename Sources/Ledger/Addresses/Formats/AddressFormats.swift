extension AddressFormat {
    /// Every network that this build has a rule for. The version bytes and prefixes are those of each project's own
    /// `chainparams` or specification.
    public static let all: [AddressFormat] =
        [
            AddressFormat("bitcoin", ["BTC", "XBT"], Base58Address(0, or: 5, segwit: "bc")),
            AddressFormat("bitcoin-cash", ["BCH", "BCC"], CashAddress(prefix: "bitcoincash")),
            AddressFormat("bitcoin-sv", ["BSV", "BCHSV"], Base58Address(0, or: 5)),
            AddressFormat("bitcoin-gold", ["BTG"], Base58Address(38, or: 23, segwit: "btg")),
            AddressFormat("ecash", ["XEC"], CashAddress(prefix: "ecash")),
            AddressFormat("litecoin", ["LTC", "XLT"], Base58Address(48, or: 50, formerly: [5: 50], segwit: "ltc")),
            AddressFormat("dogecoin", ["DOGE", "XDG"], Base58Address(30, or: 22)),
            AddressFormat("dash", ["DASH"], Base58Address(76, or: 16)),
            AddressFormat("zcash", ["ZEC"], ZcashAddress()),
            AddressFormat("verge", ["XVG"], Base58Address(30, or: 33)),
            AddressFormat("digibyte", ["DGB"], Base58Address(30, or: 63, formerly: [5: 63], segwit: "dgb")),
            AddressFormat("monero", ["XMR"], MoneroAddress()),
            AddressFormat("ripple", ["XRP", "RIPPLE"], RippleAddress()),
            AddressFormat("stellar", ["XLM"], StellarAddress()),
            AddressFormat("solana", ["SOL"], SolanaAddress()),
            AddressFormat("tron", ["TRX", "TRC20"], TronAddress()),
            AddressFormat("bnb", ["BEP2"], Bech32Account(prefix: "bnb")),
            AddressFormat("cosmos", ["ATOM"], Bech32Account(prefix: "cosmos")),
            AddressFormat("ethereum", ["ETH", "XETH"], HexAccount()),
            AddressFormat("ethereum-classic", ["ETC"], HexAccount()),
            AddressFormat("bsc", ["BSC", "BEP20"], HexAccount()),
            AddressFormat("arbitrum", ["ARB"], HexAccount()),
            AddressFormat("polygon", ["MATIC", "POL"], HexAccount()),
            AddressFormat("avalanche", ["AVAX"], HexAccount()),
            AddressFormat("optimism", ["OP"], HexAccount()),
            AddressFormat("base", ["BASE"], HexAccount()),
            AddressFormat("rootstock", ["RBTC", "RSK"], HexAccount(chainID: 30)),
        ]
        + Chain.all.filter { $0 != .bitcoin }.map {
            AddressFormat(
                $0.name, [$0.ticker], Base58Address($0.keyHashVersion, or: $0.scriptHashVersion, segwit: $0.segwitPrefix))
        }
}
