import Casework
import Ledger

/// What the case says of an address or a transaction, for the graph.
public struct GraphMark: Hashable, Sendable {
    /// The case's own name, or a tag in brackets; empty when there is none. Escaped by whoever draws it.
    public var label: String
    /// The part it plays; nil when none was given.
    public var role: CaseRole?
    /// True when the investigator flagged it.
    public var isFlagged: Bool
    /// Notes on it.
    public var notes: Int
    /// What others say of it; nil for nothing.
    public var tags: AddressTags?

    public init(label: String = "", role: CaseRole? = nil, isFlagged: Bool = false, notes: Int = 0) {
        self.label = label
        self.role = role
        self.isFlagged = isFlagged
        self.notes = notes
    }

    /// Reason enough to be shown before a greater amount that nobody named.
    var matters: Bool { !label.isEmpty || isFlagged || notes > 0 }
}

/// Names, flags and note counts of the case by what they are about.
public struct GraphNames: Hashable, Sendable {
    /// Marks of addresses.
    public var addresses: [Address: GraphMark]
    /// Marks of transactions.
    public var transactions: [TxID: GraphMark]

    public init(addresses: [Address: GraphMark] = [:], transactions: [TxID: GraphMark] = [:]) {
        self.addresses = addresses
        self.transactions = transactions
    }
}
