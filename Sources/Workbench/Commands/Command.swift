/// One thing an investigator can do. The dispatch of keys, the hint bar, `?`, `:` and the manual page all read this value.
public struct Command: Sendable {
    /// Where help lists it.
    public enum Place: Int, CaseIterable, Sendable {
        /// Acts on what the cursor is on.
        case selection
        /// Acts on the view.
        case view
        case everywhere
    }

    /// What the palette and scripts call it, in kebab case.
    public let name: String
    public let keys: [KeyStroke]
    /// One sentence fragment, lower case, no full stop.
    public let help: String
    public let place: Place
    /// The panes in which the keys mean this.
    public let panes: Set<Pane>
    /// The word in the hint bar for what is selected; nil keeps it out of there.
    public let hint: @Sendable (WorkbenchState) -> String?
    /// Keys as the hint bar shows them when they are not simply the first key, such as `h/l`.
    public let hintKeys: String?
    /// Whether the hint bar names it before others: what an investigator does in this view first, and would not find else.
    public let isHintedFirst: Bool
    /// Why it is not possible now; nil when it is.
    public let obstacle: @Sendable (WorkbenchState) -> String?
    public let run: @Sendable (inout WorkbenchState) -> [Effect]

    /// The panes of an open case.
    static let ofCase = Set(Pane.allCases).subtracting([.cases])

    /// A command whose word in the hint bar is always the same.
    init(
        _ name: String, _ keys: [KeyStroke], _ help: String, place: Place, panes: Set<Pane>? = nil,
        hint: String? = nil, hintKeys: String? = nil, hintedFirst: Bool = false,
        unless obstacle: @escaping @Sendable (WorkbenchState) -> String? = { _ in nil },
        run: @escaping @Sendable (inout WorkbenchState) -> [Effect]
    ) {
        self.init(
            name, keys, help, place: place, panes: panes, hint: { _ in hint }, hintKeys: hintKeys, hintedFirst: hintedFirst,
            unless: obstacle, run: run)
    }

    init(
        _ name: String, _ keys: [KeyStroke], _ help: String, place: Place, panes: Set<Pane>? = nil,
        hint: @escaping @Sendable (WorkbenchState) -> String?, hintKeys: String? = nil, hintedFirst: Bool = false,
        unless obstacle: @escaping @Sendable (WorkbenchState) -> String? = { _ in nil },
        run: @escaping @Sendable (inout WorkbenchState) -> [Effect]
    ) {
        self.name = name
        self.keys = keys
        self.help = help
        self.place = place
        // What acts on a selection of the case means nothing in the list of cases.
        self.panes = panes ?? (place == .selection ? Self.ofCase : Set(Pane.allCases))
        self.hint = hint
        self.hintKeys = hintKeys
        isHintedFirst = hintedFirst
        self.obstacle = { state in
            state.hasCase || CommandTable.withoutCase.contains(name) ? obstacle(state) : "no case is open"
        }
        self.run = run
    }
}

/// Every command, in the order in which help shows them. There is no second list.
public enum CommandTable {
    public static let all: [Command] =
        savingCommands + conflictCommands + caseCommands + tagCommands + memberCommands + stopCommands + memberOfClusterCommands + keepFindingCommands + transactionCommands + timelineCommands + findingCommands + taskCommands + journalCommands
        + selectionCommands + annotationCommands + traceCommands + clusterCommands + pathCommands + tableCommands
        + modeCommands + viewCommands + motionCommands
        + repeatCommands + everywhereCommands + layoutCommands

    /// The same in the order of the hint bar, where what does not fit falls off the end.
    public static let inHintOrder: [Command] = all.filter(\.isHintedFirst) + all.filter { !$0.isHintedFirst }

    /// The command a key means in a pane; nil when it means nothing there.
    public static func command(for key: KeyStroke, in pane: Pane) -> Command? {
        all.first { $0.panes.contains(pane) && $0.keys.contains(key) }
    }

    /// The command that shows a pane.
    public static func toShow(_ pane: Pane) -> Command? {
        guard let digit = pane.number.map({ KeyStroke.character(Character(String($0))) }) else { return nil }
        return all.first { $0.place == .everywhere && $0.keys == [digit] }
    }

    /// The command of that name.
    public static func command(named name: String) -> Command? { all.first { $0.name == name } }
}
