import Encoding
import Ledger

/// What a note, label or flag is about.
public enum CaseSubject: Hashable, Sendable {
    case wholeCase
    /// The address as text, in its normal form on the case's chain.
    case address(String)
    case transaction(TxID)
}

/// The part an address plays in this investigation, as the investigator sees it.
public enum CaseRole: String, CaseIterable, Sendable {
    case suspect, victim, service, other
}

/// An address or transaction of interest.
public struct CaseItem: Hashable, Sendable {
    public var subject: CaseSubject
    /// The investigator's own name for it; empty when none was given.
    public var label: String
    /// Nil where none was given.
    public var role: CaseRole?
    /// Marked to come back to.
    public var isFlagged: Bool
    /// When it was first added or marked.
    public var added: UTCTime

    public init(
        subject: CaseSubject, label: String = "", role: CaseRole? = nil, isFlagged: Bool = false, added: UTCTime
    ) {
        self.subject = subject
        self.label = label
        self.role = role
        self.isFlagged = isFlagged
        self.added = added
    }
}

/// What somebody wrote on the case, an address or a transaction.
public struct CaseNote: Hashable, Sendable {
    /// Sequence number of the event that wrote it; stable for the life of the case.
    public var id: UInt64
    public var subject: CaseSubject
    /// Markdown.
    public var text: String
    public var author: String
    public var written: UTCTime
    /// Nil when it was never changed.
    public var edited: UTCTime?

    public init(
        id: UInt64, subject: CaseSubject, text: String, author: String, written: UTCTime, edited: UTCTime? = nil
    ) {
        self.id = id
        self.subject = subject
        self.text = text
        self.author = author
        self.written = written
        self.edited = edited
    }
}

/// Verbatim bytes kept with the case.
public struct CaseExhibit: Hashable, Sendable {
    public var sha256: String
    public var name: String
    public var bytes: UInt64
    public var added: UTCTime

    public init(sha256: String, name: String, bytes: UInt64, added: UTCTime) {
        self.sha256 = sha256
        self.name = name
        self.bytes = bytes
        self.added = added
    }
}

/// One investigation as replaying its journal gives it.
public struct Case: Hashable, Sendable {
    public var name: String
    /// The question the case was opened to answer; may be empty.
    public var question: String
    public var chain: Chain
    public var created: UTCTime
    /// Addresses and transactions of interest in the order they were added.
    public var items: [CaseItem]
    public var notes: [CaseNote]
    public var exhibits: [CaseExhibit]
    /// Sequence number and hash of the last event replayed; the hash is 64 hexadecimal digits.
    public var head: UInt64
    public var headHash: String
    /// What `undo` would take back and `redo` would bring back, in words; nil when there is nothing.
    public var undoTitle: String?
    public var redoTitle: String?

    public init(
        name: String, question: String, chain: Chain, created: UTCTime, items: [CaseItem] = [],
        notes: [CaseNote] = [], exhibits: [CaseExhibit] = [], head: UInt64 = 0, headHash: String = "",
        undoTitle: String? = nil, redoTitle: String? = nil
    ) {
        self.name = name
        self.question = question
        self.chain = chain
        self.created = created
        self.items = items
        self.notes = notes
        self.exhibits = exhibits
        self.head = head
        self.headHash = headHash
        self.undoTitle = undoTitle
        self.redoTitle = redoTitle
    }

    /// The item for a subject, nil when it is not in the case.
    public func item(_ subject: CaseSubject) -> CaseItem? { items.first { $0.subject == subject } }

    /// Notes on a subject, oldest first.
    public func notes(on subject: CaseSubject) -> [CaseNote] { notes.filter { $0.subject == subject } }
}
