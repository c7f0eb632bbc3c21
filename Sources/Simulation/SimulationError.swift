/// Why nothing was generated, as one sentence or two for a person to read.
public struct SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let sentence: String

    public init(_ sentence: String) { self.sentence = sentence }

    public var description: String { sentence }
}
