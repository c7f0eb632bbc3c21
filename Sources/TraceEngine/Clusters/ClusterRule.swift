/// What makes addresses one cluster: inference, with its parameters, so that it can be repeated.
///
/// Multi-input: all input addresses of a transaction have one owner, and so on through every transaction (Nakamoto,
/// Bitcoin: A Peer-to-Peer Electronic Cash System, section 10). It fails where several owners sign one transaction:
/// CoinJoins that no detector knows, PayJoin (BIP 78), jointly funded channels, sales of tokens by partly signed
/// transactions. No error rate was published that holds in general.
public struct ClusterRule: Hashable, Sendable {
    public static let name = "multi-input"
    public static let version = 1

    /// An input of at most this joins nothing: anybody can send dust to an address to have it spent with others. Base
    /// units.
    public var dust: UInt64
    /// Change rules; an output that any of them names joins the inputs. None by default: each of them errs far more
    /// often than multi-input does.
    public var changes: [ChangeChoice]
    /// A transaction that joins two clusters of at least this many addresses each is warned of.
    public var large: UInt32

    public init(dust: UInt64 = 546, changes: [ChangeChoice] = [], large: UInt32 = 100) {
        self.dust = dust
        self.changes = changes
        self.large = large
    }

    /// The rule in a sentence.
    public var text: String {
        var text =
            "All input addresses of a transaction that no CoinJoin detector claims belong together; an input of at most "
            + "\(dust) base units joins nothing."
        if !changes.isEmpty {
            text += " So does the output that a change rule names: \(changes.map(\.description).joined(separator: ", "))."
        }
        return text
    }
}

/// One or several change rules that must all name an output: `power-of-ten+not-address-type`.
public struct ChangeChoice: Hashable, Sendable, CustomStringConvertible {
    public struct Part: Hashable, Sendable {
        public var rule: ChangeRule
        /// True where the rule must not name the output.
        public var isExcluded: Bool

        public init(rule: ChangeRule, isExcluded: Bool = false) {
            self.rule = rule
            self.isExcluded = isExcluded
        }
    }

    public var parts: [Part]

    public init(_ parts: [Part]) { self.parts = parts }
    public init(_ rule: ChangeRule) { parts = [Part(rule: rule)] }

    /// Nil when the text names no such rules, or only excludes.
    public init?(_ text: String) {
        parts = []
        for word in text.split(separator: "+", omittingEmptySubsequences: false) {
            let isExcluded = word.hasPrefix("not-")
            guard let rule = ChangeRule(rawValue: String(isExcluded ? word.dropFirst(4) : word)) else { return nil }
            parts.append(Part(rule: rule, isExcluded: isExcluded))
        }
        if parts.allSatisfy(\.isExcluded) { return nil }
    }

    public var description: String {
        parts.map { ($0.isExcluded ? "not-" : "") + $0.rule.rawValue }.joined(separator: "+")
    }
}
