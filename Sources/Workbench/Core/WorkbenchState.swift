import Casework
import Ledger
import Pricing
import TraceEngine

/// What the right edge of the first row says.
public enum SavedState: Hashable, Sendable {
    case saved(UInt64)
    case saving(UInt64)
    /// A note is being written or was put aside unsaved.
    case draft
    /// The last change is not on disk, and why.
    case notSaved(String)
    case readOnly
    /// The case is shown as it stood after an event.
    case asOf(UInt64)
}

/// What the ledger can answer in this session.
public enum LedgerStanding: Hashable, Sendable {
    case open(LedgerInfo)
    /// None could be opened; why, and what to do.
    case missing(String)
}

/// A sentence in the last row until the next key.
public struct Toast: Hashable, Sendable {
    public enum Kind: Sendable { case news, warning }
    public var kind: Kind
    public var text: String

    public static func news(_ text: String) -> Toast { Toast(kind: .news, text: text) }
    public static func warning(_ text: String) -> Toast { Toast(kind: .warning, text: text) }
}

/// Everything the workbench knows at one moment; the screen is a function of it.
public struct WorkbenchState: Sendable {
    public var openCase: Case { didSet { index = CaseIndex(openCase, tags: decidedTags) } }
    /// The case looked up by subject.
    public internal(set) var index: CaseIndex { didSet { listItems() } }
    public var ledger: LedgerStanding
    /// Why nothing can be changed; nil when it can.
    public var readOnlyReason: String?
    /// Prices of the chain's coin to show beside amounts; nil when the user keeps none.
    public var prices: PriceSeries?
    /// Who writes the case while it is open here for reading only; nil when nobody else does, or none may.
    public var otherWriter: String?
    public var columns: Int
    public var rows: Int

    public var pane: Pane = .addresses
    public var isZoomed = false
    public var list = ItemList() { didSet { if list.filter != oldValue.filter { listItems() } } }
    /// The rows of the list as filtered and grouped; made when the case or the filter changes, read at every key.
    public private(set) var listRows: [CaseItem] = []
    public var graph: GraphState?
    public var trail = Trail()
    /// The trace asked last; its sheet is the trace view.
    public var openTrace: OpenTrace?
    /// The full-width tables that were opened.
    public var views = OpenViews()
    /// The cluster and the path asked last.
    public var openCluster: OpenCluster?
    public var openPath: OpenPath?
    /// Where a path is to set out; the next `p` says where it is to arrive.
    public var pathStart: Address?
    /// The search of the ledger asked last.
    public internal(set) var ledgerSearching: LedgerSearching?
    /// Traces, clusters, paths and searches asked so far: their numbers tell late answers from those waited for.
    var questionsAsked = 0
    public var noteCursor: UInt64?
    /// Lines of the note's text above the first one shown; the view holds it to what there is.
    public var noteScroll = 0
    /// What `/` in the notes was given.
    public var noteFilter = FilterQuery("")

    public var input: Input?
    /// Which keys mean which command.
    public var keymap = Keymap.standard
    /// The count typed before a command; nil when none was.
    public var count: Int?
    /// What was marked for the next command, in the list or the graph.
    public var marked: Set<CaseSubject> = []
    /// The last change that can be done to something else.
    public internal(set) var lastChange: CaseChange?
    public internal(set) var macro = Macro()
    /// What the next letter is for; nil when letters are commands.
    public internal(set) var awaitsLetter: Letter?
    var places: [Character: Place] = [:]
    /// Cells of the left column where there are two; nil leaves it to the layout.
    public var split: Int?
    /// Whether clicks and the wheel are taken.
    public var usesMouse = true
    var lastClick: LastClick?
    /// Where the pointer took hold of the vertical between the columns; nil after the next click.
    var draggedFrom: TerminalEvent.Cell?
    /// The step of the tour that is shown; nil outside the tour.
    public internal(set) var tour: Int?
    /// The link that was followed last, and in which note.
    var lastLink: (note: UInt64, index: Int)?
    /// What linear mode points at; goes before every cursor.
    public var pointed: CaseSubject?
    public var toast: Toast?
    /// What was changed and is not on disk yet.
    public internal(set) var unsaved = UnsavedChanges()
    /// Notes begun or being changed and put aside, by where their text is to go.
    public var drafts: [NoteTarget: String] = [:]
    /// True once the workbench is to be left.
    public var isFinished = false
    /// What is to be opened then; nil ends the program.
    public internal(set) var nextCase: NextCase?
    /// False while the workbench shows only the cases to choose from.
    public internal(set) var hasCase = true

