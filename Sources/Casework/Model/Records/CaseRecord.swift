import Encoding

/// Something in a case that is more than a mark on an address: it has members of its own, a number, and a review state.
public struct CaseRecord: Hashable, Sendable {
    /// Number of the event that added it. A merge may move it; `event` stays for the life of the case.
    public var id: UInt64
    /// Hash of the event that added it.
    public var event: String
    public var content: CaseContent
    /// Who added it and when.
    public var author: String
    public var added: UTCTime
    /// Who changed its content last and when; nil when nobody did.
    public var changed: CaseSignature?
    /// Whether a second person looked at it. A change of the content makes it a draft again.
    public var review: CaseReview

    public init(
        id: UInt64, event: String = "", content: CaseContent, author: String, added: UTCTime,
        changed: CaseSignature? = nil, review: CaseReview = CaseReview()
    ) {
        self.id = id
        self.event = event
        self.content = content
        self.author = author
        self.added = added
        self.changed = changed
        self.review = review
    }

    /// As one element of `case.json`.
    public var json: JSONValue {
        [
            "id": .count(id), "event": .string(event), "kind": .string(content.kind), "content": content.json,
            "author": .string(author), "added": .string(added.rfc3339), "changed": changed?.json ?? .null,
            "review": review.json,
        ]
    }

    /// Reads an element of `case.json`; nil when it is none.
    init?(json: JSONValue) {
        guard let id = json["id"]?.countValue, let event = json["event"]?.stringValue,
            let kind = json["kind"]?.stringValue,
            let content = json["content"].flatMap({ CaseContent(kind: kind, json: $0) }),
            let author = json["author"]?.stringValue, let added = json["added"]?.timeValue,
            let review = json["review"].flatMap(CaseReview.init(json:))
        else { return nil }
        self.init(
            id: id, event: event, content: content, author: author, added: added,
            changed: json["changed"].flatMap(CaseSignature.init(json:)), review: review)
    }
}

/// Who did something, and when.
public struct CaseSignature: Hashable, Sendable {
    public var author: String
    public var time: UTCTime

    public init(author: String, time: UTCTime) {
        self.author = author
        self.time = time
    }

    var json: JSONValue { ["author": .string(author), "time": .string(time.rfc3339)] }

    init?(json: JSONValue) {
        guard let author = json["author"]?.stringValue, let time = json["time"]?.timeValue else { return nil }
        self.init(author: author, time: time)
    }
}

/// How far a finding or report has been looked at.
public enum ReviewState: String, CaseIterable, Sendable {
    /// Its author's word alone.
    case draft
    /// Somebody else has gone through it.
    case checked
    /// Released, after it was checked.
    case approved
}

/// A review state and who gave it.
public struct CaseReview: Hashable, Sendable {
    public var state: ReviewState
    /// Nil for a draft that nobody looked at.
    public var signature: CaseSignature?

    public init(state: ReviewState = .draft, signature: CaseSignature? = nil) {
        self.state = state
        self.signature = signature
    }

    var json: JSONValue { ["state": .string(state.rawValue), "by": signature?.json ?? .null] }

    init?(json: JSONValue) {
        guard let state = json["state"]?.stringValue.flatMap(ReviewState.init(rawValue:)) else { return nil }
        self.init(state: state, signature: json["by"].flatMap(CaseSignature.init(json:)))
    }
}

/// The members of a record, by its kind.
public enum CaseContent: Hashable, Sendable {
    case cluster(CaseCluster)
    case task(CaseTask)
    case hypothesis(CaseHypothesis)
    case finding(CaseFinding)
    case watch(CaseWatch)
    case victim(VictimReport)
    case authority(LegalAuthority)
    case report(CaseReport)
    case tagChoice(TagChoice)
    case tagSet(TagSetPin)

    /// The kind as the journal writes it.
    public var kind: String {
        switch self {
        case .cluster: "cluster"
        case .task: "task"
        case .hypothesis: "hypothesis"
        case .finding: "finding"
        case .watch: "watch"
        case .victim: "victim"
        case .authority: "authority"
        case .report: "report"
        case .tagChoice: "tag-choice"
        case .tagSet: "tag-set"
        }
    }

    /// Its name in lists: the first words a reader needs.
    public var title: String {
        switch self {
        case .cluster(let value): value.name
        case .task(let value): value.title
        case .hypothesis(let value): value.statement
        case .finding(let value): value.title
        case .watch(let value): value.subject.text
        case .victim(let value): value.reference
        case .authority(let value): value.reference
        case .report(let value): value.title
        case .tagChoice(let value): value.title
        case .tagSet(let value): value.title
        }
    }

    /// The members; docs/formats.md lists them.
    public var json: JSONValue {
        switch self {
        case .cluster(let value): value.json
        case .task(let value): value.json
        case .hypothesis(let value): value.json
        case .finding(let value): value.json
        case .watch(let value): value.json
        case .victim(let value): value.json
        case .authority(let value): value.json
        case .report(let value): value.json
        case .tagChoice(let value): value.json
        case .tagSet(let value): value.json
        }
    }

    /// Reads the members of a kind as a person or program gives them; nil when one is missing, of the wrong type or unknown.
    public init?(kind: String, members: JSONValue) { self.init(kind: kind, json: members) }

    /// Reads the members of a kind; nil when one is missing, of the wrong type or not expected.
    init?(kind: String, json: JSONValue) {
        let content: CaseContent? =
            switch kind {
            case "cluster": CaseCluster(json: json).map { .cluster($0) }
            case "task": CaseTask(json: json).map { .task($0) }
            case "hypothesis": CaseHypothesis(json: json).map { .hypothesis($0) }
            case "finding": CaseFinding(json: json).map { .finding($0) }
            case "watch": CaseWatch(json: json).map { .watch($0) }
            case "victim": VictimReport(json: json).map { .victim($0) }
            case "authority": LegalAuthority(json: json).map { .authority($0) }
            case "report": CaseReport(json: json).map { .report($0) }
            case "tag-choice": TagChoice(json: json).map { .tagChoice($0) }
            case "tag-set": TagSetPin(json: json).map { .tagSet($0) }
            default: nil
            }
        guard let content, content.json == json else { return nil }
        self = content
    }
}

extension JSONValue {
    /// RFC 3339 in UTC.
    var timeValue: UTCTime? { stringValue.flatMap(UTCTime.init(rfc3339:)) }

    /// Texts of an array of strings; nil when an element is none.
    var textValues: [String]? {
        guard let values = arrayValue else { return nil }
        let texts = values.compactMap(\.stringValue)
        return texts.count == values.count ? texts : nil
    }

    /// Elements of an array read by `read`; nil when one cannot be.
    func values<Element>(_ read: (JSONValue) -> Element?) -> [Element]? {
        guard let values = arrayValue else { return nil }
        let elements = values.compactMap(read)
        return elements.count == values.count ? elements : nil
    }

    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
