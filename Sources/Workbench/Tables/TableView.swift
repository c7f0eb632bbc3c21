import Casework
import Encoding

/// A view that takes the full width and is one table. Its rows come from effects in the background: nothing here waits.
///
/// To add one: a `Pane`, a type of this protocol, an `Effect` that reads and the `Message` that answers, commands with that
/// pane, and in `Screen` a `TablePicture`.
public protocol TableView: Sendable {
    associatedtype Row: TableRow
    /// Where it is shown.
    static var pane: Pane { get }
    var table: Table<Row> { get set }
    /// What the row under the cursor is about; notes, labels and flags go there.
    var subject: CaseSubject? { get }
    /// The grammar that `/` shows.
    var filterHelp: String { get }
    /// What `y` copies; nil for the subject's identifier.
    var copyable: String? { get }
    /// What the view lacks, near its cursor first. Asked after every message while it is shown; what is under way is not
    /// asked again, so answering twice the same is right.
    func needs(in state: WorkbenchState) -> [Effect]
    /// Takes what the ledger and the case have said since; called after every message while it is shown.
    mutating func refresh(_ state: WorkbenchState)
    /// What is kept of it between sessions: filter, order, cursor.
    var memory: JSONValue { get }
    /// Takes up what was kept, as its rows come in.
    mutating func restore(_ memory: JSONValue)
}

extension TableView {
    public var subject: CaseSubject? { nil }
    public var copyable: String? { nil }
    public var filterHelp: String { "words, not …" }
    public mutating func refresh(_ state: WorkbenchState) {}
    public func needs(in state: WorkbenchState) -> [Effect] { [] }

    public var count: Int { table.count }
    public var total: Int { table.rows.count }
    public var cursor: Int { table.cursor }
    /// The first row that is shown.
    var top: Int { table.top }
    /// True as long as the filter has rows to look at; `examined` says how many it has seen.
    public var isExamining: Bool { table.isExamining }
    public var examined: Int { table.examined }
    mutating func proceed() { table.proceed() }
    public var filterText: String { table.filter.text }
    var sortKeys: [String] { Row.sortKeys }
    /// A number for the order of the rows: another order has another one.
    public var order: Int { (table.sortKey ?? -1) * 2 + (table.isDescending ? 1 : 0) }

    mutating func setFilter(_ text: String) { table.setFilter(text) }

    public var memory: JSONValue { tableMemory }
    public mutating func restore(_ memory: JSONValue) { restoreTable(memory) }

    /// Filter, order and cursor.
    var tableMemory: JSONValue {
        ["filter": .string(table.filter.text), "order": .integer(Int64(order)), "place": .integer(Int64(table.cursor))]
    }

    mutating func restoreTable(_ memory: JSONValue) {
        table.setFilter(memory["filter"]?.stringValue ?? "")
        if let kept = memory["order"]?.integerValue.map({ Int(clamping: $0) }), kept != order {
            table.sort(by: kept < 0 ? nil : kept / 2, isDescending: kept & 1 == 1)
        }
        if let place = memory["place"]?.integerValue { table.wait(for: Int(clamping: place)) }
    }
    mutating func move(by step: Int) { table.move(by: step) }
    mutating func select(place: Int) { table.select(place: place) }

    /// Goes on to the next column that can be sorted by, then back to the table's own order.
    mutating func nextSort() {
        let next = table.sortKey.map { $0 + 1 } ?? 0
        table.sort(by: Row.sortKeys.indices.contains(next) ? next : nil, isDescending: table.isDescending)
    }

    mutating func reverse() { table.sort(by: table.sortKey, isDescending: !table.isDescending) }

    /// Scrolls no further than the cursor needs.
    mutating func scroll(height: Int) {
        table.top = Scroll.top(keeping: table.cursor, of: table.count, in: height, from: table.top)
    }
}

/// The views that were opened in this session, each as it was left.
public struct OpenViews: Sendable {
    private var views: [Pane: any TableView] = [:]

    public init() {}

    /// The view of a pane as one whose rows are not known here.
    public subscript(pane: Pane) -> (any TableView)? {
        get { views[pane] }
        set { views[pane] = newValue }
    }

    /// The panes of the views that were opened.
    var panes: [Pane] { Pane.allCases.filter { views[$0] != nil } }

    public subscript<View: TableView>(type: View.Type) -> View? {
        get { views[View.pane] as? View }
        set { views[View.pane] = newValue }
    }

    /// Changes a view in place, without a copy of its rows; nil when it was never opened.
    @discardableResult
    mutating func change<View: TableView, Result>(_ type: View.Type, _ body: (inout View) -> Result) -> Result? {
        guard var view = views.removeValue(forKey: View.pane) as? View else { return nil }
        defer { views[View.pane] = view }
        return body(&view)
    }

    /// The same for whatever view is at a pane.
    mutating func change(_ pane: Pane, _ body: (inout any TableView) -> Void) {
        guard var view = views.removeValue(forKey: pane) else { return }
        body(&view)
        views[pane] = view
    }
}
