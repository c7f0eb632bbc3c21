extension CommandTable {
    /// Moving the cursor.
    static let motionCommands: [Command] = [
        Command("down", [.down, .character("j")], "next row", place: .view) { $0.moveCursor(by: 1) },
        Command("up", [.up, .character("k")], "row before", place: .view) { $0.moveCursor(by: -1) },
        Command(
            "right", [.right, .character("l")], "one hop on, towards the outputs", place: .view, panes: [.graph],
            hint: "hop", hintKeys: "h/l"
        ) { $0.moveHop(.right) },
        Command("left", [.left, .character("h")], "one hop back, towards the inputs", place: .view, panes: [.graph]) {
            $0.moveHop(.left)
        },
        Command("page-down", [.pageDown, .control("d")], "a page down; in the notes the text", place: .view) {
            $0.movePage(by: 1)
        },
        Command("page-up", [.pageUp, .control("u")], "a page up; in the notes the text", place: .view) {
            $0.movePage(by: -1)
        },
        Command("first", [.home, .character("g")], "first row", place: .view) { $0.moveCursor(by: -1_000_000) },
        Command("last", [.end, .character("G")], "last row", place: .view) { $0.moveCursor(by: 1_000_000) },
    ]
}
