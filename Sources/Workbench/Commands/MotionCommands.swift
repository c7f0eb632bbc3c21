extension CommandTable {
    /// Moving the cursor.
    static let motionCommands: [Command] = [
        Command("down", [.down, .character("j")], "next row", place: .view) { $0.moveCursor(by: $0.times) },
        Command("up", [.up, .character("k")], "row before", place: .view) { $0.moveCursor(by: -$0.times) },
        Command(
            "right", [.right, .character("l")], "one hop on, towards the outputs", place: .view, panes: [.graph],
            hint: "hop", hintKeys: "h/l"
        ) { $0.moveHops(.right) },
        Command("left", [.left, .character("h")], "one hop back, towards the inputs", place: .view, panes: [.graph]) {
            $0.moveHops(.left)
        },
        Command("page-down", [.pageDown, .control("d")], "a page down; in the notes the text", place: .view) {
            $0.movePage(by: $0.times)
        },
        Command("page-up", [.pageUp, .control("u")], "a page up; in the notes the text", place: .view) {
            $0.movePage(by: -$0.times)
        },
        Command("first", [.home, .character("g")], "first row", place: .view) { $0.moveCursor(by: -1_000_000) },
        Command("last", [.end, .character("G")], "last row; with a count that row", place: .view) { state in
            guard let row = state.count else { return state.moveCursor(by: 1_000_000) }
            _ = state.moveCursor(by: -1_000_000)
            return state.moveCursor(by: max(0, row - 1))
        },
    ]
}
