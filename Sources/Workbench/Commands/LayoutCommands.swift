extension CommandTable {
    /// How the room is shared, and whether the mouse is taken.
    static let layoutCommands: [Command] = [
        Command(
            "narrower", [.character("<")], "give the left column less room", place: .everywhere, unless: needsTwoColumns
        ) { $0.moveSplit(by: -2 * $0.times) },
        Command(
            "wider", [.character(">")], "give the left column more room", place: .everywhere, unless: needsTwoColumns
        ) { $0.moveSplit(by: 2 * $0.times) },
        Command("mouse", [], "leave the mouse to the terminal, or take it again", place: .everywhere) { state in
            state.usesMouse.toggle()
            state.toast = .news(state.usesMouse ? "Clicks and the wheel are taken." : "The mouse is the terminal's own.")
            return [.useMouse(state.usesMouse)]
        },
        Command("menus", [.function(10)], "menus of everything, for those who do not know the keys", place: .everywhere) {
            $0.input = .menu(.theCase, ChoiceSheet())
            return []
        },
        Command("tour", [], "one minute through the workbench", place: .everywhere) { state in
            state.tour = 0
            return []
        },
    ]

    private static let needsTwoColumns: @Sendable (WorkbenchState) -> String? = { state in
        ScreenLayout(state: state).separator == nil ? "there is one column" : nil
    }
}

extension WorkbenchState {
    /// Moves the vertical between the columns.
    mutating func moveSplit(by cells: Int) -> [Effect] {
        guard let now = ScreenLayout(state: self).separator else { return [] }
        split = ScreenLayout.leftWidth(asked: now + cells, of: columns)
        return feedGraph() + [.keepView]
    }
}
