extension AddressFormat {
    /// Every network that this build has a rule for. The version bytes and prefixes are those of each project's own
    /// `chainparams` or specification.
    public static let all: [AddressFormat] =
        [
            AddressFormat("bitcoin", Base58Address(0, or: 5, segwit: "bc")),
            AddressFormat("bitcoin-cash", CashAddress(prefix: "bitcoincash")),
            AddressFormat("bitcoin-sv", Base58Address(0, or: 5)),
            AddressFormat("bitcoin-gold", Base58Address(38, or: 23, segwit: "btg")),
            AddressFormat("ecash", CashAddress(prefix: "ecash")),
            AddressFormat("litecoin", Base58Address(48, or: 50, formerly: [5: 50], segwit: "ltc")),
            AddressFormat("dogecoin", Base58Address(30, or: 22)),
            AddressFormat("dash", Base58Address(76, or: 16)),
            AddressFormat("zcash", ZcashAddress()),
            AddressFormat("verge", Base58Address(30, or: 33)),
            AddressFormat("digibyte", Base58Address(30, or: 63, formerly: [5: 63], segwit: "dgb")),
            AddressFormat("monero", MoneroAddress()),
            AddressFormat("ripple", RippleAddress()),
            AddressFormat("stellar", StellarAddress()),
            AddressFormat("solana", SolanaAddress()),
            AddressFormat("tron", TronAddress()),
            AddressFormat("bnb", Bech32Account(prefix: "bnb")),
            AddressFormat("cosmos", Bech32Account(prefix: "cosmos")),
            AddressFormat("ethereum", HexAccount()),
            AddressFormat("ethereum-classic", HexAccount()),
            AddressFormat("bsc", HexAccount()),
            AddressFormat("arbitrum", HexAccount()),
            AddressFormat("polygon", HexAccount()),
            AddressFormat("avalanche", HexAccount()),
            AddressFormat("optimism", HexAccount()),
            AddressFormat("base", HexAccount()),
            AddressFormat("rootstock", HexAccount(chainID: 30)),
        ]
        + Chain.all.filter { $0 != .bitcoin }.map {
            AddressFormat(
                $0.name, Base58Address($0.keyHashVersion, or: $0.scriptHashVersion, segwit: $0.segwitPrefix))
        }
}
