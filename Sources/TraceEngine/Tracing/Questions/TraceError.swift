import Ledger

/// Why a trace, a path or a common downstream was not answered.
public enum TraceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The ledger could not be read.
    case ledger(LedgerError)
    /// The question cannot be asked so: a start that is not there, a method that is not defined. A sentence.
    case question(String)
    case taint(TaintError)
    /// The caller asked to stop.
    case cancelled

    public var description: String {
        switch self {
        case .ledger(let error): error.sentence
        case .question(let sentence): sentence
        case .taint(let error): error.description
        case .cancelled: "Interrupted before the trace was complete; nothing was answered."
        }
    }
}

/// How far a trace is, for a line of progress.
public struct TraceProgress: Hashable, Sendable {
    public enum Phase: Hashable, Sendable {
        /// Following value hop by hop; how many transactions there are is not known yet.
        case discover
        /// Passing taint through the transactions found, by one method after the other.
        case assign(TraceMethod)
        /// Looking up addresses and ids of what was found.
        case name
    }

    public var phase: Phase
    /// Hops followed so far, in `discover`.
    public var hop: UInt32
    /// Transactions done.
    public var done: UInt64
    /// Transactions to do; nil where not known.
    public var total: UInt64?

    public init(phase: Phase, hop: UInt32, done: UInt64, total: UInt64?) {
        self.phase = phase
        self.hop = hop
        self.done = done
        self.total = total
    }
}

/// How long work tells where it is, and learns that it shall stop. Called often; must be quick.
public struct TraceControl: Sendable {
    public var report: @Sendable (TraceProgress) -> Void
    public var isCancelled: @Sendable () -> Bool

    public init(
        report: @escaping @Sendable (TraceProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.report = report
        self.isCancelled = isCancelled
    }

    func check() throws(TraceError) {
        if isCancelled() { throw .cancelled }
    }

    /// The same between two parts of what is read in one go.
    func checkReading() throws(LedgerError) {
        if isCancelled() { throw LedgerError("Reading was stopped.") }
    }

    /// Why reading ended: it was asked to, or the ledger says.
    func error(_ error: LedgerError) -> TraceError { isCancelled() ? .cancelled : .ledger(error) }

    /// Keys that are read in one go, so that stopping is answered at once.
    static let together = 2048
}

extension Array {
    /// Pieces of at most `TraceControl.together`, in order.
    var parts: [ArraySlice<Element>] {
        stride(from: 0, to: count, by: TraceControl.together).map { self[$0..<Swift.min($0 + TraceControl.together, count)] }
    }
}

extension TraceError {
    /// Runs a question to the ledger and keeps its error.
    static func reading<Result>(
        _ body: () async throws(LedgerError) -> Result
    ) async throws(TraceError) -> Result {
        do { return try await body() } catch { throw .ledger(error) }
    }

    static func tainting<Result>(_ body: () throws(TaintError) -> Result) throws(TraceError) -> Result {
        do { return try body() } catch { throw .taint(error) }
    }
}
