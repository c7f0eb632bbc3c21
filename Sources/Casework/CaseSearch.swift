import Encoding

/// One place of a case in which a text was found.
public struct CaseHit: Hashable, Sendable {
    /// What was found there: `item`, `note`, `exhibit`, `case`, or the kind of a record.
    public var kind: String
    /// The subject, number or SHA-256 by which it is opened.
    public var place: String
    /// The text around it, on one line, hidden characters escaped.
    public var text: String
}

extension Case {
    /// Where `text` stands in the case: identifiers, labels, notes, exhibits' names and records. Capitals make no
    /// difference; an empty text is found nowhere.
    public func search(_ text: String) -> [CaseHit] {
        let wanted = text.lowercased()
        guard !wanted.isEmpty else { return [] }
        var hits: [CaseHit] = []
        func look(_ kind: String, _ place: String, _ text: String) {
            guard text.lowercased().contains(wanted) else { return }
            hits.append(CaseHit(kind: kind, place: place, text: Self.excerpt(text, around: wanted)))
        }
        look("case", "case", name)
        look("case", "case", question)
        for item in items { look("item", item.subject.text, "\(item.subject.plain) \(item.label)") }
        for note in notes { look("note", "note \(note.id) on \(note.subject.text)", "\(note.subject.plain) \(note.text)") }
        for exhibit in exhibits { look("exhibit", exhibit.sha256, "\(exhibit.sha256) \(exhibit.name)") }
        for record in records {
            look(record.content.kind, "record \(record.id)", Self.texts(of: record.content.json).joined(separator: " "))
        }
        return hits
    }

    /// Addresses and transactions that the case names in items, notes, clusters, watches and claims.
    public var subjects: Set<CaseSubject> {
        var all = Set(items.map(\.subject) + notes.map(\.subject))
        for record in records { all.formUnion(record.content.subjects) }
        return all.filter {
            switch $0 {
            case .address, .transaction: true
            default: false
            }
        }
    }

    /// Every text in a value, the keys left out.
    private static func texts(of value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let values): values.flatMap(texts)
        case .object(let members):
            members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.flatMap { texts(of: $0.value) }
        default: []
        }
    }

    private static func excerpt(_ text: String, around wanted: String) -> String {
        let line = VisibleText.escape(text.replacing("\n", with: " "))
        guard line.count > 100, let found = line.lowercased().range(of: wanted) else { return String(line.prefix(100)) }
        let before = line.lowercased().distance(from: line.lowercased().startIndex, to: found.lowerBound)
        let start = max(0, min(before - 40, line.count - 100))
        return (start > 0 ? "…" : "") + line.dropFirst(start).prefix(100) + (start + 100 < line.count ? "…" : "")
    }
}

extension String {
    /// The first place of `part`; a plain search by characters.
    fileprivate func range(of part: String) -> Range<Index>? { ranges(of: part).first }
}

extension CaseSubject {
    /// The identifier as it is, for comparing.
    var plain: String { if case .address(let text) = self { text } else { text } }
}
