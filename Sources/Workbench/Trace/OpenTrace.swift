import Ledger
import TraceEngine

/// A trace that was asked in this session: under way, answered or failed.
public struct OpenTrace: Sendable {
    /// Tells answers of this trace from those of one asked before.
    public let number: Int
    public let question: TraceQuestion
    /// What the title says: `forward from Collector`.
    public let title: String
    /// What its starts are called.
    let startName: String
    /// The services it stopped at, as words of the command line.
    let serviceArguments: [String]
    /// How far it is; nil before the first report.
    public var progress: TraceProgress?
    /// Why there is no answer.
    public var failure: String?
    public private(set) var answer: TraceAnswer?
    /// The stop sheets of all methods in one, as far as the filter shows them.
    public private(set) var rows: [ComparedStop] = []
    private var all: [ComparedStop] = []
    /// What the sheet is filtered by.
    public private(set) var filter = FilterQuery("")
    /// Stops without the filter.
    public var total: Int { all.count }
    /// By method, what ended at each party.
    private var parties: [[TraceParty]] = []
    public var cursor = 0
    public var top = 0
    /// The two methods that stand side by side, as places in the answer.
    public private(set) var shown = (first: 0, second: 1)

    init(
        number: Int, question: TraceQuestion, title: String, startName: String = "", serviceArguments: [String] = []
    ) {
        self.number = number
        self.question = question
        self.title = title
        self.startName = startName
        self.serviceArguments = serviceArguments
    }

    public var isRunning: Bool { answer == nil && failure == nil }

    /// The row under the cursor; nil on an empty sheet.
    public var selected: ComparedStop? { rows.indices.contains(cursor) ? rows[cursor] : nil }

    /// The party of a stop by the method that is shown first; nil for a stop that neither tag nor detector decided.
    public func party(of stop: TraceStop) -> TraceParty? {
        parties.indices.contains(shown.first) ? parties[shown.first].first { $0.holds(stop) } : nil
    }

    mutating func receive(_ answer: TraceAnswer) {
        self.answer = answer
        all = answer.comparison
        rows = all
        filter = FilterQuery("")
        parties = answer.methods.map(\.parties)
        shown = (0, min(1, max(0, answer.methods.count - 1)))
        cursor = 0
        top = 0
    }

    /// Puts the next method into the first or second place, never the same in both.
    mutating func nextMethod(inSecondPlace: Bool) {
        guard let count = answer?.methods.count, count > 1 else { return }
        var next = inSecondPlace ? shown.second : shown.first
        let other = inSecondPlace ? shown.first : shown.second
        repeat { next = (next + 1) % count } while next == other
        if inSecondPlace { shown.second = next } else { shown.first = next }
    }

    /// Shows the stops that `admits` says yes to; the cursor stays on its row where that is among them.
    mutating func setFilter(_ query: FilterQuery, _ admits: (ComparedStop) -> Bool) {
        let row = selected
        filter = query
        rows = query.isEmpty ? all : all.filter(admits)
        cursor = row.flatMap { rows.firstIndex(of: $0) } ?? 0
        top = 0
    }

    mutating func select(_ place: Int) { cursor = min(max(0, place), max(0, rows.count - 1)) }

    mutating func move(by step: Int) {
        cursor = min(max(0, cursor + step), max(0, rows.count - 1))
    }
}
