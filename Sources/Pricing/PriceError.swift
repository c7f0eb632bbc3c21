/// What was wrong with prices, where, and what to do next, as a sentence or two for a person to read.
public struct PriceError: Error, Hashable, Sendable, CustomStringConvertible {
    public let sentence: String

    public init(_ sentence: String) { self.sentence = sentence }

    public var description: String { sentence }
}
