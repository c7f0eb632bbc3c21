import Encoding
import Ledger

/// A claim about an address or transaction that may end a branch.
public struct StopTag: Hashable, Sendable {
    /// Lower case: `exchange`, `mixer`, ...
    public var category: String
    public var label: String
    public var actor: String
    public var source: String
    /// From when on the claim holds; nil: the source sets no beginning.
    public var begins: UTCTime?
    /// From when on it no longer holds; nil: the source sets no end.
    public var ends: UTCTime?
    /// True for an entry of a sanctions list: it begins with the designation.
    public var isDesignation: Bool
    /// The day of the first edition that has an entry of a list without dates; nil for all others.
    public var undated: UTCTime?

    public init(
        category: String, label: String = "", actor: String = "", source: String = "", begins: UTCTime? = nil,
        ends: UTCTime? = nil, isDesignation: Bool = false, undated: UTCTime? = nil
    ) {
        self.category = category
        self.label = label
        self.actor = actor
        self.source = source
        self.begins = begins
        self.ends = ends
        self.isDesignation = isDesignation
        self.undated = undated
    }

    /// From when until when it holds.
    public var period: ClaimPeriod {
        ClaimPeriod(begins: begins, ends: ends, isDesignation: isDesignation, undated: undated)
    }

    /// What the investigator calls a service: a trace does not go through it.
    public static func service(_ label: String) -> StopTag {
        StopTag(category: "service", label: label, source: "the investigator")
    }

    /// Whom the tag names: the actor, else the label.
    public var name: String { actor.isEmpty ? label : actor }
}

/// Where a trace looks up tags. Asked for each address or transaction that value reaches; must be quick.
public protocol StopTags: Sendable {
    /// True when nothing is tagged, so that addresses need not be looked up.
    var isEmpty: Bool { get }
    /// The tags of an address, the one that decides among equals first.
    func tags(of address: Address) -> [StopTag]
    /// The tags of a transaction.
    func tags(of transaction: TxID) -> [StopTag]
}

/// Tags held in memory.
public struct TagTable: StopTags, Hashable {
    private var addresses: [Address: [StopTag]] = [:]
    private var transactions: [TxID: [StopTag]] = [:]

    public init() {}

    public var isEmpty: Bool { addresses.isEmpty && transactions.isEmpty }
    /// Tags in all.
    public var count: Int { addresses.values.reduce(0) { $0 + $1.count } + transactions.values.reduce(0) { $0 + $1.count } }

    public mutating func add(_ tag: StopTag, to address: Address) { addresses[address, default: []].append(tag) }
    public mutating func add(_ tag: StopTag, to transaction: TxID) { transactions[transaction, default: []].append(tag) }

    /// Takes in another table's tags, after the own ones.
    public mutating func merge(_ other: TagTable) {
        addresses.merge(other.addresses, uniquingKeysWith: +)
        transactions.merge(other.transactions, uniquingKeysWith: +)
    }

    public func tags(of address: Address) -> [StopTag] { addresses[address] ?? [] }
    public func tags(of transaction: TxID) -> [StopTag] { transactions[transaction] ?? [] }
}

/// Which categories of tags end a branch.
public struct StopSet: Hashable, Sendable {
    /// Lower case.
    public let categories: Set<String>
    /// True when every tag ends a branch, whatever its category.
    public let endsAtEveryTag: Bool

    public init(_ categories: some Sequence<String>) { self.init(Set(categories.map { Self.plain($0) }), every: false) }

    private init(_ categories: Set<String>, every: Bool) {
        self.categories = categories
        endsAtEveryTag = every
    }

    /// No tag and no detector ends a branch.
    public static let none = StopSet([String]())

    /// Parties that hold other people's coin in accounts of their own, mixers and bridges. The names are those of the
    /// INTERPOL dark web taxonomy that GraphSense's TagPacks use, and their everyday forms.
    public static let standard = StopSet(services + mixers + bridges)

    /// Every tag ends a branch, and so do the detectors.
    public static let every = StopSet(standard.categories, every: true)

    static let services = [
        "service", "exchange", "hosted_wallet", "wallet_service", "payment_processor", "custodian", "atm", "gambling",
        "market", "marketplace", "darknet_market", "broker", "lending", "defi", "defi_dex", "defi_lending", "otc",
    ]
    static let mixers = ["mixer", "mixing", "mixing_service", "tumbler", "coinjoin"]
    static let bridges = ["bridge", "defi_bridge", "cross_chain_bridge"]

    /// True when detectors end branches: with `mixer` in the set, under any of its names.
    public var usesDetectors: Bool { !categories.isDisjoint(with: Self.mixers) }

    /// The reason that a category gives; nil when it is not in the set. `service`, `mixer` and `bridge` stand for
    /// all their names.
    public func reason(for category: String) -> StopReason? {
        let category = Self.plain(category)
        if Self.mixers.contains(category) {
            return categories.contains(category) || categories.contains("mixer") ? .mixer : nil
        }
        if Self.bridges.contains(category) {
            return categories.contains(category) || categories.contains("bridge") ? .bridge : nil
        }
        return endsAtEveryTag || categories.contains(category) || (categories.contains("service") && Self.services.contains(category))
            ? .service : nil
    }

    /// The tag that ends a branch, with its reason: `service` before `mixer` before `bridge`, the first given of these.
    func deciding(_ tags: [StopTag]) -> (reason: StopReason, tag: StopTag)? {
        var found: (reason: StopReason, tag: StopTag)?
        for tag in tags {
            guard let reason = reason(for: tag.category) else { continue }
            if found.map({ Self.rank(reason) < Self.rank($0.reason) }) ?? true { found = (reason, tag) }
        }
        return found
    }

    private static func rank(_ reason: StopReason) -> Int { reason == .service ? 0 : reason == .mixer ? 1 : 2 }

    /// `Hosted Wallet` and `hosted-wallet` are `hosted_wallet`.
    static func plain(_ category: String) -> String {
        String(decoding: category.lowercased().utf8.map { $0 == 0x20 || $0 == 0x2D ? 0x5F : $0 }, as: UTF8.self)
    }
}
