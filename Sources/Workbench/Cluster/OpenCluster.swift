import Ledger
import TraceEngine

/// A cluster that was asked in this session: under way, answered or failed.
public struct OpenCluster: Sendable {
    /// Tells answers to this question from those to one asked before.
    public let number: Int
    public let address: Address
    /// What the title calls the address.
    public let title: String
    public let rule: ClusterRule
    /// Members reached so far; nil before the first report.
    public var reached: Int?
    /// Why there is no answer.
    public var failure: String?
    public private(set) var view: ClusterView?
    public var cursor = 0
    /// Why one member is together with the address; shown in place of the members.
    public var why: OpenWhy?

    init(number: Int, address: Address, title: String, rule: ClusterRule) {
        self.number = number
        self.address = address
        self.title = title
        self.rule = rule
    }

    public var isRunning: Bool { view == nil && failure == nil }
    /// The address asked about stands first, then the others, as far as the filter shows them.
    public private(set) var members: [Address] = []
    private var all: [Address] = []
    /// What the members are filtered by.
    public private(set) var filter = FilterQuery("")
    /// Members without the filter.
    public var total: Int { all.count }

    /// The member under the cursor; nil before there is one, and while links are shown.
    public var selected: Address? { why == nil && members.indices.contains(cursor) ? members[cursor] : nil }

    mutating func receive(_ view: ClusterView) {
        self.view = view
        all = [address] + view.members.filter { $0 != address }
        members = all
        filter = FilterQuery("")
        cursor = 0
    }

    /// Shows the members that `admits` says yes to; the cursor stays on its row where that is among them.
    mutating func setFilter(_ query: FilterQuery, _ admits: (Address) -> Bool) {
        let member = members.indices.contains(cursor) ? members[cursor] : nil
        filter = query
        members = query.isEmpty ? all : all.filter(admits)
        cursor = member.flatMap { members.firstIndex(of: $0) } ?? 0
    }

    mutating func select(_ place: Int) { move(by: place - (why?.cursor ?? cursor)) }

    mutating func move(by step: Int) {
        if why != nil {
            why?.move(by: step)
        } else {
            cursor = min(max(0, cursor + step), max(0, members.count - 1))
        }
    }
}

/// The question why an address is in a cluster.
public struct OpenWhy: Sendable {
    public let number: Int
    public let other: Address
    public let title: String
    public var reached: Int?
    public var failure: String?
    public private(set) var answer: ClusterWhy?
    /// The link under the cursor.
    public var cursor = 0

    init(number: Int, other: Address, title: String) {
        self.number = number
        self.other = other
        self.title = title
    }

    public var isRunning: Bool { answer == nil && failure == nil }
    public var selected: ClusterLink? {
        guard let links = answer?.links, links.indices.contains(cursor) else { return nil }
        return links[cursor]
    }

    mutating func receive(_ answer: ClusterWhy?) {
        self.answer = answer
        if answer == nil { failure = "The two are not together by this rule." }
        // The weakest link is what a reader must see first.
        cursor = answer?.links.firstIndex { $0.halves != nil } ?? 0
    }

    mutating func move(by step: Int) {
        cursor = min(max(0, cursor + step), max(0, (answer?.links.count ?? 0) - 1))
    }
}
