import Casework
import Ledger

extension WorkbenchState {
    /// A workbench without a case: it shows the cases to choose from.
    public static func choosingCase(columns: Int = 80, rows: Int = 24) -> WorkbenchState {
        let none = Case(name: "", question: "", chain: .bitcoin, created: .init(milliseconds: 0))
        var state = WorkbenchState(
            openCase: none, ledger: .missing("No case is open."), readOnlyReason: "no case is open", columns: columns, rows: rows)
        state.hasCase = false
        state.pane = .cases
        state.views[CasesView.self] = CasesView()
        return state
    }

    /// Leaves the open case for another; nothing that is not on disk is left behind.
    mutating func leave(for next: NextCase) -> [Effect] {
        guard unsaved.failure == nil else {
            toast = .warning(
                "\(unsaved.changes.count == 1 ? "1 change is" : "\(unsaved.changes.count) changes are") not on disk. Ctrl-s tries "
                    + "again, S saves the case in another folder.")
            return []
        }
        guard unsaved.isEmpty else {
            toast = .news("A change is still being saved. Press the key again in a moment.")
            return []
        }
        // The view that is kept is that of the case, not the list it was left from.
        if pane == .cases, let before = trail.back(from: place) { pane = before.pane }
        nextCase = next
        isFinished = true
        return hasCase ? [.keepView, .quit] : [.quit]
    }

    /// Opens what was typed: a folder, or the name of a case.
    mutating func openCase(named text: String) -> [Effect] {
        text.isEmpty ? [] : leave(for: .folder(text, isReadOnly: false))
    }

    /// The name of a new case was typed; now what it is to answer.
    mutating func nameCase(_ name: String) -> [Effect] {
        guard !name.isEmpty, !name.hasPrefix(".") else { return [] }
        input = .prompt(Prompt(.newCaseChain(name), text: "bitcoin"))
        return []
    }

    /// The chain of a new case was typed.
    mutating func chooseChain(_ text: String, of name: String) -> [Effect] {
        guard let chain = Chain(named: text.lowercased()) else {
            var prompt = Prompt(.newCaseChain(name), text: text)
            prompt.complaint = "No chain is called “\(text)”. Known are \(Chain.all.map(\.name).joined(separator: ", "))."
            input = .prompt(prompt)
            return []
        }
        input = .prompt(Prompt(.newCaseQuestion(name, chain: chain.name)))
        return []
    }

    private var selectedCase: CaseEntry? { views[CasesView.self]?.table.selected?.entry }

    /// Opens the case under the cursor.
    mutating func openSelectedCase(isReadOnly: Bool) -> [Effect] {
        guard let entry = selectedCase else { return [] }
        return leave(for: .folder(entry.folder, isReadOnly: isReadOnly))
    }
}

extension CommandTable {
    /// Choosing a case, and beginning one.
    static let caseCommands: [Command] = [
        Command(
            "open-case", [.enter, .right, .character("l")], "open the case", place: .selection, panes: [.cases], hint: "open",
            unless: needsCaseRow
        ) { $0.openSelectedCase(isReadOnly: false) },
        Command(
            "open-case-read-only", [.character("r")], "open the case and change nothing", place: .selection, panes: [.cases],
            hint: "open read-only", unless: needsCaseRow
        ) { $0.openSelectedCase(isReadOnly: true) },
        Command("new-case", [.character("n")], "begin a case of your own", place: .view, panes: [.cases], hint: "new case") {
            $0.input = .prompt(Prompt(.newCase))
            return []
        },
        Command(
            "open-folder", [.character("f")], "open a case by its folder or its name", place: .view, panes: [.cases],
            hint: "folder"
        ) {
            $0.input = .prompt(Prompt(.openFolder))
            return []
        },
        Command(
            "sample-case", [.character("s")], "practise on the sample case, a fraud on a test network", place: .view,
            panes: [.cases], hint: "sample"
        ) { $0.leave(for: .sample(withTour: false)) },
        Command(
            "sample-tour", [.character("t")], "one minute through the workbench, on the sample case", place: .view,
            panes: [.cases], hint: "tour"
        ) { $0.leave(for: .sample(withTour: true)) },
        Command("cases", [.character("B")], "your cases: what changed in them, what is due", place: .everywhere) { state in
            state.open(CasesView.self) { CasesView() }
            state.views.change(CasesView.self) { $0.readAgain() }
            return []
        },
    ]

    /// What is possible while no case is open.
    static let withoutCase: Set<String> = [
        "open-case", "open-case-read-only", "new-case", "open-folder", "sample-case", "sample-tour", "cases", "sort", "reverse",
        "filter", "clear-filter", "down", "up", "page-down", "page-up", "first", "last", "theme", "glyphs", "suspend", "palette",
        "help", "menus", "quit", "mouse", "copy", "record-macro", "play-macro",
    ]

    private static let needsCaseRow: @Sendable (WorkbenchState) -> String? = { state in
        state.views[CasesView.self]?.table.selected == nil ? "no case is selected" : nil
    }
}

extension WorkbenchState {
    /// Takes over what belongs to the user and not to a case: keys, mouse, the size of the screen.
    public mutating func takeHabits(of other: WorkbenchState) {
        keymap = other.keymap
        usesMouse = other.usesMouse
        columns = other.columns
        rows = other.rows
    }
}
