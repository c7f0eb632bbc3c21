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
    case note(CaseSubject, text: String)
    case editNote(id: UInt64, text: String)
    case removeNote(id: UInt64)
    case undo
    case redo
}
