/// Why a text is no address of a chain, and what it probably should have been.
public struct AddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as the end of a sentence that begins with the text: "the checksum does not match".
    public let reason: String
    /// The one address of the chain that a single slip explains: a character changed, left out, put in, or two
    /// neighbours swapped. Nil when there is none, or more than one. It is a guess, never to be used without asking.
    public let suggestion: String?

    public init(reason: String, suggestion: String? = nil) {
        self.reason = reason
        self.suggestion = suggestion
    }

    public var description: String { reason }
}
