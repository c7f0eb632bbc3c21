import Foundation

extension TmuxTerminal {
    /// The list of the sample case is complete: its first amount is there.
    static let opened = "1.38410842"

    /// A terminal with the sample case in it, past the tour.
    static func sample(width: Int = 80, height: Int = 24, in workspace: Workspace, _ more: String = "") throws -> TmuxTerminal {
        let terminal = try TmuxTerminal(width: width, height: height, in: workspace)
        try terminal.start("open --sample \(more)")
        try terminal.waitUntil(contains: opened)
        try terminal.press("Escape")
        try terminal.waitUntil(contains: "The tour is over")
        return terminal
    }

    /// The number of the event that is said to be saved; nil while none is.
    static func saved(_ screen: String) -> Int? {
        screen.split(separator: "\n").first?.split(separator: "saved ").dropFirst().first
            .flatMap { Int($0.prefix { $0.isNumber || $0 == "," }.filter { $0 != "," }) }
    }

    /// Waits until that event is saved, and answers the screen.
    @discardableResult
    func waitUntilSaved(_ event: Int) throws -> String { try waitUntil("has saved \(event)") { Self.saved($0) == event } }

    @discardableResult
    func waitUntil(_ condition: (String) -> Bool) throws -> String { try waitUntil("fits", condition) }

    // MARK: The mouse

    /// Cell of the first place where `text` stands, from 0; waits until it is there.
    func place(of text: String, after: String = "") throws -> (column: Int, row: Int) {
        _ = try waitUntil(contains: text)
        // What is still moving would be elsewhere by the time of the click.
        let screen = try settled()
        for (row, line) in screen.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where after.isEmpty || line.contains(after) {
            guard let found = line.range(of: text) else { continue }
            return (line.distance(from: line.startIndex, to: found.lowerBound), row)
        }
        throw TimedOut(what: "has \u{201C}\(text)\u{201D} in one row with \u{201C}\(after)\u{201D}", screen: screen)
    }

    /// Presses and releases the left button, both in one write, as often as asked.
    func click(_ column: Int, _ row: Int, times: Int = 1) throws {
        let at = "\(column + 1);\(row + 1)"
        try send(String(repeating: "\u{1B}[<0;\(at)M\u{1B}[<0;\(at)m", count: times))
    }

    /// Clicks on the second cell of a text.
    func click(on text: String, after: String = "", times: Int = 1) throws {
        let place = try place(of: text, after: after)
        try click(place.column + 1, place.row, times: times)
    }

    func wheel(down: Bool, _ column: Int, _ row: Int) throws { try send("\u{1B}[<\(down ? 65 : 64);\(column + 1);\(row + 1)M") }

    /// Presses in one cell, moves through the row to another and lets go there.
    func drag(from: (column: Int, row: Int), to column: Int) throws {
        var text = "\u{1B}[<0;\(from.column + 1);\(from.row + 1)M"
        for step in stride(from: from.column, through: column, by: from.column < column ? 1 : -1) {
            text += "\u{1B}[<32;\(step + 1);\(from.row + 1)M"
        }
        try send(text + "\u{1B}[<0;\(column + 1);\(from.row + 1)m")
    }
}
