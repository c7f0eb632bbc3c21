import Casework
import Ledger

/// The case looked up by subject: made once a change, read at every key.
public struct CaseIndex: Sendable {
    public private(set) var items: [CaseSubject: CaseItem] = [:]
    public private(set) var notes: [CaseSubject: [CaseNote]] = [:]
    /// Newest first, and where in them those on a subject are, ascending.
    private(set) var newestNotes: [CaseNote] = []
    private(set) var notePlaces: [CaseSubject: [Int]] = [:]
    /// The addresses of the case by their text.
    public private(set) var addresses: [String: Address] = [:]
    /// The addresses of the case by their first 8 and last 6 characters, of which a list shows no fewer.
    private var alike: [String: [String]] = [:]
    /// What the graph calls things.
    public private(set) var names = GraphNames()

    init(_ theCase: Case, tags: [Address: AddressTags]) {
        notes = Dictionary(grouping: theCase.notes, by: \.subject)
        newestNotes = theCase.notes.sorted { ($0.written, $0.id) > ($1.written, $1.id) }
        for (place, note) in newestNotes.enumerated() { notePlaces[note.subject, default: []].append(place) }
        for item in theCase.items {
            items[item.subject] = item
            let mark = GraphMark(
                label: item.label, role: item.role, isFlagged: item.isFlagged, notes: notes[item.subject]?.count ?? 0)
            switch item.subject {
            case .wholeCase, .edge, .record: break
            case .address(let text):
                guard let address = try? Address(text, on: theCase.chain) else { continue }
                addresses[text] = address
                alike[Self.ends(text), default: []].append(text)
                names.addresses[address] = mark
            case .transaction(let id): names.transactions[id] = mark
            }
        }
        take(tags)
    }

    /// The other addresses of the case that begin and end like `text`.
    public func rivals(of text: String) -> [String] { (alike[Self.ends(text)] ?? []).filter { $0 != text } }

    private static func ends(_ text: String) -> String {
        String(decoding: Array(text.utf8.prefix(8)) + Array(text.utf8.suffix(6)), as: UTF8.self)
    }

    /// Names in the graph what the case has no label for.
    mutating func take(_ tags: [Address: AddressTags]) {
        for (address, tags) in tags {
            var mark = names.addresses[address] ?? GraphMark()
            if mark.label.isEmpty { mark.label = tags.name }
            mark.tags = tags
            names.addresses[address] = mark
        }
    }
}

extension GraphNames {
    /// What a case says, outside a workbench.
    public init(of theCase: Case) { self = CaseIndex(theCase, tags: [:]).names }
}
