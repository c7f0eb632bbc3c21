import Encoding
import Ledger

/// What one event of the journal says, independent of how it is written.
enum CaseEvent: Hashable, Sendable {
    case created(name: String, question: String, chain: Chain)
    /// Never `undo` or `redo`, which name their event.
    case change(CaseChange)
    case exhibit(sha256: String, name: String, bytes: UInt64)
    case undo(of: UInt64)
    case redo(of: UInt64)
    /// The end of the journal was torn by a crash; what was left of the line is kept in `file`.
    case recovered(file: String, sha256: String, bytes: UInt64)
    /// Bodies and exhibits that the law ordered erased. Never undone.
    case purged(events: [UInt64], exhibits: [String], authority: String)
}

extension CaseEvent {
    /// The word in the journal.
    var kind: String {
        switch self {
        case .created: "created"
        case .change(.add): "add"
        case .change(.drop): "drop"
        case .change(.label): "label"
        case .change(.role): "role"
        case .change(.flag): "flag"
        case .change(.note): "note"
        case .change(.editNote): "note-edit"
        case .change(.removeNote): "note-remove"
        case .change(.colour): "colour"
        case .change(.link): "link"
        case .change(.record(let content)): content.kind
        case .change(.changeRecord): "record-change"
        case .change(.removeRecord): "record-remove"
        case .change(.review): "review"
        case .change(.lockMethod): "method"
        case .change(.mark): "marking"
        case .change(.retain): "retention"
        case .purged: "purged"
        case .exhibit: "exhibit"
        case .undo, .change(.undo): "undo"
        case .redo, .change(.redo): "redo"
        case .recovered: "recovered"
        }
    }

    /// The body with events by their numbers; `EventNumbers.stored` makes it that of the journal. docs/formats.md lists
    /// the members.
    var body: JSONValue {
        switch self {
        case .created(let name, let question, let chain):
            ["name": .string(name), "question": .string(question), "chain": .string(chain.name)]
        case .change(.add(let subject)), .change(.drop(let subject)): ["subject": subject.json]
        case .change(.label(let subject, let label)): ["subject": subject.json, "label": .string(label)]
        case .change(.role(let subject, let role)): ["subject": subject.json, "role": .optional(role?.rawValue)]
        case .change(.flag(let subject, let flagged)): ["subject": subject.json, "flagged": .bool(flagged)]
        case .change(.note(let subject, let text)): ["subject": subject.json, "text": .string(text)]
        case .change(.colour(let subject, let colour)):
            ["subject": subject.json, "colour": .optional(colour?.rawValue)]
        case .change(.editNote(let id, let text)): ["note": .event(id), "text": .string(text)]
        case .change(.removeNote(let id)): ["note": .event(id)]
        case .change(.link(let note, let other, let isLinked)):
            ["note": .event(note), "to": .event(other), "linked": .bool(isLinked)]
        case .change(.record(let content)): content.json
        case .change(.changeRecord(let id, let content)):
            ["record": .event(id), "kind": .string(content.kind), "content": content.json]
        case .change(.removeRecord(let id)): ["record": .event(id)]
        case .change(.review(let id, let state)): ["record": .event(id), "state": .string(state.rawValue)]
        case .change(.lockMethod(let asset, let method, let reason)):
            ["asset": .string(asset), "method": .string(method), "reason": .string(reason)]
        case .change(.mark(let marking)): ["marking": .optional(marking?.rawValue)]
        case .change(.retain(let target, let until, let reason)):
            ["target": target.json, "until": .optional(until), "reason": .string(reason)]
        case .exhibit(let sha256, let name, let bytes):
            ["sha256": .string(sha256), "name": .string(name), "bytes": .count(bytes)]
        case .undo(let event), .redo(let event): ["of": .event(event)]
        case .change(.undo), .change(.redo): [:]
        case .recovered(let file, let sha256, let bytes):
            ["file": .string(file), "sha256": .string(sha256), "bytes": .count(bytes)]
        case .purged(let events, let exhibits, let authority):
            [
                "events": .array(events.map { .event($0) }), "exhibits": .texts(exhibits),
                "authority": .string(authority),
            ]
        }
    }

    /// Whether undo may take back an event of that kind.
    static func isUndoable(_ kind: String) -> Bool {
        !["created", "undo", "redo", "recovered", "purged"].contains(kind)
    }

    /// Reads kind and body as the journal has them; nil when an event that the body names is not known either.
    init?(kind: String, body: JSONValue, numbers: EventNumbers) {
        guard let body = numbers.read(body) else { return nil }
        self.init(kind: kind, body: body)
    }

