import Encoding

/// Claims about one address that cannot all be right. They are listed, never settled by the program.
public struct TagConflict: Sendable {
    /// What they differ in.
    public enum Kind: String, Sendable {
        /// They name different parties.
        case actor
        /// They name kinds of party that exclude each other.
        case category
    }

    public var subject: TagSubject
    public var kind: Kind
    /// The claims, the surest first.
    public var records: [TagRecord]

    /// The conflict among claims of one key and network that hold together; nil when they agree.
    public static func among(_ records: [TagRecord]) -> TagConflict? {
        guard let first = records.first, records.count > 1 else { return nil }
        let actors = Set(records.map { plain($0.tag.actor) }.filter { !$0.isEmpty })
        if actors.count > 1 { return TagConflict(subject: first.tag.subject, kind: .actor, records: records) }
        let kinds = Set(records.compactMap { families[$0.tag.category] })
        return kinds.count > 1 ? TagConflict(subject: first.tag.subject, kind: .category, records: records) : nil
    }

    /// A sentence that keeps claims about the address and claims about its cluster apart.
    public var sentence: String {
        let levels = Set(records.map(\.tag.level))
        let what = kind == .actor ? "Sources name different parties" : "Sources name different kinds of party"
        return levels.count > 1
            ? "\(what); some speak of this address, some of every address in its cluster."
            : levels == [.cluster] ? "\(what) for the cluster of this address." : "\(what) for this address."
    }

    private static func plain(_ name: String) -> String { String(name.lowercased().filter { $0.isLetter || $0.isNumber }) }

    /// Kinds of party that exclude each other; general words (`service`, `user`, `organization`) contradict nothing.
    private static let families: [String: String] = {
        let groups: [(String, [String])] = [
            ("exchange", ["exchange", "broker", "otc", "atm"]),
            ("mixer", ["mixer", "mixing", "mixing_service", "tumbler", "coinjoin"]),
            ("miner", ["miner", "mining_pool"]), ("gambling", ["gambling"]),
            ("market", ["market", "marketplace", "darknet_market"]),
            ("defi", ["defi", "defi_dex", "defi_lending", "defi_bridge", "bridge"]),
        ]
        return Dictionary(uniqueKeysWithValues: groups.flatMap { group in group.1.map { ($0, group.0) } })
    }()
}
