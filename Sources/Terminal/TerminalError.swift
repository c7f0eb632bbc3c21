/// Why there is no screen, as a sentence for standard error; the program then ends with exit code 2.
public struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    public let sentence: String

    public init(_ sentence: String) { self.sentence = sentence }

    public var description: String { sentence }

    /// Standard input or output is no terminal.
    static let noTerminal = TerminalError(
        "The workbench needs a terminal, and standard input or output is none. "
            + "The other commands work without one; see clew --help.")

    /// The terminal went away while it was in use.
    static let closed = TerminalError("The terminal was closed.")

    /// The last call of the C library failed.
    static func system(_ what: String, _ code: Int32) -> TerminalError {
        TerminalError("\(what): \(systemReason(code)).")
    }
}
