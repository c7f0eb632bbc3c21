/// Why a branch ended. Every branch ends with exactly one: the first of these, in this order, that applies.
public enum StopReason: String, CaseIterable, Hashable, Sendable {
    // On arrival.

    /// Cut by the investigator.
    case chosen
    /// Tagged with a category of the stop set.
    case service
    /// Tagged as a mixer; or, at the next transaction, a detector recognised one.
    case mixer
    /// Tagged as a bridge to another chain.
    case bridge
    /// Can never be spent. Forward only.
    case burn
    /// Newly issued here: a coinbase, a mint, the genesis. Backward only.
    case issued
    /// The ledger does not know further; or, at the next transaction, an input's value is not known.
    case coverage
    /// Still there in this snapshot. Forward only.
    case unspent

    // At the next transaction, after `coverage` and `mixer`.

    /// The transaction's block time is beyond the limit.
    case timeLimit = "time-limit"
    /// As many transactions from a start as the limit allows.
    case hopLimit = "hop-limit"
    /// Less taint than the limit asks for.
    case minimumValue = "minimum-value"
    /// An address of more transactions than the limit.
    case hub
}
