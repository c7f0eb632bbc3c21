/// A few paragraphs being typed, for notes; longer ones go to $EDITOR.
public struct TextEditor: Hashable, Sendable {
    public private(set) var lines: [[Character]]
    public private(set) var row: Int
    public private(set) var column: Int

    /// More than this is for $EDITOR.
    public static let limit = 65_536
    /// Lines that a page key moves: about as many as the sheet shows.
    static let page = 10

    public init(_ text: String = "") {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
        if lines.isEmpty { lines = [[]] }
        row = lines.count - 1
        column = lines[row].count
    }

    public var text: String { lines.map { String($0) }.joined(separator: "\n") }
    public var isEmpty: Bool { lines.allSatisfy { line in line.allSatisfy(\.isWhitespace) } }

    public mutating func insert(_ text: String) {
        var room = Self.limit - lines.reduce(0) { $0 + $1.count + 1 }
        for character in text where room > 0 {
            room -= 1
            if character.isNewline { breakLine() } else {
                lines[row].insert(character == "\t" ? " " : character, at: column)
                column += 1
            }
        }
    }

    /// Handles a key of text editing; false when the key is none.
    public mutating func handle(_ key: KeyStroke) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .enter: insert("\n")
        case .backspace, .control("h"):
            if column > 0 {
                column -= 1
                lines[row].remove(at: column)
            } else if row > 0 {
                column = lines[row - 1].count
                lines[row - 1] += lines.remove(at: row)
                row -= 1
            }
        case .delete, .control("d"):
            if column < lines[row].count { lines[row].remove(at: column) } else if row + 1 < lines.count {
                lines[row] += lines.remove(at: row + 1)
            }
        case .left:
            if column > 0 { column -= 1 } else if row > 0 { row -= 1; column = lines[row].count }
        case .right:
            if column < lines[row].count { column += 1 } else if row + 1 < lines.count { row += 1; column = 0 }
        case .pageUp: move(by: -Self.page)
        case .pageDown: move(by: Self.page)
        case .home, .control("a"): column = 0
        case .end: column = lines[row].count
        case .control("u"):
            lines[row].removeSubrange(..<column)
            column = 0
        case .control("k"): lines[row].removeSubrange(column...)
        case .control("w"):
            var from = column
            while from > 0, lines[row][from - 1] == " " { from -= 1 }
            while from > 0, lines[row][from - 1] != " " { from -= 1 }
            lines[row].removeSubrange(from..<column)
            column = from
        default: return false
        }
        return true
    }

    /// Moves up or down by rows of a screen that is `cells` wide, keeping the cell; above the first row to the beginning,
    /// below the last to the end.
    mutating func moveRow(by step: Int, cells: Int) {
        let rows = TypedRows(self, cells: cells)
        let target = rows.cursor.row + step
        if target < 0 {
            (row, column) = (0, 0)
        } else if target >= rows.count {
            (row, column) = (lines.count - 1, lines[lines.count - 1].count)
        } else {
            (row, column) = rows.place(row: target, cell: rows.cursor.column, in: self)
        }
    }

    /// The word that ends at the cursor; nil where none does.
    var wordBeforeCursor: String? {
        let word = lines[row][..<column].reversed().prefix { !$0.isWhitespace }
        return word.isEmpty ? nil : String(word.reversed())
    }

    mutating func replaceWordBeforeCursor(with text: String) {
        let count = wordBeforeCursor?.count ?? 0
        lines[row].removeSubrange((column - count)..<column)
        column -= count
        insert(text)
    }

    /// Puts the cursor behind the first line, where a template wants its first answer.
    mutating func moveToFirstBlank() {
        row = 0
        column = lines[0].count
    }

    private mutating func move(by lines: Int) {
        row = min(max(0, row + lines), self.lines.count - 1)
        column = min(column, self.lines[row].count)
    }

    private mutating func breakLine() {
        let rest = Array(lines[row][column...])
        lines[row].removeSubrange(column...)
        lines.insert(rest, at: row + 1)
        row += 1
        column = 0
    }
}
