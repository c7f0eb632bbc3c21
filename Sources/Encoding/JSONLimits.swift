/// What a JSON document may hold before it is refused.
public struct JSONLimits: Hashable, Sendable {
    /// Bytes of the whole document.
    public var documentBytes: Int
    /// Objects and arrays inside each other.
    public var depth: Int
    /// Bytes of one string, decoded to UTF-8.
    public var stringBytes: Int
    /// Keep numbers with a fraction, an exponent or more than 64 bits as `JSONValue.decimal`.
    public var allowsDecimals: Bool
    /// Take integers beyond ±(2^53 − 1), which other programs round.
    public var allowsWideIntegers: Bool

    public init(
        documentBytes: Int = 64 << 20, depth: Int = 64, stringBytes: Int = 1 << 20, allowsDecimals: Bool = false,
        allowsWideIntegers: Bool = false
    ) {
        self.documentBytes = documentBytes
        self.depth = depth
        self.stringBytes = stringBytes
        self.allowsDecimals = allowsDecimals
        self.allowsWideIntegers = allowsWideIntegers
    }

    /// Cases, journals, manifests and whatever else Clew writes itself: 64 MiB, depth 64, strings of 1 MiB, integers only.
    public static let evidence = JSONLimits()

    /// Other people's exports, whose numbers need not be integers.
    public static let foreign = JSONLimits(allowsDecimals: true, allowsWideIntegers: true)
}

/// Why a JSON document was refused.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Bytes from the start of the document to the trouble.
    public let offset: Int
    /// What was wrong there, without the place.
    public let reason: String

    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    /// What was wrong and where.
    public var sentence: String { "At byte \(offset): \(reason)" }

    /// The sentence.
    public var description: String { sentence }
}
