/// What was wrong, where, and what to do next, as a sentence or two for a person to read.
public struct TagError: Error, Hashable, Sendable, CustomStringConvertible {
    public let sentence: String

    public init(_ sentence: String) { self.sentence = sentence }

    public var description: String { sentence }
}
