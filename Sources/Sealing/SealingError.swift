/// Why something could not be signed, sealed, read or verified; one sentence for a person.
public struct SealingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public let sentence: String

    public init(_ sentence: String) { self.sentence = sentence }

    /// The sentence.
    public var description: String { sentence }
}
