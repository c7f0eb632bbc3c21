/// Why a theme could not be used.
public struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or, for an embedded theme, its name.
    public let file: String
    /// From 1; nothing when the whole file is meant.
    public let line: Int?
    /// What was wrong and what is allowed, as a sentence.
    public let reason: String

    public init(file: String, line: Int? = nil, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    public var description: String {
        "Theme \(file)\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }
}
