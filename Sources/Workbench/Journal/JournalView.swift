/// The journal, newest event first.
public struct JournalView: TableView {
    public static let pane = Pane.journal
    public var table = Table<JournalRow>()
    /// The head of the case when the rows were read; nil before they came.
    public private(set) var head: UInt64?

    public var filterHelp: String { "words, by:MK, act:note, after:2024-02-14, not …" }
    public var copyable: String? { table.selected?.event.hash }

    public func needs(in state: WorkbenchState) -> [Effect] {
        head == state.journalHead ? [] : [.loadJournal(head: state.journalHead)]
    }

    mutating func receive(_ page: JournalPage, head: UInt64) {
        self.head = head
        table.replace(page.rows)
    }
}
