import Encoding

/// Who works on a case, and where its time and its chance come from.
public struct CaseContext: Sendable {
    /// Name or initials, as the journal gives them to each event.
    public var author: String
    /// The time that an event is given.
    public var now: @Sendable () -> UTCTime
    /// 32 fresh random bytes for each event.
    public var salt: @Sendable () -> [UInt8]

    public init(author: String, now: @escaping @Sendable () -> UTCTime, salt: @escaping @Sendable () -> [UInt8]) {
        self.author = author
        self.now = now
        self.salt = salt
    }

    /// This machine's clock and random generator.
    public static func system(author: String) -> CaseContext {
        CaseContext(
            author: author,
            now: { Machine.now() },
            salt: {
                var random = SystemRandomNumberGenerator()
                return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            })
    }
}
