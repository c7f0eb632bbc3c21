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
                item.isFlagged ? "flagged" : nil, item.colour?.rawValue,
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
            lines.append(
                "  \(exhibit.sha256)  \(VisibleText.escape(exhibit.name)), \(exhibit.bytes) bytes, \(exhibit.added.evidence)"
                    + (exhibit.isErased ? ", erased by order" : ""))
        }
        lines += records(of: value)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func records(of value: Case) -> [String] {
        var lines = ["", "Records: \(value.records.count)"]
        for record in value.records {
            let review = record.review.state == .draft ? "" : ", \(record.review.state.rawValue)"
            lines.append(
                "  \(record.id)  \(record.content.kind)  \(VisibleText.escape(record.content.title))  "
                    + "\(VisibleText.escape(record.author)), \(record.added.evidence)\(review)")
            lines += RecordText.lines(of: record.content, in: value).map { "      \($0)" }
        }
        for lock in value.methods {
            lines.append(
                "Method    \(VisibleText.escape(lock.method)) for \(VisibleText.escape(lock.asset)): "
                    + VisibleText.escape(lock.reason))
        }
        lines += SharedTags.pinned(by: value)
        if let marking = value.marking { lines.append("Marking   \(marking.rawValue)") }
        for date in value.retention {
            lines.append("Keep      \(date.target.text) until \(date.until): \(VisibleText.escape(date.reason))")
        }
        if let title = value.undoTitle { lines.append("Undo      \(title)") }
        if let title = value.redoTitle { lines.append("Redo      \(title)") }
        if !value.conflicts.isEmpty { lines += ["", conflicts(value.conflicts)] }
        return lines
    }

    static func line(of event: JournalEvent) -> String {
        let number = String(repeating: " ", count: max(0, 6 - String(event.number).count)) + "\(event.number)"
        return "\(number)  \(event.time.evidence)  \(VisibleText.escape(event.author))  \(event.kind)  \(event.title)"
    }

    /// DESIGN section 8: every document has schema, ledger, options and incomplete. A case alone rests on no ledger.
    static func json(of value: Case, store: CaseStore) -> JSONValue {
        document("clew-case-1", "case", value.json, store)
    }

    /// A document about cases that rests on no ledger.
    static func document(
        _ schema: String, _ members: [String: JSONValue], options: [String: JSONValue] = [:]
    ) -> JSONValue {
        .object(
            members.merging([
                "schema": .string(schema), "ledger": .null, "options": .object(options), "incomplete": false,
                "incomplete_reasons": [],
            ]) { mine, _ in mine })
    }

    static func conflicts(_ conflicts: [CaseConflict]) -> String {
        conflicts.map { conflict in
            "to settle: \(conflict.what)\n"
                + conflict.sides.map {
                    "  event \($0.event)  \($0.time.evidence)  \(VisibleText.escape($0.author))  \($0.title)\n"
                }.joined()
        }.joined()
    }

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
