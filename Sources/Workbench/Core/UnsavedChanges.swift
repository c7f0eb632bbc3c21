import Casework

/// Changes that are not on disk yet, in the order in which they were made.
///
/// The journal has one of them at a time. What the disk refuses therefore holds up whatever was done after it: nothing is
/// written out of order, and nothing is dropped until it is on disk or makes no sense.
public struct UnsavedChanges: Hashable, Sendable {
    public private(set) var changes: [CaseChange] = []
    /// Why the first of them is not on disk; nil while the journal has it.
    public private(set) var failure: String?

    public var isEmpty: Bool { changes.isEmpty }

    /// True while the journal has one of them and has not answered.
    public var isBeingSaved: Bool { !changes.isEmpty && failure == nil }

    /// Puts a change behind the others. After a failure this tries all of them again.
    mutating func add(_ change: CaseChange) -> [Effect] {
        changes.append(change)
        return changes.count == 1 || failure != nil ? tryAgain() : []
    }

    /// Hands the first of them to the journal.
    mutating func tryAgain() -> [Effect] {
        failure = nil
        return changes.first.map { [.apply($0)] } ?? []
    }

    /// The first is on disk, or makes no sense as the case stands; the next goes to the journal.
    mutating func settle() -> (change: CaseChange?, effects: [Effect]) {
        guard !changes.isEmpty else { return (nil, []) }
        return (changes.removeFirst(), tryAgain())
    }

    /// The disk refused the first.
    mutating func fail(_ sentence: String) { failure = sentence }

    /// Hands out all of them, to be written elsewhere.
    mutating func handOverAll() -> [CaseChange] {
        failure = nil
        return changes
    }

    /// All of them are on disk.
    mutating func settleAll() { self = UnsavedChanges() }
}
