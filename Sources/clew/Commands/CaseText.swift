import Casework
import Encoding

/// How a case and its journal are printed: one fact a line, every identifier in full, outside text made visible.
enum CaseText {
    static func text(of value: Case) -> String {
        var lines = [
            "Case      \(VisibleText.escape(value.name))",
            "Question  \(value.question.isEmpty ? "none" : VisibleText.escape(value.question))",
            "Chain     \(value.chain)",
            "Created   \(value.created.evidence)",
            "Journal   event \(value.head), hash \(value.headHash)",
            "",
            "Items: \(value.items.count)",
        ]
        for item in value.items {
            let marks = [
                item.label.isEmpty ? nil : "“\(VisibleText.escape(item.label))”", item.role?.rawValue,
                item.isFlagged ? "flagged" : nil,
            ].compactMap(\.self).joined(separator: ", ")
            lines.append("  \(item.subject.text)\(marks.isEmpty ? "" : "  \(marks)")")
        }
        lines += ["", "Notes: \(value.notes.count)"]
        for note in value.notes {
            let edited = note.edited.map { ", changed \($0.evidence)" } ?? ""
            lines.append(
                "  \(note.id) on \(note.subject.text), \(VisibleText.escape(note.author)), \(note.written.evidence)\(edited)")
            let text = VisibleText.escape(note.text, keepingLines: true)
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
        }
        lines += ["", "Exhibits: \(value.exhibits.count)"]
        for exhibit in value.exhibits {
            lines.append("  \(exhibit.sha256)  \(VisibleText.escape(exhibit.name)), \(exhibit.bytes) bytes, \(exhibit.added.evidence)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func line(of event: JournalEvent) -> String {
        let number = String(repeating: " ", count: max(0, 6 - String(event.number).count)) + "\(event.number)"
        return "\(number)  \(event.time.evidence)  \(VisibleText.escape(event.author))  \(event.kind)  \(event.title)"
    }

    /// DESIGN section 8: every document has schema, ledger, options and incomplete. A case alone rests on no ledger.
    static func json(of store: CaseStore) -> JSONValue { document("clew-case-1", "case", store.current.json, store) }

    static func json(of events: [JournalEvent], store: CaseStore) -> JSONValue {
        document(
            "clew-case-log-1", "events",
            .array(
                events.map { event in
                    [
                        "sequence": .integer(Int64(clamping: event.sequence)), "time": .string(event.time.rfc3339),
                        "author": .string(event.author), "kind": .string(event.kind), "title": .string(event.title),
                        "number": .integer(Int64(clamping: event.number)), "hash": .string(event.hash),
                        "previous": .array(event.previous.map { .string($0) }),
                        "commitment": .string(event.commitment), "body": event.body ?? .null,
                    ]
                }), store)
    }

    private static func document(_ schema: String, _ name: String, _ value: JSONValue, _ store: CaseStore) -> JSONValue {
        let flaw = store.readOnlyReason.flatMap { $0 == OpenCase.readerReason ? nil : $0 }
        return .object([
            "schema": .string(schema), "ledger": .null, "options": ["case": .string(store.folder)],
            "incomplete": .bool(flaw != nil), "incomplete_reasons": .array([flaw].compactMap(\.self).map { .string($0) }),
            "notices": .array(store.notices.map { .string($0) }), name: value,
        ])
    }
}
