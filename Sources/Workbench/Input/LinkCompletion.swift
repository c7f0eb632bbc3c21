import Casework

/// What an `@` in a note may be completed to.
extension WorkbenchState {
    /// Choices shown at once.
    public static let linkChoices = 4

    /// What fits the word before the cursor, best first; empty where no link is being written.
    public func linkChoices(for sheet: NoteSheet) -> [CaseSubject] {
        guard let word = sheet.editor.wordBeforeCursor, word.first == "@" else { return [] }
        let wanted = word.dropFirst().lowercased()
        let items = openCase.items.map { (subject: $0.subject, name: $0.label, id: ItemList.identifier($0.subject)) }
        let records = openCase.records.map {
            (subject: CaseSubject.record($0.id), name: $0.content.title, id: "record-\($0.id)")
        }
        let fitting = (items + records).compactMap { entry -> (CaseSubject, Int)? in
            guard "@" + entry.id != word else { return nil }
            let scores = [FuzzyMatch.score(wanted, in: entry.name), FuzzyMatch.score(wanted, in: entry.id)]
            return scores.compactMap { $0 }.min().map { (entry.subject, $0) }
        }
        return fitting.enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
            .prefix(Self.linkChoices).map(\.element.0)
    }

    /// Puts the link in place of the word before the cursor.
    func complete(_ sheet: inout NoteSheet) {
        let choices = linkChoices(for: sheet)
        guard choices.indices.contains(sheet.choice), let text = NoteLink.text(to: choices[sheet.choice]) else { return }
        sheet.editor.replaceWordBeforeCursor(with: text + " ")
        sheet.choice = 0
    }
}

/// Letters in order, whatever stands between them.
public enum FuzzyMatch {
    /// How well `wanted` (in small letters) fits, lower is better; nil when its letters are not all there in order.
    public static func score(_ wanted: String, in text: String) -> Int? {
        if wanted.isEmpty { return 3 }
        let text = text.lowercased()
        if text == wanted { return 0 }
        if text.hasPrefix(wanted) { return 1 }
        if text.contains(wanted) { return 2 }
        var rest = wanted[...]
        var gaps = 0
        var isInside = false
        for letter in text {
            guard let next = rest.first else { break }
            if letter == next {
                rest.removeFirst()
                isInside = true
            } else if isInside {
                gaps += 1
            }
        }
        return rest.isEmpty ? 3 + gaps : nil
    }
}
