/// The kinds of party that a reader has to tell apart at a glance, each with a sign and a colour of its own on the screen.
public enum TagKind: String, CaseIterable, Hashable, Sendable {
    /// Named by a sanctions list, or said to be.
    case sanctioned
    /// Part of an abuse: ransomware, a scam, a theft.
    case abuse
    /// Mixes what goes through it.
    case mixer
    /// Leads to another chain.
    case bridge
    /// Holds other people's coin: an exchange, a wallet service, a market, gambling.
    case service
    /// Anybody else.
    case other

    /// - Parameters:
    ///   - category: as a tag has it; any case, blanks and hyphens for `_`.
    ///   - abuse: the abuse that the tag names; empty for none.
    ///   - isListed: true for an entry of a sanctions list.
    public init(category: String, abuse: String = "", isListed: Bool = false) {
        let (category, abuse) = (Self.plain(category), Self.plain(abuse))
        if isListed || abuse.hasPrefix("sanction") || category.hasPrefix("sanction") {
            self = .sanctioned
        } else if !abuse.isEmpty || Self.abuses.contains(category) {
            self = .abuse
        } else if Self.mixers.contains(category) {
            self = .mixer
        } else if Self.bridges.contains(category) {
            self = .bridge
        } else {
            self = Self.services.contains(category) ? .service : .other
        }
    }

    /// The kind that a claim gives.
    public init(_ tag: Tag) { self.init(category: tag.category, abuse: tag.abuse, isListed: tag.listing != nil) }

    private static let abuses: Set<String> = [
        "abuse", "ransomware", "scam", "hack", "phishing", "extortion", "sextortion", "ponzi_scheme", "terrorism", "fraud",
        "theft", "suspect", "blocked", "heist",
    ]
    private static let mixers: Set<String> = ["mixer", "mixing", "mixing_service", "tumbler", "coinjoin"]
    private static let bridges: Set<String> = ["bridge", "defi_bridge", "cross_chain_bridge"]
    private static let services: Set<String> = [
        "service", "exchange", "hosted_wallet", "wallet_service", "payment_processor", "custodian", "atm", "gambling", "market",
        "marketplace", "darknet_market", "broker", "lending", "defi", "defi_dex", "defi_lending", "otc",
    ]

    private static func plain(_ text: String) -> String {
        String(decoding: text.lowercased().utf8.map { $0 == 0x20 || $0 == 0x2D ? 0x5F : $0 }, as: UTF8.self)
    }
}
