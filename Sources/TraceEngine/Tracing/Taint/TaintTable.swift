/// Some value that stems from one start, or from none.
public struct TaintRun: Hashable, Sendable {
    /// Base units.
    public var value: UInt64
    /// 0 for clean value; else the number of the start, counted from 1.
    public var label: UInt32

    public static let clean: UInt32 = 0

    public init(value: UInt64, label: UInt32) {
        self.value = value
        self.label = label
    }
}

/// What each of some positions carries: the positions' values, and for each its runs.
///
/// For `fifo` and `lifo` the runs of a tainted position are in order and sum to its value, clean runs among them. For
/// `haircut`, `tiho` and `libr` they are one amount a start, in the order of the starts, without the clean remainder.
/// For `poison` each start that reaches has one run of the position's whole value. Positions without taint have no runs,
/// or a single clean one. The table is reused from transaction to transaction and keeps its memory.
public struct TaintTable: Hashable, Sendable {
    public private(set) var values: [UInt64] = []
    public private(set) var runs: [TaintRun] = []
    private var ends: [Int] = []

    public init() {}

    public var count: Int { values.count }
    public var indices: Range<Int> { values.indices }

    /// The runs of position `k`.
    public subscript(k: Int) -> ArraySlice<TaintRun> { runs[range(k)] }

    func range(_ k: Int) -> Range<Int> { (k == 0 ? 0 : ends[k - 1])..<ends[k] }

    /// True when position `k` carries taint.
    public func isTainted(_ k: Int) -> Bool { runs[range(k)].contains { $0.label != TaintRun.clean } }

    /// The taint of position `k`, of all starts together. Not for `poison`, whose runs overlap.
    public func taint(_ k: Int) -> UInt64 {
        runs[range(k)].reduce(0) { $1.label == TaintRun.clean ? $0 : $0 &+ $1.value }
    }

    public mutating func removeAll() {
        values.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Adds a run to the position that `end` will close: nothing when it is empty, joined to the run before where both
    /// have one label.
    public mutating func append(_ run: TaintRun) {
        guard run.value > 0 else { return }
        if runs.count > (ends.last ?? 0), runs[runs.count - 1].label == run.label {
            // Runs of one position never sum to more than its value, which fits 64 bits.
            runs[runs.count - 1].value &+= run.value
        } else {
            runs.append(run)
        }
    }

    /// Closes a position; its runs are those appended since the last.
    public mutating func end(value: UInt64) {
        values.append(value)
        ends.append(runs.count)
    }

    /// Adds a whole position.
    public mutating func append(value: UInt64, _ some: some Sequence<TaintRun>) {
        for run in some { append(run) }
        end(value: value)
    }

    /// Turns around the runs of the position that is not closed yet.
    mutating func reverseOpen() { runs[(ends.last ?? 0)...].reverse() }
}
