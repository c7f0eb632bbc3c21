import Ledger

/// The place of a transfer in the ledger: its order is ledger order.
struct TransferPlace: Hashable, Comparable, Sendable {
    var at: TxRef
    var ordinal: UInt32

    init(_ row: TransferRow) { (at, ordinal) = (row.at, row.ordinal) }

    static func < (a: Self, b: Self) -> Bool { (a.at, a.ordinal) < (b.at, b.ordinal) }
}

/// Which way a trace runs. Backward is forward with time and every transfer turned round: what a balance paid comes back
/// into it, and leaves it by what it received.
extension TraceDirection {
    /// Whose balance value leaves on its way.
    func source(_ row: TransferRow) -> AddressRef { self == .forward ? row.from : row.to }

    /// Where it arrives; `.none` where the asset is destroyed (backward: where it is newly issued).
    func target(_ row: TransferRow) -> AddressRef { self == .forward ? row.to : row.from }

    func isBefore(_ a: TransferPlace, _ b: TransferPlace) -> Bool { self == .forward ? a < b : b < a }

    /// True when a block time is beyond the limit.
    func isBeyond(_ time: UInt32, _ limit: UInt32?) -> Bool {
        limit.map { self == .forward ? time > $0 : time < $0 } ?? false
    }
}
