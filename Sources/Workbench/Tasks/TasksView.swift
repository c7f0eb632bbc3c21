import Casework
import Encoding

/// One task or hypothesis of the case.
public struct TaskRow: TableRow {
    public enum What: Hashable, Sendable {
        case task(CaseTask)
        case hypothesis(CaseHypothesis)
    }

    public let record: CaseRecord
    public let what: What

    public var id: UInt64 { record.id }
    public static let sortKeys = ["what", "added"]

    /// Nil for records of other kinds.
    init?(_ record: CaseRecord) {
        switch record.content {
        case .task(let task): what = .task(task)
        case .hypothesis(let hypothesis): what = .hypothesis(hypothesis)
        default: return nil
        }
        self.record = record
    }

    /// True while something is left to be done or decided.
    public var isOpen: Bool {
        switch what {
        case .task(let task): !task.isDone
        case .hypothesis(let hypothesis): hypothesis.standing == .open
        }
    }

    /// The day it is due, `2024-04-30`; nil when none was set.
    public var due: String? { if case .task(let task) = what { task.due } else { nil } }

    /// What it is about, or rests on.
    public var subjects: [CaseSubject] { record.content.subjects.filter { $0 != .wholeCase } }

    public func precedes(_ other: TaskRow, by key: Int) -> Bool {
        key == 0 ? record.content.title < other.record.content.title : record.added < other.record.added
    }

    /// What is open first, of that what is due first, then in the order in which it was written down.
    static func goesBefore(_ a: TaskRow, _ b: TaskRow) -> Bool {
        if a.isOpen != b.isOpen { return a.isOpen }
        return (a.due ?? "9999", a.id) < (b.due ?? "9999", b.id)
    }

    /// Words of what it says and who is to do it, `open`, `done`, `kind:task`, `by:MK`, `after:` and `before:` of the day it is due.
    public func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word("open"): return isOpen
        case .word("done"): return !isOpen
        case .word(let word):
            let assignee = if case .task(let task) = what { task.assignee } else { "" }
            return [record.content.title, assignee].contains { TextSearch.contains($0, word) }
        case .pair("kind", let kind): return record.content.kind.hasPrefix(kind)
        case .pair("by", let name): return record.author.lowercased().hasPrefix(name)
        case .time(let isAfter, let bound):
            guard let due else { return false }
            return (due >= UTCTime(seconds: bound).date) == isAfter
        case .pair, .amount: return false
        }
    }
}

/// What is to be done and what may be so: tasks and hypotheses, and which of them are settled.
public struct TasksView: TableView {
    public static let pane = Pane.tasks
    public var table = Table<TaskRow>()

    public var subject: CaseSubject? { table.selected.map { .record($0.id) } }
    public var copyable: String? { table.selected.map { $0.record.content.title } }
    public var filterHelp: String { "words, open, done, kind:task, by:MK, before:2024-05-31, not …" }

    public mutating func refresh(_ state: WorkbenchState) {
        let rows = state.openCase.records.compactMap(TaskRow.init).sorted(by: TaskRow.goesBefore)
        if rows.map(\.record) != table.rows.map(\.record) { table.replace(rows) }
    }
}

extension WorkbenchState {
    private var selectedTask: TaskRow? { views[TasksView.self]?.table.selected }

    /// Goes to what the row under the cursor is about.
    mutating func openTask() -> [Effect] {
        guard let subject = selectedTask?.subjects.first else { return [] }
        return go(to: subject)
    }

    /// A task is done or to be done again; a hypothesis is open, supported, rejected, and open again.
    mutating func settleTask() -> [Effect] {
        guard let row = selectedTask else { return [] }
        switch row.what {
        case .task(var task):
            task.isDone.toggle()
            return change(.changeRecord(id: row.id, .task(task)))
        case .hypothesis(var hypothesis):
            let all = CaseHypothesis.Standing.allCases
            let place = all.firstIndex(of: hypothesis.standing) ?? 0
            hypothesis.standing = all[(place + 1) % all.count]
            return change(.changeRecord(id: row.id, .hypothesis(hypothesis)))
        }
    }

    var taskObstacle: String? { selectedTask == nil ? "no task is selected" : nil }

    var taskSubjectObstacle: String? {
        guard let row = selectedTask else { return taskObstacle }
        return row.subjects.isEmpty ? "it names no address or transaction" : nil
    }
}

extension CommandTable {
    /// Tasks and hypotheses.
    static let taskCommands: [Command] = [
        Command("tasks", [.character("#")], "tasks and hypotheses, what is open first", place: .everywhere) {
            $0.open(TasksView.self) { TasksView() }
            return []
        },
        Command(
            "open-task", [.enter, .right, .character("l")], "go to what it is about", place: .selection, panes: [.tasks],
            hint: "what it is about", unless: { $0.taskSubjectObstacle }
        ) { $0.openTask() },
        Command(
            "settle", [.character("Z")], "done, or to be done; open, supported or rejected", place: .selection, panes: [.tasks],
            hint: "settle", unless: { writable($0) ?? $0.taskObstacle }
        ) { $0.settleTask() },
    ]
}
