import Encoding
import Ledger

/// `case.json`: the case as it stands, for people and other programs to read. Replaying the journal gives the same bytes.
enum CaseDocument {
    static let name = "case.json"

    /// The file: canonical order and escapes (RFC 8785), one member a line so that versions can be compared.
    static func bytes(of value: Case) -> [UInt8] { value.json.indented() }

    /// Sequence number and hash of the event a file stands for; nil when it does not say.
    static func head(of bytes: [UInt8]) -> (event: UInt64, hash: String)? {
        guard let json = try? JSONValue.parse(bytes), let head = json["head"],
            let event = head["sequence"]?.countValue, let hash = head["hash"]?.stringValue
        else { return nil }
        return (event, hash)
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
            "head": ["sequence": .count(head), "hash": .string(headHash)],
            "items": .array(items.map(\.json)),
            "notes": .array(notes.map(\.json)),
            "exhibits": .array(exhibits.map(\.json)),
        ]
    }
}

extension CaseItem {
    /// As one element of `case.json`.
    public var json: JSONValue {
        [
            "subject": subject.json, "label": .string(label), "role": .optional(role?.rawValue),
            "flagged": .bool(isFlagged), "added": .string(added.rfc3339),
        ]
    }
}

extension CaseNote {
    /// As one element of `case.json`.
    public var json: JSONValue {
        [
            "id": .count(id), "subject": subject.json, "text": .string(text), "author": .string(author),
            "written": .string(written.rfc3339), "edited": .optional(edited?.rfc3339),
        ]
    }
}

extension CaseExhibit {
    /// As one element of `case.json`.
    public var json: JSONValue {
        [
            "sha256": .string(sha256), "name": .string(name), "bytes": .count(bytes), "added": .string(added.rfc3339),
        ]
    }
}
