import Attribution
import Casework
import Ledger
import TraceEngine

/// Everything that can happen to the workbench. A recorded list of messages replays a session.
public enum Message: Sendable {
    case terminal(TerminalEvent)
    /// Figures for the list: sums without events. Addresses the ledger has never seen are among them.
    case figures([AddressView])
    /// An address with its events, for the graph.
    case address(AddressView)
    /// Claims about those of the addresses asked for that have any.
    case tags([Address: AddressTags], contested: [Address: [TagRecord]] = [:])
    /// Addresses that could be taken for others.
    case lookAlikes([Address: [LookAlike.Hit]])
    /// Every claim on an address.
    case claims(Address, AddressClaims)
    /// The set of tags at hand.
    case tagSet(TagSetPin)
    case transactions([TransactionView])
    /// What rules conclude from transactions: never facts of the ledger.
    case inferred([TransactionInference])
    /// Where the ledger holds the transactions asked for; empty when it does not.
    case located(TxID, [TxRef])
    /// Something could not be read: what was wrong and what to do.
    case failedToLoad(GraphNeed?, String)
    /// A page of an address's transactions, and after which it begins.
    case events(Address, after: TxRef?, AddressEventPage)
    /// A question could not be answered: what was wrong and what to do. It is not asked again while the view stands.
    case notRead(Effect, String)
    /// All events of the journal, oldest first, and the head of the case that was asked for.
    case journal(JournalPage, head: UInt64)
    /// The case as it stood.
    case caseAsOf(Case)
    /// What became of a finding that was asked again.
    case verified(UInt64, FindingVerdict)
    /// Block times by height, in seconds since 1970; heights that the ledger lacks are missing.
    case blockTimes([UInt32: UInt32])
    /// Some of the user's cases, in order; the last of them, or more to come.
    case cases([CaseEntry], isLast: Bool)
    case caseChecked(String, CaseEntry.Standing)
    /// A case was begun in that folder.
    case caseCreated(String)
    /// What a pasted page of text holds.
    case pasted(PastedText)
    /// An answer of this session as a finding, ready for the journal.
    case findingMade(CaseFinding)
    /// How far the trace or path of that number is.
    case tracing(Int, TraceProgress)
    case traced(Int, TraceAnswer)
    /// Members reached so far.
    case clustering(Int, Int)
    case clustered(Int, ClusterView)
    /// Nil when the two are not together.
    case explained(Int, ClusterWhy?)
    case pathFound(Int, PathAnswer)
    /// How many places of the ledger that search has looked at, of how many.
    case searching(Int, UInt64, of: UInt64)
    case searched(Int, LedgerSearch)
    /// The trace, cluster, path or search has no answer: what was wrong, or that it was stopped.
    case notTraced(Int, String)
    /// The change is on disk; the case as it stands now.
    case saved(Case)
    /// The change is not on disk, and why.
    case notSaved(String)
    /// The change makes no sense as the case stands; nothing was written.
    case refused(String)
    /// The case with all that was not on disk stands in another folder now.
    case savedElsewhere(Case, path: String)
    case notSavedElsewhere(String)
    /// Somebody else changed the case that is open here for reading.
    case changedElsewhere(Case)
    /// Whoever wrote the case has closed it.
    case writerLeft
    /// This workbench writes the case from now on.
    case tookOver(Case)
    /// Other cases of the user that name what was just added.
    case alsoIn([OtherCases])
    /// What came back from the external editor; nil when it was left without saving.
    case edited(NoteTarget, String?)
    /// The evidence summary was written: the paths, and SHA-256 of each in the same order.
    case reported([String], [String])
    /// The text of the file that `readFile` asked for.
    case fileRead(String)
    /// The filter of that pane's table looks at further rows.
    case examine(Pane)
    /// Something on the screen was clicked that is more than a cell.
    case clicked(ClickTarget)
    /// The second click of two on the same cell.
    case doubleClicked(ClickTarget)
    case said(String)
    case failed(String)
}

/// Other cases that name the same address or transaction.
public struct OtherCases: Hashable, Sendable {
    public var subject: CaseSubject
    /// Their names, as a person reads them.
    public var cases: [String]

    public init(subject: CaseSubject, cases: [String]) {
        self.subject = subject
        self.cases = cases
    }
}

/// Where the text of an editor goes.
public enum NoteTarget: Hashable, Sendable {
    case new(CaseSubject)
    case existing(UInt64)

    /// The target and the text of a change that writes a note; nil for other changes.
    static func written(by change: CaseChange) -> (target: NoteTarget, text: String)? {
        switch change {
        case .note(let subject, let text): (.new(subject), text)
        case .editNote(let id, let text): (.existing(id), text)
        default: nil
        }
    }
}
