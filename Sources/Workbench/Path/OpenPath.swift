import Ledger
import TraceEngine

/// A path between two addresses that was asked in this session.
public struct OpenPath: Sendable {
    /// Tells answers to this question from those to one asked before.
    public let number: Int
    public let question: PathQuestion
    /// What the ends are called.
    public let from: String
    public let to: String
    /// The services it did not go through, as tags and as words of the command line.
    let services: TagTable
    let serviceArguments: [String]
    public var progress: TraceProgress?
    /// Why there is no answer.
    public var failure: String?
    public private(set) var answer: PathAnswer?
    /// Which of the paths is shown.
    public private(set) var shown = 0
    /// The edge under the cursor.
    public var cursor = 0
    /// What is looked for among the hops. A path is shown whole: the cursor goes to the first that fits.
    public private(set) var sought = FilterQuery("")
    /// Hops that fit.
    public private(set) var fitting = 0

    init(number: Int, question: PathQuestion, from: String, to: String, services: TagTable = TagTable(), serviceArguments: [String] = []) {
        self.services = services
        self.serviceArguments = serviceArguments
        self.number = number
        self.question = question
        self.from = from
        self.to = to
    }

    public var isRunning: Bool { answer == nil && failure == nil }
    public var path: TracePath? {
        guard let paths = answer?.paths, paths.indices.contains(shown) else { return nil }
        return paths[shown]
    }
    public var selected: TracePath.Edge? {
        guard let edges = path?.edges, edges.indices.contains(cursor) else { return nil }
        return edges[cursor]
    }

    mutating func receive(_ answer: PathAnswer) {
        self.answer = answer
        shown = 0
        cursor = 0
    }

    /// The other way: fewest hops, or widest.
    mutating func nextKind() {
        guard let count = answer?.paths.count, count > 1 else { return }
        shown = (shown + 1) % count
        cursor = 0
        (sought, fitting) = (FilterQuery(""), 0)
    }

    /// Goes to the first hop that `admits` says yes to, from the cursor on and then from the start.
    mutating func seek(_ query: FilterQuery, _ admits: (TracePath.Edge) -> Bool) {
        sought = query
        let fits = (path?.edges ?? []).map { query.isEmpty || admits($0) }
        fitting = fits.count { $0 }
        guard !query.isEmpty, let place = fits[min(cursor, fits.count)...].firstIndex(of: true) ?? fits.firstIndex(of: true) else { return }
        cursor = place
    }

    mutating func select(_ place: Int) { cursor = min(max(0, place), max(0, (path?.edges.count ?? 0) - 1)) }

    mutating func move(by step: Int) {
        cursor = min(max(0, cursor + step), max(0, (path?.edges.count ?? 0) - 1))
    }
}
