import Casework
import Encoding
import Ledger

/// What a pasted page holds, to choose from: what the case can take is chosen at first.
public struct PastedSheet: Hashable, Sendable {
    public let found: PastedText
    public var cursor = 0
    /// The rows that are to be added; a near miss that is chosen is added as its correction.
    public private(set) var chosen: Set<Int>

    init(_ found: PastedText, known: (CaseSubject) -> Bool) {
        self.found = found
        chosen = Set(
            found.rows.indices.filter { place in Self.subject(found.rows[place]).map { !known($0) } ?? false })
    }

    /// What the case would take of a row; nil for addresses of other networks, near misses and what was shortened.
    public static func subject(_ row: PastedText.Row) -> CaseSubject? {
        switch row.what {
        case .address(let text): .address(text)
        case .transaction(let id): .transaction(id)
        case .foreign, .nearMiss, .shortened: nil
        }
    }

    /// The same, or the correction of a near miss.
    static func correctedSubject(_ row: PastedText.Row) -> CaseSubject? {
        if case .nearMiss(_, let suggestion?) = row.what { return .address(suggestion) }
        return subject(row)
    }

    mutating func toggle(_ place: Int) {
        guard found.rows.indices.contains(place) else { return }
        cursor = place
        guard Self.correctedSubject(found.rows[place]) != nil else { return }
        if chosen.remove(place) == nil { chosen.insert(place) }
    }

    /// Chooses all that the case can take, or none when all of it is chosen.
    mutating func toggleAll() {
        let all = Set(found.rows.indices.filter { Self.subject(found.rows[$0]) != nil })
        chosen = chosen.isSuperset(of: all) ? [] : chosen.union(all)
    }

    mutating func move(by step: Int) { cursor = min(max(0, cursor + step), max(0, found.rows.count - 1)) }

    /// Addresses of other networks, a line each, for a note.
    var foreignText: String {
        let lines = found.rows.compactMap { row -> String? in
            guard case .foreign(let networks, let isChecked) = row.what else { return nil }
            return "- \(row.text) (\(networks.joined(separator: ", "))\(isChecked ? "" : ", by its form only"))"
        }
        return lines.isEmpty ? "" : "Addresses of other networks in a pasted text:\n" + lines.joined(separator: "\n")
    }
}

extension CommandTable {
    /// Why nothing that is pasted can be taken now; nil when it can.
    public static func obstacleToPaste(_ state: WorkbenchState) -> String? { state.hasCase ? writable(state) : "no case is open" }
}

extension WorkbenchState {
    /// True for a paste that is more than a list for the case; a list goes to the prompt as it stands, with what is mistyped in
    /// it, where that can be put right.
    func isPage(_ text: String) -> Bool {
        let words = text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
        guard words.count > 1 else { return false }
        if text.count > LineEditor.pasteLimit { return true }
        return !words.allSatisfy { word in
            // Its own row says what to do with it.
            if word.contains("\u{2026}") || word.contains("..") { return false }
            if TxID(word) != nil || Address.isAddress(word, on: openCase.chain) { return true }
            let isForeign = AddressReading.verdicts(on: word).contains { if case .success = $0.result { true } else { false } }
            return !isForeign && (20...120).contains(word.utf8.count) && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }

    /// Offers what was found in a page.
    mutating func offer(_ found: PastedText) {
        guard input == nil else { return }
        toast = nil
        guard !found.rows.isEmpty else {
            toast = .warning("In what was pasted is no address of any of \(AddressFormat.all.count) networks, and no transaction id.")
            return
        }
        input = .pasted(PastedSheet(found) { index.items[$0] != nil })
    }

    mutating func choose(_ key: KeyStroke, in sheet: PastedSheet) -> [Effect] {
        var sheet = sheet
        switch key {
        case .escape:
            input = nil
            return []
        case .enter: return add(sheet)
        case .down, .character("j"): sheet.move(by: 1)
        case .up, .character("k"): sheet.move(by: -1)
        case .pageDown, .control("d"): sheet.move(by: 10)
        case .pageUp, .control("u"): sheet.move(by: -10)
        case .home, .character("g"): sheet.cursor = 0
        case .end, .character("G"): sheet.move(by: sheet.found.rows.count)
        case .character(" "):
            sheet.toggle(sheet.cursor)
            sheet.move(by: 1)
        case .character("a"): sheet.toggleAll()
        case .character("F"):
            guard sheet.found.rows.indices.contains(sheet.cursor), case .shortened(let shortened) = sheet.found.rows[sheet.cursor].what else { break }
            guard ledgerInfo != nil else {
                toast = .warning("There is no ledger to look through for it.")
                break
            }
            var find = ChoiceSheet()
            find.line = LineEditor("\(shortened.beginning)..\(shortened.ending)")
            input = .find(find)
            return searchLedger(shortened)
        case .character("n"):
            let text = sheet.foreignText
            guard !text.isEmpty else { break }
            input = .note(NoteSheet(target: .new(.wholeCase), subject: .wholeCase, text: text))
            return []
        default: break
        }
        input = .pasted(sheet)
        return []
    }

    /// Adds what is chosen, in the order of the text.
    private mutating func add(_ sheet: PastedSheet) -> [Effect] {
        var subjects: [CaseSubject] = []
        for place in sheet.chosen.sorted() {
            guard let subject = PastedSheet.correctedSubject(sheet.found.rows[place]), !subjects.contains(subject) else { continue }
            subjects.append(subject)
        }
        guard !subjects.isEmpty else {
            toast = .news("Nothing is chosen; Space chooses a row, Esc goes back.")
            return []
        }
        input = nil
        pane = .addresses
        list.filter = ItemFilter("")
        let fresh = subjects.filter { index.items[$0] == nil }
        toast = .news("\(fresh.count) of \(subjects.count) added; \(subjects.count - fresh.count) already in the case.")
        return fresh.flatMap { change(.add($0)) }
    }
}
