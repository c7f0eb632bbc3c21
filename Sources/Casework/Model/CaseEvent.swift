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
        case .exhibit: "exhibit"
        case .undo, .change(.undo): "undo"
        case .redo, .change(.redo): "redo"
        case .recovered: "recovered"
        }
    }

    /// The body in the journal; docs/formats.md lists the members.
    var body: JSONValue {
        switch self {
        case .created(let name, let question, let chain):
            ["name": .string(name), "question": .string(question), "chain": .string(chain.name)]
        case .change(.add(let subject)), .change(.drop(let subject)): ["subject": subject.json]
        case .change(.label(let subject, let label)): ["subject": subject.json, "label": .string(label)]
        case .change(.role(let subject, let role)): ["subject": subject.json, "role": .optional(role?.rawValue)]
        case .change(.flag(let subject, let flagged)): ["subject": subject.json, "flagged": .bool(flagged)]
        case .change(.note(let subject, let text)): ["subject": subject.json, "text": .string(text)]
        case .change(.editNote(let id, let text)): ["note": .count(id), "text": .string(text)]
        case .change(.removeNote(let id)): ["note": .count(id)]
        case .exhibit(let sha256, let name, let bytes):
            ["sha256": .string(sha256), "name": .string(name), "bytes": .count(bytes)]
        case .undo(let event), .redo(let event): ["of": .count(event)]
        case .change(.undo), .change(.redo): [:]
        case .recovered(let file, let sha256, let bytes):
            ["file": .string(file), "sha256": .string(sha256), "bytes": .count(bytes)]
        }
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
            guard let id = body["note"]?.countValue, let text = body["text"]?.stringValue else { return nil }
            return .change(.editNote(id: id, text: text))
        case "note-remove": return body["note"]?.countValue.map { .change(.removeNote(id: $0)) }
        case "exhibit":
            guard let sha256 = body["sha256"]?.stringValue, let name = body["name"]?.stringValue,
                let bytes = body["bytes"]?.countValue
            else { return nil }
            return .exhibit(sha256: sha256, name: name, bytes: bytes)
        case "undo": return body["of"]?.countValue.map { .undo(of: $0) }
        case "redo": return body["of"]?.countValue.map { .redo(of: $0) }
        case "recovered":
            guard let file = body["file"]?.stringValue, let sha256 = body["sha256"]?.stringValue,
                let bytes = body["bytes"]?.countValue
            else { return nil }
            return .recovered(file: file, sha256: sha256, bytes: bytes)
        default: return nil
        }
    }
}

extension CaseSubject {
    /// `{"address": text}`, `{"transaction": txid}` or `{"case": true}`.
    var json: JSONValue {
        switch self {
        case .wholeCase: ["case": true]
        case .address(let text): ["address": .string(text)]
        case .transaction(let id): ["transaction": .string(id.description)]
        }
    }

    init?(json: JSONValue) {
        if let text = json["address"]?.stringValue {
            self = .address(text)
        } else if let id = json["transaction"]?.stringValue.flatMap(TxID.init) {
            self = .transaction(id)
        } else if json["case"]?.boolValue == true {
            self = .wholeCase
        } else {
            return nil
        }
        guard self.json == json else { return nil }
    }
}

extension JSONValue {
    /// A sequence number or a count of bytes, which stay below 2^53.
    static func count(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }

    var countValue: UInt64? { integerValue.flatMap { UInt64(exactly: $0) } }
}
