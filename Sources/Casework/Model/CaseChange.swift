import Ledger

/// Everything an investigator can do to a case; each becomes one event of the journal.
public enum CaseChange: Hashable, Sendable {
    /// Adds an address or transaction to the case; labels and flags add it too.
    case add(CaseSubject)
    /// Takes it out; refused while notes hang on it.
    case drop(CaseSubject)
    /// An empty label removes the label.
    case label(CaseSubject, String)
    case role(CaseSubject, CaseRole?)
    case flag(CaseSubject, Bool)
    case colour(CaseSubject, CaseColour?)
    case note(CaseSubject, text: String)
    case editNote(id: UInt64, text: String)
    case removeNote(id: UInt64)
    /// Lets a note refer to another note or a record, or takes the reference away.
    case link(note: UInt64, to: UInt64, Bool)
    /// Adds a cluster, task, hypothesis, finding, watch, victim's report, authority or report.
    case record(CaseContent)
    /// Gives a record new members; the kind stays. Its review begins again.
    case changeRecord(id: UInt64, CaseContent)
    /// Refused while notes hang on it.
    case removeRecord(id: UInt64)
    /// Only another author than that of the content may check it; only what is checked can be approved.
    case review(id: UInt64, ReviewState)
    /// Fixes the tracing method of an asset, with the reason, before it runs for the record.
    case lockMethod(asset: String, method: String, reason: String)
    /// Nil takes the marking away.
    case mark(CaseMarking?)
    /// Until when something may be kept, as `2029-12-31`; nil takes the date away.
    case retain(RetentionTarget, until: String?, reason: String)
    case undo
    case redo
}
