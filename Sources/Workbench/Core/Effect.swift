import Casework
import Ledger
import TraceEngine

/// What `update` asks the outside to do; each answers with messages.
public enum Effect: Hashable, Sendable {
    /// Sums of addresses, without their events.
    case loadFigures([Address])
    /// An address with its events.
    case loadAddress(Address)
    /// Claims about addresses, from the tags that all cases share.
    case loadTags([Address])
    /// Every claim on an address with its history.
    case loadClaims(Address)
    case loadTransactions([TxRef])
    /// What rules conclude from transactions.
    case loadInferences([TxRef])
    case locate(TxID)
    /// A page of an address's transactions: those after a place, at most `limit`.
    case loadEvents(Address, after: TxRef?, limit: Int)
    /// The events of the journal, of which the last is `head`.
    case loadJournal(head: UInt64)
    /// The case as it stood after an event.
    case loadCase(asOf: UInt64)
    /// Asks findings again, by their numbers.
    case verify([UInt64])
    /// Follows value; the number tells its messages from those of other traces.
    case trace(Int, TraceQuestion, TagTable)
    /// The addresses that a rule puts together with one.
    case cluster(Int, Address, ClusterRule)
    /// Why two addresses are in one cluster.
    case explainCluster(Int, Address, Address, ClusterRule)
    case path(Int, PathQuestion, TagTable)
    /// Looks through the whole ledger for what a shortened identifier may stand for.
    case searchLedger(Int, ShortenedID)
    /// Stops the trace, cluster, path or search of that number.
    case cancel(Int)
    /// Journals a change. The next one comes only when this one is answered.
    case apply(CaseChange)
    /// Copies the case to another folder, journals the changes there, and works on there.
    case saveElsewhere(String, [CaseChange])
    /// Opens the case for writing, which somebody else wrote so far.
    case takeOver
    /// Puts text into the terminal's clipboard (OSC 52).
    case copy(String)
    /// Opens $EDITOR on a text.
    case edit(NoteTarget, String)
    case writeReport
    /// Block times of heights.
    case loadBlockTimes([UInt32])
    /// The cases of the user.
    case loadCases
    /// Whether the journal of the case in a folder holds.
    case checkCase(String)
    case createCase(name: String, question: String, chain: String)
    /// Looks for addresses of every network in a pasted page of text.
    case scanPaste(String)
    /// Makes a finding of an answer that was given in this session.
    case makeFinding(FindingDraft)
    /// Writes the graph as it is shown beside the case, as text and as SVG.
    case exportGraph(GraphState)
    /// Reads a text file of at most `AddressTable.largest` bytes.
    case readFile(String)
    /// Takes the mouse, or leaves it to the terminal.
    case useMouse(Bool)
    /// The next colour theme.
    case nextTheme
    /// Unicode or ASCII glyphs.
    case toggleGlyphs
    /// Answers at once, after whatever was typed meanwhile: the filter of that pane's table goes on.
    case examine(Pane)
    /// Keeps what is only a view (focus, scroll, drafts) for the next start.
    case keepView
    /// Gives the terminal back to the shell until `fg`.
    case suspend
    case quit
}
