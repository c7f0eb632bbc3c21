import Ledger

/// The stop sheet of one method.
public struct MethodTrace: Sendable {
    public let method: TraceMethod
    /// By start, in order.
    public let starts: [StartAmount]
    /// By hops, then in ledger order; coins outside the ledger last.
    public let stops: [TraceStop]
    /// What ended by each reason; reasons without a stop are missing.
    public let totals: [StopReason: UInt64]
    /// What went to fees, in base units. Backward 0.
    public let fee: UInt64
    public let feeByStart: [UInt64]
    /// Transactions whose fee took some.
    public let feeTransactions: Int
    /// What set out, of all starts together.
    public let startTotal: UInt64
    /// What ended at stops. For `poison` no sum of parts, but the sum of whole positions.
    public let stopTotal: UInt64
    let assignment: Assignment
    /// Which of the answer's discoveries it stands on.
    let discovery: Int

    /// Whether stops and fee sum to the starts; nil for `poison`, which conserves nothing.
    public var reconciles: Bool? {
        guard method.conserves else { return nil }
        let (end, isTooLarge) = stopTotal.addingReportingOverflow(fee)
        return !isTooLarge && end == startTotal
    }
}

/// The answer to a trace: a value that keeps what its branches need, so that a screen can walk them without the ledger.
public struct TraceAnswer: Sendable {
    public let question: TraceQuestion
    public let info: LedgerInfo
    /// One each method, in the order asked.
    public let methods: [MethodTrace]
    /// The outputs that each start stands for, in ledger order.
    public let startPlaces: [[OutputRef]]
    let rows: TraceRows
    let discoveries: [Discovery]

    /// The trace by that method; nil when it was not asked for.
    public subscript(_ method: TraceMethod) -> MethodTrace? { methods.first { $0.method == method } }

    /// The same answer with those of its methods alone, in the order asked: what a question for only these would give.
    public func keeping(_ methods: [TraceMethod]) -> TraceAnswer {
        var question = question
        question.methods = question.methods.filter(methods.contains)
        return TraceAnswer(
            question: question, info: info, methods: self.methods.filter { methods.contains($0.method) },
            startPlaces: startPlaces, rows: rows, discoveries: discoveries)
    }

    /// Transactions that were read for the answer.
    public var transactionsRead: Int { rows.count }

    /// True when some value ended where the ledger does not know further.
    public var endsInGaps: Bool { methods.contains { $0.totals[.coverage] != nil } }
}