    /// Reads kind and body; nil when the kind is not known or a member is missing, of the wrong type or not expected.
    init?(kind: String, body: JSONValue) {
        guard let event = Self.read(kind, body), event.kind == kind, event.body == body else { return nil }
        self = event
    }

    private static func read(_ kind: String, _ body: JSONValue) -> CaseEvent? {
        let subject = body["subject"].flatMap(CaseSubject.init(json:))
        switch kind {
        case "created":
            guard let name = body["name"]?.stringValue, let question = body["question"]?.stringValue,
                let chain = body["chain"]?.stringValue.flatMap(Chain.init(named:))
            else { return nil }
            return .created(name: name, question: question, chain: chain)
        case "add": return subject.map { .change(.add($0)) }
        case "drop": return subject.map { .change(.drop($0)) }
        case "label":
            guard let subject, let label = body["label"]?.stringValue else { return nil }
            return .change(.label(subject, label))
        case "role":
            guard let subject, let role = body["role"] else { return nil }
            return .change(.role(subject, role.stringValue.flatMap(CaseRole.init(rawValue:))))
        case "flag":
            guard let subject, let flagged = body["flagged"]?.boolValue else { return nil }
            return .change(.flag(subject, flagged))
        case "note":
            guard let subject, let text = body["text"]?.stringValue else { return nil }
            return .change(.note(subject, text: text))
        case "note-edit":
            guard let id = body["note"]?.eventValue, let text = body["text"]?.stringValue else { return nil }
            return .change(.editNote(id: id, text: text))
        case "note-remove": return body["note"]?.eventValue.map { .change(.removeNote(id: $0)) }
        case "exhibit":
            guard let sha256 = body["sha256"]?.stringValue, let name = body["name"]?.stringValue,
                let bytes = body["bytes"]?.countValue
            else { return nil }
            return .exhibit(sha256: sha256, name: name, bytes: bytes)
        case "undo": return body["of"]?.eventValue.map { .undo(of: $0) }
        case "redo": return body["of"]?.eventValue.map { .redo(of: $0) }
        case "recovered":
            guard let file = body["file"]?.stringValue, let sha256 = body["sha256"]?.stringValue,
                let bytes = body["bytes"]?.countValue
            else { return nil }
            return .recovered(file: file, sha256: sha256, bytes: bytes)
        case "purged":
            guard let events = body["events"]?.values(\.eventValue), let exhibits = body["exhibits"]?.textValues,
                let authority = body["authority"]?.stringValue
            else { return nil }
            return .purged(events: events, exhibits: exhibits, authority: authority)
        default: return readRecord(kind, body).map { .change($0) }
        }
    }

    private static func readRecord(_ kind: String, _ body: JSONValue) -> CaseChange? {
        let id = body["record"]?.eventValue
        switch kind {
        case "colour":
            guard let subject = body["subject"].flatMap(CaseSubject.init(json:)), let colour = body["colour"] else {
                return nil
            }
            return .colour(subject, colour.stringValue.flatMap(CaseColour.init(rawValue:)))
        case "link":
            guard let note = body["note"]?.eventValue, let other = body["to"]?.eventValue,
                let isLinked = body["linked"]?.boolValue
            else { return nil }
            return .link(note: note, to: other, isLinked)
        case "record-change":
            guard let id, let kind = body["kind"]?.stringValue,
                let content = body["content"].flatMap({ CaseContent(kind: kind, json: $0) })
            else { return nil }
            return .changeRecord(id: id, content)
        case "record-remove": return id.map { .removeRecord(id: $0) }
        case "review":
            guard let id, let state = body["state"]?.stringValue.flatMap(ReviewState.init(rawValue:)) else { return nil }
            return .review(id: id, state)
        case "method":
            guard let asset = body["asset"]?.stringValue, let method = body["method"]?.stringValue,
                let reason = body["reason"]?.stringValue
            else { return nil }
            return .lockMethod(asset: asset, method: method, reason: reason)
        case "marking": return .mark(body["marking"]?.stringValue.flatMap(CaseMarking.init(rawValue:)))
        case "retention":
            guard let target = body["target"].flatMap(RetentionTarget.init(json:)),
                let reason = body["reason"]?.stringValue
            else { return nil }
            return .retain(target, until: body["until"]?.stringValue, reason: reason)
        default: return CaseContent(kind: kind, json: body).map { .record($0) }
        }
    }
}
