import Attribution
import Casework
import Encoding
import Ledger

/// One claim as the list shows it.
public struct TagRow: TableRow {
    public let record: TagRecord
    public let number: Int
    /// Whether it holds now.
    public let standing: TagStanding
    /// What its actor is called.
    public let name: String

    public var id: Int { number }
    public static let sortKeys = ["source", "made"]

    public func precedes(_ other: TagRow, by key: Int) -> Bool {
        key == 0 ? record.source < other.record.source : made < other.made
    }

    private var made: UTCTime { record.tag.claimed ?? record.added.date }

    /// Words of label, actor, category and source; `source:ofac`, `category:exchange`, `held`.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        let tag = record.tag
        return switch term {
        case .word("held"): standing == .holds
        case .word(let word):
            [tag.label, name, tag.category, tag.abuse, record.source].contains { TextSearch.contains($0, word) }
        case .pair("source", let source): record.source.lowercased().hasPrefix(source)
        case .pair("category", let category): tag.category.lowercased().hasPrefix(category) || tag.abuse.lowercased().hasPrefix(category)
        case .time(let isAfter, let bound): (made >= UTCTime(seconds: bound)) == isAfter
        case .pair, .amount: false
        }
    }
}

/// Every claim on one address in full, with its history.
public struct TagsView: TableView {
    public static let pane = Pane.tags
    public var table = Table<TagRow>()
    public let address: Address
    private let text: String
    /// Nil until the tags have answered.
    public private(set) var claims: AddressClaims?

    public var subject: CaseSubject? { .address(text) }
    public var filterHelp: String { "words, held, source:ofac, category:exchange, after:2024-02-14, not …" }
    public var copyable: String? { table.selected.map { $0.record.tag.reference.isEmpty ? $0.record.tag.label : $0.record.tag.reference } }

    init(_ address: Address, on chain: Chain) {
        self.address = address
        text = address.text(on: chain)
    }

    public func needs(in state: WorkbenchState) -> [Effect] { claims == nil ? [.loadClaims(address)] : [] }

    mutating func receive(_ claims: AddressClaims) {
        self.claims = claims
        table.replace(
            claims.records.enumerated().map { number, record in
                TagRow(record: record, number: number, standing: record.standing(at: claims.asOf), name: claims.name(of: record))
            })
    }
}

extension WorkbenchState {
    /// Shows every claim on an address.
    mutating func openTags(of address: Address) -> [Effect] {
        if views[TagsView.self]?.address != address { views[TagsView.self] = nil }
        asked.remove(.loadClaims(address))
        let chain = openCase.chain
        open(TagsView.self) { TagsView(address, on: chain) }
        return []
    }

    /// The address under the cursor; nil where there is none.
    var tagAddress: Address? {
        guard case .address(let text)? = subject else { return nil }
        return index.addresses[text] ?? (try? Address(text, on: openCase.chain))
    }

    /// What contradicts each other where the cursor is: in the claims of an address, or in the list of contradictions.
    var contradiction: (address: Address, held: [TagRecord])? {
        if pane == .tagConflicts { return views[TagConflictsView.self]?.table.selected.map { ($0.address, $0.held) } }
        guard let view = views[TagsView.self], let claims = view.claims, claims.conflict != nil else { return nil }
        return (view.address, claims.held)
    }

    /// Asks for the reason of a decision about contradicting claims.
    mutating func decide(_ decision: TagChoice.Decision, following record: TagRecord? = nil) -> [Effect] {
        guard let (address, held) = contradiction, let set = known.tagSet else { return [] }
        input = .prompt(
            Prompt(
                .tagChoice(
                    TagChoice(
                        subject: .address(address.text(on: openCase.chain)), decision: decision,
                        claims: held.map(TagChoice.Claim.init), followed: record.map(TagChoice.Claim.init), tagSet: set.digest))))
        return []
    }
}

extension CommandTable {
    /// What others say of addresses, and what to do where they contradict each other.
    static let tagCommands: [Command] = [
        Command(
            "tags", [.character("A")], "every tag of this address: who says it, since when, how sure", place: .selection,
            panes: subjectPanes.union([.notes]), unless: { $0.tagAddress == nil ? "no address is selected" : nil }
        ) { state in state.tagAddress.map { state.openTags(of: $0) } ?? [] },
        Command(
            "follow-claim", [.character("b")], "go by this tag where tags contradict; the case keeps the choice", place: .selection,
            panes: [.tags], hint: "go by it", unless: { writable($0) ?? needsHeldClaim($0) }
        ) { state in
            guard let row = state.views[TagsView.self]?.table.selected else { return [] }
            return state.decide(.follow, following: row.record)
        },
        Command(
            "open-claims", [.enter], "every tag of this address", place: .selection,
            panes: [.tagConflicts], hint: "all tags", unless: { $0.contradiction == nil ? "nothing contradicts" : nil }
        ) { state in state.contradiction.map { state.openTags(of: $0.address) } ?? [] },
        Command(
            "follow-first", [.character("(")], "go by the first tag", place: .selection, panes: [.tagConflicts], hint: "first",
            unless: { writable($0) ?? needsContradiction($0) }
        ) { $0.decide(.follow, following: $0.contradiction?.held.first) },
        Command(
            "follow-second", [.character(")")], "go by the tag of the second column", place: .selection, panes: [.tagConflicts],
            hint: "second", unless: { writable($0) ?? needsContradiction($0) }
        ) { $0.decide(.follow, following: $0.views[TagConflictsView.self]?.table.selected?.second) },
        Command(
            "keep-claims", [.character("&")], "keep all tags and say that they contradict", place: .selection,
            panes: [.tags, .tagConflicts], hint: "keep both", unless: { writable($0) ?? needsContradiction($0) }
        ) { $0.decide(.keepBoth) },
        Command(
            "dismiss-contradiction", [.character("X")], "say that both may be right", place: .selection,
            panes: [.tags, .tagConflicts], hint: "dismiss", unless: { writable($0) ?? needsContradiction($0) }
        ) { $0.decide(.dismiss) },
        Command(
            "tag-conflicts", [.character("!")], "addresses seen so far whose tags contradict each other", place: .everywhere,
            unless: { $0.known.contradictions.isEmpty ? "no tags seen so far contradict each other" : nil }
        ) {
            $0.open(TagConflictsView.self) { TagConflictsView() }
            return []
        },
        Command(
            "pin-tags", [], "let the case name the set of tags it works with", place: .everywhere,
            unless: { state in
                if let obstacle = writable(state) { return obstacle }
                guard let set = state.known.tagSet else { return "no tags were imported" }
                return state.openCase.tagSet?.pin == set ? "the case names this set already" : nil
            }
        ) { state in state.known.tagSet.map { state.change(state.openCase.change(to: $0)) } ?? [] },
    ]

    private static let needsContradiction: @Sendable (WorkbenchState) -> String? = { state in
        state.contradiction == nil ? "no tags contradict each other here" : nil
    }

    private static let needsHeldClaim: @Sendable (WorkbenchState) -> String? = { state in
        if let obstacle = needsContradiction(state) { return obstacle }
        return state.views[TagsView.self]?.table.selected?.standing == .holds ? nil : "this tag does not hold now"
    }
}
