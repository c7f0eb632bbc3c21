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
    /// Rows that a filter looks at in one go: a millisecond or two.
    static var slice: Int { get }
    /// Adds the places of those rows that a filter admits, and answers where among them the row of an id came to be.
    ///
    /// A requirement, so that each kind of row has a loop compiled for it and may know a faster way to the same answer.
    static func look(
        at rows: [Self], _ range: Range<Int>, in order: [Int]?, by filter: FilterQuery, for id: ID?, adding shown: inout [Int]
    ) -> Int?
}

extension TableRow {
    public static var sortKeys: [String] { [] }
    public func precedes(_ other: Self, by key: Int) -> Bool { false }
    public static var slice: Int { 10_000 }

    public static func look(
        at rows: [Self], _ range: Range<Int>, in order: [Int]?, by filter: FilterQuery, for id: ID?, adding shown: inout [Int]
    ) -> Int? {
        lookAtEach(of: rows, range, in: order, by: filter, for: id, adding: &shown)
    }

    /// Asks one row after the other.
    static func lookAtEach(
        of rows: [Self], _ range: Range<Int>, in order: [Int]?, by filter: FilterQuery, for id: ID?, adding shown: inout [Int]
    ) -> Int? {
        var found: Int?
        for at in range {
            let place = order?[at] ?? at
            guard filter.admits({ rows[place].admits($0) }) else { continue }
            if found == nil, let id, rows[place].id == id { found = shown.count }
            shown.append(place)
        }
        return found
    }
}

/// Rows with a cursor, a filter and an order; they may come a page at a time.
///
/// Moving is constant time. A filter looks at a slice of the rows at once and at the rest when it is told to `proceed`, so that no
/// key waits for it, however many rows there are; sorting takes time in the number of rows, and happens when the order or the
/// rows change, not when the filter does.
public struct Table<Row: TableRow>: Sendable {
    /// All rows that have come, in the table's own order.
    public private(set) var rows: [Row] = []
    /// All rows in the order that was chosen, by their places in `rows`; nil stands for the table's own.
    private var sorted: [Int]?
    /// Rows shown, by their places in `rows`. Nil stands for all of them in their order.
    private var places: [Int]?
    /// Rows that the filter has looked at, in their order.
    public private(set) var examined = 0
    /// The row that the cursor was on and that the filter has not come to yet.
    private var sought: Row.ID?
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

    /// True as long as the filter has not looked at all rows that are here.
    public var isExamining: Bool { !filter.isEmpty && examined < rows.count }

    /// The filter looks at the next rows.
    public mutating func proceed() {
        guard isExamining else { return }
        let (filter, sorted) = (filter, sorted)
        var shown = places ?? []
        // Nobody else holds the places while more are added.
        places = nil
        let end = min(rows.count, examined + Row.slice)
        let looked = Row.look(at: rows, examined..<end, in: sorted, by: filter, for: sought, adding: &shown)
        if let looked {
            cursor = looked
            sought = nil
        }
        examined = end
        places = shown
        // It is not among those shown.
        if !isExamining { sought = nil }
        takeAwaited()
    }

    /// Rows shown.
    public var count: Int { places?.count ?? rows.count }

    /// The row at a place among those shown.
    public subscript(place: Int) -> Row { rows[places?[place] ?? sorted?[place] ?? place] }

    /// The row under the cursor; nil where none is shown.
    public var selected: Row? { cursor < count ? self[cursor] : nil }

    /// Moves the cursor, stopping at the ends.
    public mutating func move(by step: Int) {
        letGo()
        let (target, overflow) = cursor.addingReportingOverflow(step)
        cursor = min(max(0, overflow ? (step > 0 ? .max : 0) : target), max(0, count - 1))
    }

    /// Puts the cursor on a row; false when it is not shown.
    @discardableResult
    public mutating func select(_ id: Row.ID) -> Bool {
        guard let place = (0..<count).first(where: { self[$0].id == id }) else { return false }
        letGo()
        cursor = place
        return true
    }

    /// Puts the cursor on the row at a place among those shown.
    public mutating func select(place: Int) {
        letGo()
        cursor = min(max(0, place), max(0, count - 1))
    }

    /// Puts the cursor there as soon as the rows have come; until then it stays at the end of those that are here, so that
    /// the next are asked for.
    public mutating func wait(for place: Int) {
        sought = nil
        awaited = max(0, place)
        takeAwaited()
    }

    private mutating func takeAwaited() {
        guard let place = awaited else { return }
        cursor = min(place, max(0, count - 1))
        if place < count { awaited = nil }
    }

    /// The cursor is put somewhere by hand: it goes nowhere else by itself.
    private mutating func letGo() {
        awaited = nil
        sought = nil
    }

    /// More rows came, after those that are here.
    public mutating func append(_ more: [Row]) {
        let id = cursorRow
        rows += more
        if sortKey == nil, !isDescending {
            // What came before was looked at before.
            if !filter.isEmpty { proceed() }
        } else {
            arrange(keeping: id)
        }
        takeAwaited()
    }

    /// Other rows took the place of those here; the cursor stays on its row where that is among them.
    public mutating func replace(_ rows: [Row]) {
        let id = cursorRow
        self.rows = rows
        arrange(keeping: id)
        takeAwaited()
    }

    /// Shows the rows that a filter admits: the first slice of them at once, the others as it proceeds.
    public mutating func setFilter(_ text: String) {
        guard text != filter.text else { return }
        let id = cursorRow
        awaited = nil
        filter = FilterQuery(text)
        examine(keeping: id)
    }

    /// Sorts by a column, or in the table's own order where there is none of that number.
    public mutating func sort(by key: Int?, isDescending: Bool = false) {
        let id = cursorRow
        sortKey = key.flatMap { Row.sortKeys.indices.contains($0) ? $0 : nil }
        self.isDescending = isDescending
        arrange(keeping: id)
    }

    /// The row that the cursor is on, or goes to once the filter has come there.
    private var cursorRow: Row.ID? { sought ?? selected?.id }

    /// Puts all rows in their order, then filters them.
    private mutating func arrange(keeping id: Row.ID?) {
        sorted = nil
        if let sortKey {
            // Rows that are equal stay in the table's own order.
            let (rows, isDescending) = (rows, isDescending)
            sorted = rows.indices.sorted { a, b in
                let (first, second) = isDescending ? (b, a) : (a, b)
                if rows[first].precedes(rows[second], by: sortKey) { return true }
                return rows[second].precedes(rows[first], by: sortKey) ? false : a < b
            }
        } else if isDescending {
            sorted = rows.indices.reversed()
        }
        examine(keeping: id)
    }

    private mutating func examine(keeping id: Row.ID?) {
        (places, examined, sought) = (filter.isEmpty ? nil : [], 0, id)
        proceed()
        if filter.isEmpty, let id, let place = (0..<count).first(where: { self[$0].id == id }) { cursor = place }
        guard !isExamining else {
            // Not come to yet: the first row that is shown, rather than one that nobody chose.
            if sought != nil { cursor = 0 }
            return
        }
        sought = nil
        cursor = min(cursor, max(0, count - 1))
    }
}
