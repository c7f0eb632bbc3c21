import Encoding
import Ledger

/// `case.json`: the case as it stands, for people and other programs to read. Replaying the journal gives the same bytes.
enum CaseDocument {
    static let name = "case.json"

    /// The file: canonical order and escapes (RFC 8785), one member a line so that versions can be compared.
    ///
    /// `journal` are the bytes that it stands for. With them a large case is opened without replaying them; a journal that
    /// was merged or purged is always replayed.
    static func bytes(of value: Case, journal: JournalSeal?) -> [UInt8] {
        guard let journal, case .object(var members) = value.json, case .object(var head)? = members["head"] else {
            return value.json.indented()
        }
        head["bytes"] = .integer(Int64(journal.bytes))
        head["sha256"] = .string(journal.sha256)
        members["head"] = .object(head)
        return JSONValue.object(members).indented()
    }

    /// Which journal a file stands for; nil when it does not say.
    static func head(of bytes: [UInt8]) -> CaseHead? {
        let limits = JSONLimits(documentBytes: CaseOpening.journalLimit)
        guard let json = try? JSONValue.parse(bytes, limits: limits) else { return nil }
        return json["head"].flatMap(CaseHead.init(json:))
    }
}

/// The bytes at the beginning of a journal, by their number and SHA-256.
struct JournalSeal: Hashable, Sendable {
    var bytes: Int
    var sha256: String
}

/// How far a journal goes: the number of its last event, and the events that no other follows.
struct CaseHead: Hashable, Sendable {
    var event: UInt64
    var tips: [String]
    /// Nil where the journal was merged or purged.
    var journal: JournalSeal?
    /// True when the file is in the form of before journals could be merged (`EarlierForm`).
    var isEarlierForm: Bool

    init?(json: JSONValue) {
        isEarlierForm = json["tips"] == nil
        guard let event = json["sequence"]?.countValue,
            let tips = isEarlierForm ? json["hash"]?.stringValue.map({ [$0] }) : json["tips"]?.textValues, !tips.isEmpty
        else { return nil }
        self.event = event
        self.tips = tips
        if let bytes = json["bytes"]?.integerValue, let sha256 = json["sha256"]?.stringValue {
            journal = JournalSeal(bytes: Int(clamping: bytes), sha256: sha256)
        }
    }
}

extension Case {
    /// Every member of `case.json`; also what `clew case show --json` prints of the case.
    public var json: JSONValue {
        [
            "schema": .integer(JournalEvent.schema),
            "name": .string(name),
            "question": .string(question),
            "chain": .string(chain.name),
            "created": .string(created.rfc3339),
            "head": ["sequence": .count(head), "hash": .string(headHash), "tips": .texts(tips)],
            "items": .array(items.map(\.json)),
            "notes": .array(notes.map(\.json)),
            "exhibits": .array(exhibits.map(\.json)),
            "records": .array(records.map(\.json)),
            "methods": .array(methods.map(\.json)),
            "marking": .optional(marking?.rawValue),
            "retention": .array(retention.map(\.json)),
            "conflicts": .array(conflicts.map(\.json)),
            "undo": .optional(undoTitle),
            "redo": .optional(redoTitle),
        ]
    }
}

extension CaseItem {
    /// As one element of `case.json`.
    public var json: JSONValue {
        [
            "subject": subject.json, "label": .string(label), "role": .optional(role?.rawValue),
            "flagged": .bool(isFlagged), "colour": .optional(colour?.rawValue), "added": .string(added.rfc3339),
        ]
    }
}

extension CaseNote {
    /// As one element of `case.json`.
    public var json: JSONValue {
        [
            "id": .count(id), "event": .string(event), "subject": subject.json, "text": .string(text),
            "author": .string(author), "written": .string(written.rfc3339), "edited": .optional(edited?.rfc3339),
            "links": .array(links.map { .count($0) }),
        ]
    }
}

extension CaseExhibit {
    /// As one element of `case.json`.
    public var json: JSONValue {
        [
            "sha256": .string(sha256), "name": .string(name), "bytes": .count(bytes), "added": .string(added.rfc3339),
            "erased": .bool(isErased),
        ]
    }
}
