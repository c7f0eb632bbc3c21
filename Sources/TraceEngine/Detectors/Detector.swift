import Encoding

/// A named, versioned rule set that recognises one pattern in a single transaction.
///
/// A detector holds one rule or several that different authors published for the same pattern. The first of its
/// deciding rules that holds makes the hit and is named in it; the others only say whether they agree.
public struct Detector: Sendable {
    /// `coinjoin.whirlpool`
    public let name: String
    /// Grows with every change of a rule or a threshold.
    public let version: Int
    /// What is recognised, in a few words for a list: `Whirlpool mix`.
    public let title: String
    /// The first block of Bitcoin's main network that may hold one, by Dumplings' `Constants.cs`; nil for a shape that no
    /// protocol owns. A transaction whose height is not known is not held against it.
    public let firstBlock: UInt32?
    /// In the order in which they decide.
    public let rules: [Rule]
    /// What is known to go wrong, a sentence each.
    public let limits: [String]

    init(name: String, version: Int, title: String, firstBlock: UInt32? = nil, rules: [Rule], limits: [String]) {
        self.name = name
        self.version = version
        self.title = title
        self.firstBlock = firstBlock
        self.rules = rules
        self.limits = limits
    }

    /// One rule as its author published it.
    public struct Rule: Sendable {
        /// `dumplings`, unique in its detector.
        public let name: String
        /// The whole rule with its thresholds.
        public let text: String
        /// Where it was published: paper, or repository and commit.
        public let source: String
        /// False for a rule that is only compared with: its error was measured and is too great.
        public let decides: Bool
        /// What was measured when the rule holds, nil when it does not.
        let measure: @Sendable (TransactionShape) -> Measures?

        init(
            _ name: String, decides: Bool = true, text: String, source: String,
            measure: @escaping @Sendable (TransactionShape) -> Measures?
        ) {
            self.name = name
            self.decides = decides
            self.text = text
            self.source = source
            self.measure = measure
        }

        /// Whether the rule holds by itself, before other detectors claim the transaction.
        public func holds(_ shape: TransactionShape) -> Bool { !shape.isCoinbase && measure(shape) != nil }
    }

    /// The hit on a transaction, nil when no deciding rule holds. One detector on its own: which of several detectors a
    /// transaction belongs to is for `Detectors.hits(of:)` to say.
    func hit(_ shape: TransactionShape) -> DetectorHit? {
        if let firstBlock, let height = shape.height, height < firstBlock { return nil }
        for rule in rules where rule.decides {
            guard let measures = rule.measure(shape) else { continue }
            var agreeing: [String] = []
            var disagreeing: [String] = []
            for other in rules where other.name != rule.name {
                if other.measure(shape) == nil { disagreeing.append(other.name) } else { agreeing.append(other.name) }
            }
            return DetectorHit(
                detector: name, version: version, rule: rule.name, text: rule.text, measures: measures,
                agreeing: agreeing, disagreeing: disagreeing)
        }
        return nil
    }
}

/// That a detector recognised its pattern: an inference, with what it rests on.
public struct DetectorHit: Hashable, Sendable {
    public var detector: String
    public var version: Int
    /// The rule that fired.
    public var rule: String
    /// Its text, with the thresholds.
    public var text: String
    public var measures: Measures
    /// Rules published for the same pattern that hold too, and those that do not.
    public var agreeing: [String]
    public var disagreeing: [String]

    public init(
        detector: String, version: Int, rule: String, text: String, measures: Measures, agreeing: [String] = [],
        disagreeing: [String] = []
    ) {
        self.detector = detector
        self.version = version
        self.rule = rule
        self.text = text
        self.measures = measures
        self.agreeing = agreeing
        self.disagreeing = disagreeing
    }

    /// True for what mixes owners: it blocks clustering and stops a trace. A premix does neither.
    public var isCoinJoin: Bool { detector.hasPrefix("coinjoin.") }
}

/// What a rule measured, by name.
public typealias Measures = [String: Measure]

/// One measured figure.
public enum Measure: Hashable, Sendable {
    case count(Int)
    /// Base units.
    case value(UInt64)
    case values([UInt64])
    case text(String)
    case texts([String])

    /// Counts as numbers, values as decimal strings.
    public var json: JSONValue {
        switch self {
        case .count(let count): .integer(Int64(count))
        case .value(let value): .string(String(value))
        case .values(let values): .array(values.map { .string(String($0)) })
        case .text(let text): .string(text)
        case .texts(let texts): .array(texts.map { .string($0) })
        }
    }

    /// For a line of text.
    public var text: String {
        switch self {
        case .count(let count): String(count)
        case .value(let value): String(value)
        case .values(let values): values.map { String($0) }.joined(separator: ", ")
        case .text(let text): text
        case .texts(let texts): texts.joined(separator: ", ")
        }
    }
}
