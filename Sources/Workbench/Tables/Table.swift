/// A row of a table: what it is, and how it is filtered and sorted.
public protocol TableRow: Sendable {
    associatedtype ID: Hashable & Sendable
    /// What the cursor stays on while rows come and go.
    var id: ID { get }
    /// The columns that can be sorted by, in the order in which `o` goes through them; the table's own order is not one.
    static var sortKeys: [String] { get }
    /// Whether this row stands before another when sorted by that key, ascending.
    func precedes(_ other: Self, by key: Int) -> Bool
    /// Whether one term of a filter holds.
    func admits(_ term: FilterQuery.Term) -> Bool
}

extension TableRow {
    public static var sortKeys: [String] { [] }
    public func precedes(_ other: Self, by key: Int) -> Bool { false }
}

/// Rows with a cursor, a filter and an order; they may come a page at a time.
///
/// Moving is constant time; filtering and sorting take time in the number of rows, and happen when the filter, the order or
/// the rows change.
public struct Table<Row: TableRow>: Sendable {
    /// All rows that have come, in the table's own order.
    public private(set) var rows: [Row] = []
    /// Rows shown: places in `rows`, filtered and sorted. Nil stands for all of them as they came.
    private var places: [Int]?
    /// The row under the cursor, by its place among those shown.
    public private(set) var cursor = 0
    /// The first row on the screen when it was last drawn.
    public var top = 0
    public private(set) var filter = FilterQuery("")
    /// The column that is sorted by; nil for the table's own order.
    public private(set) var sortKey: Int?
    public private(set) var isDescending = false
    /// Where the cursor is to go as soon as so many rows are here; nil when it is where it belongs.
    private var awaited: Int?

    public init(_ rows: [Row] = []) { self.rows = rows }

    /// Rows shown.
    public var count: Int { places?.count ?? rows.count }

    /// The row at a place among those shown.
    public subscript(place: Int) -> Row { rows[places?[place] ?? place] }

    /// The row under the cursor; nil where none is shown.
    public var selected: Row? { cursor < count ? self[cursor] : nil }

    /// Moves the cursor, stopping at the ends.
    public mutating func move(by step: Int) {
        awaited = nil
        let (target, overflow) = cursor.addingReportingOverflow(step)
        cursor = min(max(0, overflow ? (step > 0 ? .max : 0) : target), max(0, count - 1))
    }

    /// Puts the cursor on a row; false when it is not shown.
    @discardableResult
    public mutating func select(_ id: Row.ID) -> Bool {
        guard let place = (0..<count).first(where: { self[$0].id == id }) else { return false }
        cursor = place
        awaited = nil
        return true
    }

    /// Puts the cursor on the row at a place among those shown.
    public mutating func select(place: Int) {
        awaited = nil
        cursor = min(max(0, place), max(0, count - 1))
    }

    /// Puts the cursor there as soon as the rows have come; until then it stays at the end of those that are here, so that
    /// the next are asked for.
    public mutating func wait(for place: Int) {
        awaited = max(0, place)
        takeAwaited()
    }

    private mutating func takeAwaited() {
        guard let place = awaited else { return }
        cursor = min(place, max(0, count - 1))
        if place < count { awaited = nil }
    }

    /// More rows came, after those that are here.
    public mutating func append(_ more: [Row]) {
        rows += more
        arrange()
        takeAwaited()
    }

    /// Other rows took the place of those here; the cursor stays on its row where that is among them.
    public mutating func replace(_ rows: [Row]) {
        let id = selected?.id
        self.rows = rows
        places = nil
        arrange(keeping: id)
        takeAwaited()
    }

    public mutating func setFilter(_ text: String) {
        guard text != filter.text else { return }
        let id = selected?.id
        filter = FilterQuery(text)
        arrange(keeping: id)
    }

    /// Sorts by a column, or in the table's own order where there is none of that number.
    public mutating func sort(by key: Int?, isDescending: Bool = false) {
        let id = selected?.id
        sortKey = key.flatMap { Row.sortKeys.indices.contains($0) ? $0 : nil }
        self.isDescending = isDescending
        arrange(keeping: id)
    }

    private mutating func arrange(keeping id: Row.ID? = nil) {
        let kept = id ?? selected?.id
        if filter.isEmpty, sortKey == nil, !isDescending {
            places = nil
        } else {
            var shown = filter.isEmpty ? Array(rows.indices) : rows.indices.filter { place in filter.admits { rows[place].admits($0) } }
            if let sortKey {
                // Rows that are equal stay in the table's own order.
                let rows = rows
                shown.sort { a, b in
                    let (first, second) = isDescending ? (b, a) : (a, b)
                    if rows[first].precedes(rows[second], by: sortKey) { return true }
                    return rows[second].precedes(rows[first], by: sortKey) ? false : a < b
                }
            } else if isDescending {
                shown.reverse()
            }
            places = shown
        }
        if let kept, !(cursor < count && self[cursor].id == kept), let place = (0..<count).first(where: { self[$0].id == kept }) {
            cursor = place
            return
        }
        cursor = min(cursor, max(0, count - 1))
    }
}
