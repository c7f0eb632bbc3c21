import Casework
import Ledger

/// Something that the find sheet offers to go to.
public enum FoundPlace: Hashable, Sendable {
    /// An address, transaction or record of the case, or one that was typed whole.
    case subject(CaseSubject)
    case note(UInt64)
    /// A finding, hypothesis, task or other record, by its number.
    case record(UInt64)
    /// The first transaction of a block.
    case block(UInt32)
    /// Not a place yet: the whole ledger is to be looked through for it.
    case inLedger(ShortenedID)
}

extension WorkbenchState {
    /// Places offered at most.
    public static let foundLimit = 200

    /// What fits what was typed, best first: an identifier typed whole, then what the ledger was looked through for, items by
    /// label and identifier, notes by their words, and addresses that the ledger has named in this sitting.
    public func found(_ text: String) -> [FoundPlace] {
        let text = text.trimmingEdges
        var places = numbered(text) + Self.exact(text, on: openCase.chain)
        // A mark for what was left out says that an identifier is meant.
        let search = places.isEmpty ? searchable(text) : nil
        let isMarked = text.contains { "\u{2026}\u{22EF}.*".contains($0) }
        if let search, isMarked { places.append(.inLedger(search)) }
        places += foundInLedger(text)
        if let info = ledgerInfo {
            places.removeAll { if case .block(let height) = $0 { !info.coverage.ranges.contains { $0.contains(height) } } else { false } }
        }
        let wanted = text.lowercased()
        guard !wanted.isEmpty else { return openCase.items.map { .subject($0.subject) } }
        var scored: [(FoundPlace, Int)] = []
        for item in openCase.items {
            let id = ItemList.identifier(item.subject).lowercased()
            let byName = FuzzyMatch.score(wanted, in: item.label)
            let byID = id.hasPrefix(wanted) ? 1 : wanted.count > 3 && id.contains(wanted) ? 2 : nil
            if let best = [byName, byID].compactMap({ $0 }).min() { scored.append((.subject(item.subject), best)) }
        }
        for note in openCase.notes where TextSearch.contains(note.text, wanted) { scored.append((.note(note.id), 4)) }
        for record in openCase.records where TextSearch.contains(record.content.title, wanted) {
            scored.append((.record(record.id), 4))
        }
        for (address, tags) in known.tags where index.items[.address(address.text(on: openCase.chain))] == nil {
            guard let score = FuzzyMatch.score(wanted, in: tags.label) else { continue }
            scored.append((.subject(.address(address.text(on: openCase.chain))), max(3, score)))
        }
        if wanted.count > 3 {
            for address in known.addresses.keys {
                let id = address.text(on: openCase.chain)
                guard TextSearch.contains(id, wanted), index.items[.address(id)] == nil else { continue }
                scored.append((.subject(.address(id)), 5))
            }
        }
        let ranked = scored.enumerated().sorted { a, b in
            (a.element.1, Self.order(a.element.0), a.offset) < (b.element.1, Self.order(b.element.0), b.offset)
        }
        for (place, _) in ranked.map(\.element) where !places.contains(place) { places.append(place) }
        if let search, !isMarked { places = places.prefix(Self.foundLimit - 1) + [.inLedger(search)] }
        return Array(places.prefix(Self.foundLimit))
    }

    /// `note 12`, `F-9` or `record 9`: a note or record by its number.
    private func numbered(_ text: String) -> [FoundPlace] {
        let words = text.lowercased().replacing("f-", with: "record ").replacing("¶", with: "note ").split(separator: " ")
        guard words.count == 2, let id = UInt64(words[1]) else { return [] }
        if words[0] == "note", openCase.notes.contains(where: { $0.id == id }) { return [.note(id)] }
        return ["record", "finding", "task"].contains(words[0]) && openCase.record(id) != nil ? [.record(id)] : []
    }

    /// Goes to a finding, or to what another record is about.
    mutating func goToRecord(_ id: UInt64) -> [Effect] {
        guard let record = openCase.record(id) else { return [] }
        guard case .finding = record.content else {
            toast = .news("\(record.content.kind) \(id): \(record.content.title)")
            let subject = record.content.subjects.first { $0 != .wholeCase }
            guard let subject else { return [] }
            let effects = go(to: subject)
            toast = .news("\(record.content.kind) \(id): \(record.content.title)")
            return effects
        }
        open(FindingsView.self) { FindingsView() }
        guard var findings = views[FindingsView.self] else { return [] }
        findings.refresh(self)
        findings.table.setFilter("")
        findings.table.select(id)
        views[FindingsView.self] = findings
        return []
    }

    /// Goes to a place that was found.
    mutating func go(to place: FoundPlace) -> [Effect] {
        switch place {
        case .subject(let subject): return go(to: subject)
        case .note(let id):
            pane = .notes
            noteFilter = FilterQuery("")
            noteCursor = id
            noteScroll = 0
            return []
        case .record(let id): return goToRecord(id)
        case .block(let height):
            pane = .graph
            return setFocus(.transaction(TxRef(height: height, position: 0)), remember: true)
        case .inLedger(let shortened): return searchLedger(shortened)
        }
    }

    /// An address, a transaction id, an output or a height that was typed or pasted whole.
    private static func exact(_ text: String, on chain: Chain) -> [FoundPlace] {
        if let id = TxID(text) { return [.subject(.transaction(id))] }
        if let colon = text.firstIndex(of: ":"), let id = TxID(String(text[..<colon])), UInt32(text[text.index(after: colon)...]) != nil {
            return [.subject(.transaction(id))]
        }
        if let address = try? Address(text, on: chain) { return [.subject(.address(address.text(on: chain)))] }
        return UInt32(text.filter { $0 != "," }).map { [.block($0)] } ?? []
    }

    /// Places of one score stand in a fixed order, whatever order the ledger's answers came in.
    private static func order(_ place: FoundPlace) -> String {
        if case .subject(.address(let text)) = place { text } else { "" }
    }
}
