import Ledger

/// Where a balance begins and ends, from its transfers in ledger order.
struct BalanceBounds: Sendable {
    /// What it must have held before the ledger begins, so that it never pays more than it has.
    private(set) var opening = UInt256.zero
    /// True when a sum does not fit 256 bits.
    private(set) var isTooLarge = false
    private var arrived = UInt256.zero
    private var paid = UInt256.zero

    /// What it holds in the end.
    var closing: UInt256 {
        arrived.addingReportingOverflow(opening).partialValue.subtractingReportingOverflow(paid).partialValue
    }

    mutating func add(_ row: TransferRow, of address: AddressRef) {
        if row.from == row.to { return }
        let isPayment = row.from == address
        let (sum, overflow) = (isPayment ? paid : arrived).addingReportingOverflow(row.value)
        if isPayment { paid = sum } else { arrived = sum }
        if paid > arrived { opening = max(opening, paid.subtractingReportingOverflow(arrived).partialValue) }
        isTooLarge = isTooLarge || overflow || arrived.addingReportingOverflow(opening).overflow
    }
}
