import Encoding

/// How the investigator works with claims about an address that contradict each other. The claims themselves stay as their
/// sources made them.
public struct TagChoice: Hashable, Sendable {
    /// What was decided.
    public enum Decision: String, CaseIterable, Sendable {
        /// The case goes by one of the claims.
        case follow
        /// They contradict each other, and the case shows them all.
        case keepBoth = "keep-both"
        /// They do not contradict each other: both may be right.
        case dismiss
    }

    /// One of the claims as it stood when the choice was made.
    public struct Claim: Hashable, Sendable {
        public var source: String
        /// The edition that first had it; 0 for a claim of a case.
        public var edition: UInt64
        public var label: String
        public var actor: String
        public var category: String
        /// `address` or `cluster`: what the claim speaks of.
        public var level: String

        public init(source: String, edition: UInt64, label: String, actor: String, category: String, level: String) {
            self.source = source
            self.edition = edition
            self.label = label
            self.actor = actor
            self.category = category
            self.level = level
        }

        /// Whom it names: the actor, else the label.
        public var name: String { actor.isEmpty ? label : actor }

        var json: JSONValue {
            [
                "source": .string(source), "edition": .count(edition), "label": .string(label), "actor": .string(actor),
                "category": .string(category), "level": .string(level),
            ]
        }

        init?(json: JSONValue) {
            guard let source = json["source"]?.stringValue, let edition = json["edition"]?.countValue,
                let label = json["label"]?.stringValue, let actor = json["actor"]?.stringValue,
                let category = json["category"]?.stringValue, let level = json["level"]?.stringValue
            else { return nil }
            self.init(source: source, edition: edition, label: label, actor: actor, category: category, level: level)
        }
    }

    /// The address.
    public var subject: CaseSubject
    public var decision: Decision
    /// All the claims that held, the surest first.
    public var claims: [Claim]
    /// The one that is followed; nil for the other decisions.
    public var followed: Claim?
    /// Why; may be empty.
    public var reason: String
    /// The digest of the tag set that has the claims, 64 hexadecimal digits.
    public var tagSet: String

    public init(
        subject: CaseSubject, decision: Decision, claims: [Claim], followed: Claim? = nil, reason: String = "", tagSet: String
    ) {
        self.subject = subject
        self.decision = decision
        self.claims = claims
        self.followed = followed
        self.reason = reason
        self.tagSet = tagSet
    }

    /// `tags of bc1q…: follow Binance of graphsense/binance`
    public var title: String {
        switch decision {
        case .follow: "tags of \(subject.text): follow \(followed?.name ?? "") of \(followed?.source ?? "")"
        case .keepBoth: "tags of \(subject.text): keep all that contradict"
        case .dismiss: "tags of \(subject.text): no contradiction"
        }
    }

    var json: JSONValue {
        [
            "subject": subject.json, "decision": .string(decision.rawValue), "claims": .array(claims.map(\.json)),
            "followed": followed?.json ?? .null, "reason": .string(reason), "tag_set": .string(tagSet),
        ]
    }

    init?(json: JSONValue) {
        guard let subject = json["subject"].flatMap(CaseSubject.init(json:)),
            let decision = json["decision"]?.stringValue.flatMap(Decision.init(rawValue:)),
            let claims = json["claims"]?.values(Claim.init(json:)), let followed = json["followed"],
            let reason = json["reason"]?.stringValue, let tagSet = json["tag_set"]?.stringValue
        else { return nil }
        self.init(
            subject: subject, decision: decision, claims: claims, followed: followed.isNull ? nil : Claim(json: followed),
            reason: reason, tagSet: tagSet)
    }
}

/// The set of tags that the case works with: whoever looks at the case later learns whether theirs is the same.
public struct TagSetPin: Hashable, Sendable {
    /// One source in the set.
    public struct Source: Hashable, Sendable {
        public var name: String
        /// Its newest edition.
        public var edition: UInt64
        /// SHA-256 of that edition's file.
        public var sha256: String
        /// The day the edition counts from, `2025-11-19`.
        public var date: String

        public init(name: String, edition: UInt64, sha256: String, date: String) {
            self.name = name
            self.edition = edition
            self.sha256 = sha256
            self.date = date
        }

        var json: JSONValue {
            ["name": .string(name), "edition": .count(edition), "sha256": .string(sha256), "date": .string(date)]
        }

        init?(json: JSONValue) {
            guard let name = json["name"]?.stringValue, let edition = json["edition"]?.countValue,
                let sha256 = json["sha256"]?.stringValue, let date = json["date"]?.stringValue
            else { return nil }
            self.init(name: name, edition: edition, sha256: sha256, date: date)
        }
    }

    /// 64 hexadecimal digits that stand for every claim and edition (docs/formats.md).
    public var digest: String
    public var sources: [Source]

    public init(digest: String, sources: [Source]) {
        self.digest = digest
        self.sources = sources
    }

    public var title: String { "tag set \(digest)" }

    var json: JSONValue { ["digest": .string(digest), "sources": .array(sources.map(\.json))] }

    init?(json: JSONValue) {
        guard let digest = json["digest"]?.stringValue, let sources = json["sources"]?.values(Source.init(json:)) else { return nil }
        self.init(digest: digest, sources: sources)
    }

    /// How a set differs from this one, as short sentences: sources added, gone, and of another edition. Empty when it is
    /// the same.
    public func differences(from other: TagSetPin) -> [String] {
        guard digest != other.digest else { return [] }
        let (mine, theirs) = (Dictionary(sources.map { ($0.name, $0) }) { $1 }, Dictionary(other.sources.map { ($0.name, $0) }) { $1 })
        var lines: [String] = []
        for source in other.sources {
            guard let own = mine[source.name] else {
                lines.append("\(source.name) is new, edition \(source.edition) of \(source.date)")
                continue
            }
            if own != source {
                lines.append("\(source.name) is of \(source.date), edition \(source.edition); pinned was \(own.date), edition \(own.edition)")
            }
        }
        for source in sources where theirs[source.name] == nil { lines.append("\(source.name) of \(source.date) is not there") }
        return lines.isEmpty ? ["the same sources with other editions before them"] : lines
    }
}

extension Case {
    /// The record and set that the case pinned last; nil when none was.
    public var tagSet: (record: CaseRecord, pin: TagSetPin)? {
        for record in records.reversed() {
            if case .tagSet(let pin) = record.content { return (record, pin) }
        }
        return nil
    }

    /// What was decided about contradicting claims on a subject; nil when nothing was.
    public func tagChoice(on subject: CaseSubject) -> (record: CaseRecord, choice: TagChoice)? {
        for record in records.reversed() {
            if case .tagChoice(let choice) = record.content, choice.subject == subject { return (record, choice) }
        }
        return nil
    }

    /// The change that decides about contradicting claims, in place of what was decided before.
    public func change(to choice: TagChoice) -> CaseChange {
        tagChoice(on: choice.subject).map { .changeRecord(id: $0.record.id, .tagChoice(choice)) } ?? .record(.tagChoice(choice))
    }

    /// The change that pins a set of tags, in place of the one pinned before.
    public func change(to pin: TagSetPin) -> CaseChange {
        tagSet.map { .changeRecord(id: $0.record.id, .tagSet(pin)) } ?? .record(.tagSet(pin))
    }
}
