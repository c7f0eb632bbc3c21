/// The menus of F10: the table once more, for those who do not know the keys.
public enum Menu: Int, CaseIterable, Sendable {
    case theCase, view, selected, tools

    public var title: String {
        switch self {
        case .theCase: "Case"
        case .view: "View"
        case .selected: "Selected"
        case .tools: "Tools"
        }
    }

    func next(by step: Int) -> Menu {
        Menu(rawValue: (rawValue + step + Self.allCases.count) % Self.allCases.count) ?? self
    }

    /// Its commands in the order of the table, those of the case by what is done most; what is not possible now is among them.
    public func commands(in pane: Pane) -> [Command] {
        let commands = CommandTable.all.filter { $0.menu == self && $0.panes.contains(pane) }
        guard self == .theCase else { return commands }
        return Command.ofTheCase.compactMap { name in commands.first { $0.name == name } }
    }
}

extension Command {
    /// The menu that has it.
    public var menu: Menu {
        switch place {
        case .selection: .selected
        case .view: .view
        case .everywhere: Self.ofTheCase.contains(name) ? .theCase : Self.ofTools.contains(name) ? .tools : .view
        }
    }

    fileprivate static let ofTheCase = [
        "cases", "undo", "redo", "repeat-change", "import-addresses", "report", "save-again", "save-elsewhere", "leave-unsaved",
        "take-over", "quit",
    ]
    private static let ofTools: Set = [
        "palette", "help", "menus", "tour", "suspend", "record-macro", "play-macro", "find", "keep-place", "go-to-place", "mouse",
    ]
}
