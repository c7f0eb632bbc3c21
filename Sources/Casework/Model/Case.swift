import Encoding
import Ledger

/// The part an address plays in this investigation, as the investigator sees it.
public enum CaseRole: String, CaseIterable, Sendable {
    case suspect, victim, service, other
}

/// A mark by colour, for the eye; it never carries meaning that is not written out as well.
public enum CaseColour: String, CaseIterable, Sendable {
    case red, orange, yellow, green, cyan, blue, violet
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
    /// The investigator's own colour for it; nil where none was given.
    public var colour: CaseColour?
    /// When it was first added or marked.
    public var added: UTCTime

    public init(
        subject: CaseSubject, label: String = "", role: CaseRole? = nil, isFlagged: Bool = false, colour: CaseColour? = nil,
        added: UTCTime
    ) {
        self.subject = subject
        self.label = label
        self.role = role
        self.isFlagged = isFlagged
        self.colour = colour
        self.added = added
    }
}

/// What somebody wrote on the case or on something in it.
public struct CaseNote: Hashable, Sendable {
    /// Number of the event that wrote it. A merge may move it; `event` stays for the life of the case.
    public var id: UInt64
    /// Hash of the event that wrote it.
    public var event: String
    public var subject: CaseSubject
    /// Markdown.
    public var text: String
    public var author: String
    public var written: UTCTime
    /// Nil when it was never changed.
    public var edited: UTCTime?
    /// Other notes and records it refers to, by their numbers, in the order they were linked.
    public var links: [UInt64]

    public init(
        id: UInt64, event: String = "", subject: CaseSubject, text: String, author: String, written: UTCTime,
        edited: UTCTime? = nil, links: [UInt64] = []
    ) {
        self.id = id
        self.event = event
        self.subject = subject
        self.text = text
        self.author = author
        self.written = written
        self.edited = edited
        self.links = links
    }
}

/// Verbatim bytes kept with the case.
public struct CaseExhibit: Hashable, Sendable {
    public var sha256: String
    public var name: String
    public var bytes: UInt64
    public var added: UTCTime
    /// True when the law ordered the bytes erased; what stays is that they were here.
    public var isErased: Bool

    public init(sha256: String, name: String, bytes: UInt64, added: UTCTime, isErased: Bool = false) {
        self.sha256 = sha256
        self.name = name
        self.bytes = bytes
        self.added = added
        self.isErased = isErased
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
    public var items: [CaseItem] {
        get { itemList.elements }
        set { itemList = CaseList(newValue) }
    }
    public var notes: [CaseNote] {
        get { noteList.elements }
        set { noteList = CaseList(newValue) }
    }
    public var exhibits: [CaseExhibit] {
        get { exhibitList.elements }
        set { exhibitList = CaseList(newValue) }
    }
    /// Clusters, tasks, hypotheses, findings, watches, victims' reports, authorities, in the order they were added.
    public var records: [CaseRecord] {
        get { recordList.elements }
        set { recordList = CaseList(newValue) }
    }
    /// The tracing method that is fixed for each asset, in the order of locking.
    public var methods: [MethodLock] {
        get { methodList.elements }
        set { methodList = CaseList(newValue) }
    }
    /// How the case may be passed on; nil where nobody said.
    public var marking: CaseMarking?
    /// Until when something may be kept.
    public var retention: [RetentionDate] {
        get { retentionList.elements }
        set { retentionList = CaseList(newValue) }
    }
    /// What two investigators decided differently without knowing of each other, and nobody has settled yet.
    public var conflicts: [CaseConflict]
    /// How many events the journal has; the number of its last.
    public var head: UInt64
    /// 64 hexadecimal digits that stand for the whole journal: the hash of its last event, or of all its last events
    /// where a merge left several (docs/formats.md).
    public var headHash: String
    /// The hashes of the events that no other follows: one, or several after a merge.
    public var tips: [String]
    /// What `undo` would take back and `redo` would bring back, in words; nil when there is nothing.
    public var undoTitle: String?
    public var redoTitle: String?

    var itemList: CaseList<CaseItem>
    var noteList: CaseList<CaseNote>
    var exhibitList: CaseList<CaseExhibit>
    var recordList: CaseList<CaseRecord>
    var methodList: CaseList<MethodLock>
    var retentionList: CaseList<RetentionDate>

    public init(
        name: String, question: String, chain: Chain, created: UTCTime, items: [CaseItem] = [],
        notes: [CaseNote] = [], exhibits: [CaseExhibit] = [], records: [CaseRecord] = [], methods: [MethodLock] = [],
        marking: CaseMarking? = nil, retention: [RetentionDate] = [], conflicts: [CaseConflict] = [], head: UInt64 = 0,
        headHash: String = "", tips: [String] = [], undoTitle: String? = nil, redoTitle: String? = nil
    ) {
        self.name = name
        self.question = question
        self.chain = chain
        self.created = created
        itemList = CaseList(items)
        noteList = CaseList(notes)
        exhibitList = CaseList(exhibits)
        recordList = CaseList(records)
        methodList = CaseList(methods)
        self.marking = marking
        retentionList = CaseList(retention)
        self.conflicts = conflicts
        self.head = head
        self.headHash = headHash
        self.tips = tips
        self.undoTitle = undoTitle
        self.redoTitle = redoTitle
    }

    /// The item for a subject, nil when it is not in the case.
    public func item(_ subject: CaseSubject) -> CaseItem? { itemList[subject] }

    /// The record of a number; nil when there is none.
    public func record(_ id: UInt64) -> CaseRecord? { recordList[id] }

    /// The note of a number; nil when there is none.
    public func note(_ id: UInt64) -> CaseNote? { noteList[id] }

    /// The method that is locked for an asset; nil when none is.
    public func method(of asset: String) -> MethodLock? { methodList[Array(asset.utf8)] }

    /// Notes on a subject, oldest first.
    public func notes(on subject: CaseSubject) -> [CaseNote] { notes.filter { $0.subject == subject } }
}
