import Casework

/// What a number of a page leads to.
public enum LinearPlace: Hashable, Sendable {
    /// An address, a transaction or whatever else a note can be about.
    case subject(CaseSubject)
    /// A row of the table that is read out, from 0.
    case row(Int)
}
