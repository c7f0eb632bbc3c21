/// The named party behind tags, as an ActorPack describes it.
public struct Actor: Hashable, Sendable {
    /// `binance`; what `Tag.actor` names.
    public var id: String
    public var label: String
    /// An address on the web; empty when there is none.
    public var uri: String
    public var categories: [String]
    /// ISO 3166-1 codes, two letters, as the pack gives them.
    public var jurisdictions: [String]

    public init(id: String, label: String, uri: String = "", categories: [String] = [], jurisdictions: [String] = []) {
        self.id = id
        self.label = label
        self.uri = uri
        self.categories = categories
        self.jurisdictions = jurisdictions
    }
}
