/// Why a case could not be opened, read or changed, as one sentence or two for a person to read.
public struct CaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a program may want to tell apart.
    public enum Kind: Hashable, Sendable {
        /// Nothing is there, or it is no case.
        case notFound
        /// Something is already there.
        case exists
        /// Somebody else is writing; nil when the lock does not say who.
        case locked(LockHolder?)
        /// The case is open for reading only.
        case readOnly
        /// The change makes no sense for this case; nothing was written.
        case refused
        /// What is on disk contradicts itself from this event on.
        case damaged(event: UInt64)
        /// Disk full, permission missing, medium failing: nothing was recorded.
        case storage(FileError)
    }

    /// What happened, for programs.
    public let kind: Kind
    /// What was wrong, where, and what to do, for people.
    public let sentence: String

    public init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }

    /// A failure of the disk while doing `what`: "The note was not saved".
    public init(_ error: FileError, _ what: String) {
        self.init(.storage(error), "\(what): \(error.sentence)")
    }

    static func refused(_ sentence: String) -> CaseError { CaseError(.refused, sentence) }

    /// The sentence.
    public var description: String { sentence }
}