    /// What the ledger has answered so far.
    public var known = Knowledge()
    /// Questions put to the ledger and not yet answered, so that none is put twice.
    var asked: Set<Effect> = []
    var askedTransactions: Set<TxRef> = []
    var askedTags: Set<Address> = []
    var askedInferences: Set<TxRef> = []
    /// Set while the case is shown as it stood.
    var present: PresentCase?
    /// Transactions that could not be read; views do not ask for them again.
    var unreadable: Set<TxRef> = []
    /// Steps in the graph typed before the ledger had answered.
    var stepsAhead: [GraphStep] = []
    /// What the last session left of the graph and this one has not taken up yet.
    var remembered: RememberedGraph?

    public init(
        openCase: Case, ledger: LedgerStanding, readOnlyReason: String? = nil, columns: Int = 80, rows: Int = 24
    ) {
        self.openCase = openCase
        index = CaseIndex(openCase, tags: [:])
        self.ledger = ledger
        self.readOnlyReason = readOnlyReason
        self.columns = columns
        self.rows = rows
        listItems()
    }

    public var saved: SavedState {
        if let failure = unsaved.failure { return .notSaved(failure) }
        if !unsaved.isEmpty { return .saving(openCase.head + UInt64(unsaved.changes.count)) }
        if let asOf { return .asOf(asOf) }
        if readOnlyReason != nil { return .readOnly }
        if case .note = input { return .draft }
        return drafts.isEmpty ? .saved(openCase.head) : .draft
    }

    public var ledgerInfo: LedgerInfo? {
        if case .open(let info) = ledger { info } else { nil }
    }

    private mutating func listItems() { listRows = list.rows(of: openCase, index: index, known: known) }

    /// Lists anew by a filter that asks for amounts, once the ledger has told more of them.
    mutating func listByAmount() { if list.filter.asksForAmounts { listItems() } }

    /// The item under the list's cursor.
    public var listItem: CaseItem? { list.selected(in: listRows) }

    /// What the focused pane's cursor is on.
    public var subject: CaseSubject? {
        if let pointed { return pointed }
        return switch pane {
        case .addresses: listItem?.subject
        case .graph: graphSubject
        case .notes: selectedNote?.subject ?? listItem?.subject
        case .trace: traceSubject
        case .cluster: clusterSubject
        case .path: pathSubject
        default: views[pane]?.subject
        }
    }

    /// What a command acts on: all that is marked, in the order of the case, else what the cursor is on.
    public var targets: [CaseSubject] {
        guard pointed == nil, !marked.isEmpty else { return subject.map { [$0] } ?? [] }
        let listed = openCase.items.map(\.subject).filter(marked.contains)
        let others = marked.subtracting(listed).sorted { $0.text < $1.text }
        return listed + others
    }

    /// How often a command is done: the count typed before it, else once.
    public var times: Int { max(1, count ?? 1) }

    /// What the notes pane and the hints of other panes are about.
    public var notesSubject: CaseSubject {
        switch pane {
        case .addresses: listItem?.subject ?? .wholeCase
        case .graph: graphSubject ?? .wholeCase
        case .notes: focusSubject ?? listItem?.subject ?? .wholeCase
        case .trace: traceSubject ?? .wholeCase
        case .cluster: clusterSubject ?? .wholeCase
        case .path: pathSubject ?? .wholeCase
        default: views[pane]?.subject ?? .wholeCase
        }
    }

    /// The graph's cursor as something a note can be about; nil on a group, a fee or an unknown coin.
    public var graphSubject: CaseSubject? {
        graph?.selected.flatMap { subject(of: $0.id.item) }
    }

    func subject(of item: GraphItem) -> CaseSubject? {
        switch item {
        case .address(let address): .address(address.text(on: openCase.chain))
        case .transaction(let at): known.txids[at].map { .transaction($0) }
        case .elsewhere(let other, _): subject(of: other)
        default: nil
        }
    }

    /// The graph's focus as something a note can be about.
    public var focusSubject: CaseSubject? {
        switch graph?.focus {
        case .address(let address)?: .address(address.text(on: openCase.chain))
        case .transaction(let at)?: known.txids[at].map { .transaction($0) }
        case nil: nil
        }
    }

    /// Notes in the order the notes pane shows them: those here first, then the others, newest first in each.
    public var notesInOrder: NotesInOrder { NotesInOrder(index, on: notesSubject) }

    /// The same without those that the filter of the notes leaves out.
    public var notesShown: NotesInOrder {
        noteFilter.isEmpty ? notesInOrder : notesInOrder.admitting(on: notesSubject, isShown)
    }

    public var selectedNote: CaseNote? {
        guard pane == .notes else { return nil }
        let notes = notesShown
        return notes.place(ofID: noteCursor).map { notes[$0] } ?? notes.first
    }

    /// What an item is called: its label, else nothing.
    public func label(of subject: CaseSubject) -> String { index.items[subject]?.label ?? "" }
}
