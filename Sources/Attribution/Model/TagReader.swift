import Encoding

/// Where claims are looked up, whatever keeps them. Lookups take microseconds and may come from any thread.
public protocol TagReader: Sendable {
    /// For each key every claim ever made of it, in the order of confidence, the greatest first, then source and label.
    /// Also those that a newer edition no longer has: `TagRecord.standing(at:)` tells which hold.
    func records(of keys: [TagKey]) throws(TagError) -> [[TagRecord]]

    /// For each text the tagged addresses that could be taken for it, with what the first claim calls them and its source.
    func lookAlikes(of texts: [String]) throws(TagError) -> [[LookAlike.Hit]]

    /// The digest of the set: 32 bytes that stand for every claim and edition in it.
    var digest: [UInt8] { get throws(TagError) }

    /// What an actor's id stands for; nil when no ActorPack names it.
    func actor(_ id: String) throws(TagError) -> Actor?
}

extension TagReader {
    /// The claims that hold of `key` at `time`, on `network` where one is given.
    public func tags(of key: TagKey, on network: String? = nil, at time: UTCTime) throws(TagError) -> [TagRecord] {
        try records(of: [key])[0].filter {
            $0.standing(at: time) == .holds && (network == nil || $0.tag.subject.network == network)
        }
    }
}
