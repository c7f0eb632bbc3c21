import Ledger

/// Where a balance begins and ends, from its transfers in ledger order.
struct BalanceBounds: Sendable {
    /// What it must have held before the ledger begins, so that it never pays more than it has.
    private(set) var opening = UInt256.zero
    /// True when a sum does not fit 256 bits.
    private(set) var isTooLarge = false
    private var arrived = UInt256.zero
    private var paid = UInt256.zero
    /// The same of transfers within the time limit.
    private var arrivedWithin = UInt256.zero
    private var paidWithin = UInt256.zero

    /// What it holds in the end.
    var closing: UInt256 {
        arrived.addingReportingOverflow(opening).partialValue.subtractingReportingOverflow(paid).partialValue
    }

    /// What it holds when a trace in that direction comes to the time limit, or to the end.
    func rest(_ direction: TraceDirection) -> UInt256 {
        direction == .forward
            ? opening.addingReportingOverflow(arrivedWithin).partialValue.subtractingReportingOverflow(paidWithin).partialValue
            : closing.addingReportingOverflow(paidWithin).partialValue.subtractingReportingOverflow(arrivedWithin).partialValue
    }

    mutating func add(_ row: TransferRow, of address: AddressRef, isBeyond: Bool = false) {
        if row.from == row.to { return }
        if !isBeyond {
            if row.from == address {
                paidWithin = paidWithin.addingReportingOverflow(row.value).partialValue
            } else {
                arrivedWithin = arrivedWithin.addingReportingOverflow(row.value).partialValue
            }
        }
        let isPayment = row.from == address
        let (sum, overflow) = (isPayment ? paid : arrived).addingReportingOverflow(row.value)
        if isPayment { paid = sum } else { arrived = sum }
        if paid > arrived { opening = max(opening, paid.subtractingReportingOverflow(arrived).partialValue) }
        isTooLarge = isTooLarge || overflow || arrived.addingReportingOverflow(opening).overflow
    }
}
