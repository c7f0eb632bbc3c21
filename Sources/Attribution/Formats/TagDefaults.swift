import Encoding

/// What the user says of a file that does not say it itself.
public struct TagDefaults: Hashable, Sendable {
    /// A currency or network: `BTC`, `ethereum`.
    public var currency: String
    public var label: String
    public var actor: String
    public var category: String
    public var abuse: String
    public var confidence: TagConfidence?
    public var level: Tag.Level
    /// The sanctions list that the file is of; empty when it is none.
    public var list: String
    /// Columns of a CSV file: what they hold (`address`, `label`, ...) by what the file calls them.
    public var columns: [String: String]

    public init(
        currency: String = "", label: String = "", actor: String = "", category: String = "", abuse: String = "",
        confidence: TagConfidence? = nil, level: Tag.Level = .address, list: String = "", columns: [String: String] = [:]
    ) {
        self.currency = currency
        self.label = label
        self.actor = actor
        self.category = category
        self.abuse = abuse
        self.confidence = confidence
        self.level = level
        self.list = list
        self.columns = columns
    }
}
