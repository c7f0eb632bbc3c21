/// What the user decides about the terminal.
public struct TerminalSettings: Hashable, Sendable {
    /// Takes clicks and the wheel; off leaves the mouse to the terminal, for selecting text.
    public var usesMouse: Bool
    /// Draws in ASCII even where the terminal speaks UTF-8.
    public var forcesASCII: Bool
    /// The file that standard error goes to while the screen is in use; nothing keeps it in memory. What it got is
    /// repeated on standard error when the screen is left.
    public var logPath: String?

    public init(usesMouse: Bool = true, forcesASCII: Bool = false, logPath: String? = nil) {
        self.usesMouse = usesMouse
        self.forcesASCII = forcesASCII
        self.logPath = logPath
    }
}
