import Encoding

/// Addresses that a stated rule says have one owner. Never called a wallet or a person.
public struct CaseCluster: Hashable, Sendable {
    /// The investigator's name for it.
    public var name: String
    /// The part it plays; nil where none was given.
    public var role: CaseRole?
    /// The rule that joins them, with its version: `multi-input 1`; or what the investigator relies on.
    public var rule: String
    /// Addresses in their normal form, sorted.
    public var members: [String]

    public init(name: String, role: CaseRole? = nil, rule: String, members: [String]) {
        self.name = name
        self.role = role
        self.rule = rule
        self.members = members
    }

    var json: JSONValue {
        [
            "name": .string(name), "role": .optional(role?.rawValue), "rule": .string(rule), "members": .texts(members),
        ]
    }

    init?(json: JSONValue) {
        guard let name = json["name"]?.stringValue, let rule = json["rule"]?.stringValue,
            let members = json["members"]?.textValues
        else { return nil }
        self.init(
            name: name, role: json["role"]?.stringValue.flatMap(CaseRole.init(rawValue:)), rule: rule, members: members)
    }
}

/// Something to be done in the case.
public struct CaseTask: Hashable, Sendable {
    public var title: String
    /// Who is to do it; empty when nobody was named.
    public var assignee: String
    /// The day it is due, `2024-04-30`; nil when none was set.
    public var due: String?
    public var isDone: Bool
    /// What it is about.
    public var subjects: [CaseSubject]

    public init(
        title: String, assignee: String = "", due: String? = nil, isDone: Bool = false, subjects: [CaseSubject] = []
    ) {
        self.title = title
        self.assignee = assignee
        self.due = due
        self.isDone = isDone
        self.subjects = subjects
    }

    var json: JSONValue {
        [
            "title": .string(title), "assignee": .string(assignee), "due": .optional(due), "done": .bool(isDone),
            "subjects": .array(subjects.map(\.json)),
        ]
    }

    init?(json: JSONValue) {
        guard let title = json["title"]?.stringValue, let assignee = json["assignee"]?.stringValue,
            let isDone = json["done"]?.boolValue, let subjects = json["subjects"]?.values(CaseSubject.init(json:))
        else { return nil }
        self.init(
            title: title, assignee: assignee, due: json["due"]?.stringValue, isDone: isDone, subjects: subjects)
    }
}

/// An address or transaction whose next movement is to be told.
public struct CaseWatch: Hashable, Sendable {
    public var subject: CaseSubject
    public var reason: String
    /// The last day, `2024-04-30`; nil for no end.
    public var until: String?

    public init(subject: CaseSubject, reason: String, until: String? = nil) {
        self.subject = subject
        self.reason = reason
        self.until = until
    }

    var json: JSONValue { ["subject": subject.json, "reason": .string(reason), "until": .optional(until)] }

    init?(json: JSONValue) {
        guard let subject = json["subject"].flatMap(CaseSubject.init(json:)), let reason = json["reason"]?.stringValue
        else { return nil }
        self.init(subject: subject, reason: reason, until: json["until"]?.stringValue)
    }
}
