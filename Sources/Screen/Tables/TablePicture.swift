import Workbench

/// A column of a table.
struct TableColumn {
    enum Alignment { case left, right }

    var title: String
    /// Cells it takes; those of the one that stretches are the least it can do with.
    var width: Int
    var alignment = Alignment.left
    /// The most cells that the one column takes that takes what is left of the row; nil for the others.
    var most: Int?
    /// Columns with the highest number are left out first where the row is too short; 0 always stays.
    var rank = 0

    init(_ title: String, _ width: Int, _ alignment: Alignment = .left, most: Int? = nil, rank: Int = 0) {
        self.title = title
        self.width = width
        self.alignment = alignment
        self.most = most
        self.rank = rank
    }
}

/// What stands in one column of a row; outside text has been escaped.
struct TableCell {
    var text: String
    var role: Role
    /// An amount: its trailing zeros are drawn in a role of their own.
    var isAmount = false

    init(_ text: String, _ role: Role = .text) {
        self.text = text
        self.role = role
    }

    static func amount(_ text: String, _ role: Role = .amount) -> TableCell {
        var cell = TableCell(text, role)
        cell.isAmount = true
        return cell
    }
}

/// Everything that `TableDrawing` needs to draw a full-width table. One file a view makes one of these.
struct TablePicture {
    /// After the number and name of the pane in the title rule.
    var subject = ""
    /// At the right of the title rule, when no filter is set.
    var figure = ""
    /// Lines between the title rule and the headings.
    var above: [[TableCell]] = []
    var columns: [TableColumn] = []
    /// Rows shown, and the place of the cursor and of the first row on the screen.
    var count = 0
    var cursor = 0
    var top = 0
    /// The cells of one row, one a column.
    var cells: (Int) -> [TableCell] = { _ in [] }
    /// Said in place of rows where there are none.
    var empty = ""
    /// Lines after the last row.
    var below: [TableCell] = []
    /// What `Selected` says at the right of its rule, and its lines; nil leaves both to the subject.
    var selected: (figure: String, lines: [FactLine])?

    /// The picture of the view at a pane; nil where there is none.
    static func of(_ pane: Pane, _ context: ScreenContext) -> TablePicture? {
        let views = context.state.views
        return switch pane {
        case .transactions: views[TransactionsView.self].map { .transactions($0, context) }
        case .transaction: views[TransactionDetailView.self].map { .transaction($0, context) }
        case .timeline: views[TimelineView.self].map { .timeline($0, context) }
        case .findings: views[FindingsView.self].map { .findings($0, context) }
        case .tasks: views[TasksView.self].map { .tasks($0, context) }
        case .journal: views[JournalView.self].map { .journal($0, context) }
        case .cases: views[CasesView.self].map { .cases($0, context) }
        case .members: views[GroupMembersView.self].map { .members($0, context) }
        case .conflicts: views[ConflictsView.self].map { .conflicts($0, context) }
        case .tags: views[TagsView.self].map { .tags($0, context) }
        case .tagConflicts: views[TagConflictsView.self].map { .tagConflicts($0, context) }
        default: nil
        }
    }
}

extension TablePicture {
    /// Takes over how many rows there are and where the cursor is.
    mutating func show(_ view: some TableView) {
        count = view.count
        cursor = view.cursor
        top = view.table.top
    }
}
