import Encoding

/// A text being typed as rows of a screen: broken anywhere, so that typing never moves words about.
public struct TypedRows: Sendable {
    /// One row: a part of a paragraph, from a character on.
    struct Row: Sendable {
        var line: Int
        var first: Int
        var text: String
        /// The cell in which each of its characters begins.
        var cells: [Int]
    }

    private let all: [Row]
    /// Row and column of the cursor.
    public private(set) var cursor: (row: Int, column: Int) = (0, 0)

    /// The rows as they are drawn; hidden characters are escaped.
    public var texts: [String] { all.map(\.text) }

    /// - Parameter cells: the width of a row, at least 2.
    public init(_ editor: TextEditor, cells: Int) {
        var rows: [Row] = []
        for (index, line) in editor.lines.enumerated() {
            var row = Row(line: index, first: 0, text: "", cells: [])
            var width = 0
            for (column, character) in line.enumerated() {
                let text = VisibleText.escape(String(character))
                let count = TextWidth.cells(of: text)
                if width + count > cells {
                    rows.append(row)
                    row = Row(line: index, first: column, text: "", cells: [])
                    width = 0
                }
                if index == editor.row, column == editor.column { cursor = (rows.count, width) }
                row.cells.append(width)
                row.text += text
                width += count
            }
            if index == editor.row, editor.column == line.count { cursor = (rows.count, min(width, cells - 1)) }
            rows.append(row)
        }
        all = rows
    }

    /// Line and column of the text at a row and cell; the row's last place where it is shorter.
    func place(row: Int, cell: Int, in editor: TextEditor) -> (line: Int, column: Int) {
        let row = all[min(max(0, row), all.count - 1)]
        let before = row.cells.lastIndex { $0 <= cell }
        let isLastOfLine = row.first + row.cells.count == editor.lines[row.line].count
        guard let before else { return (row.line, row.first) }
        // Beyond the end of a paragraph is its end; a row that goes on has no such place.
        let isBeyond = isLastOfLine && before == row.cells.count - 1 && cell > row.cells[before]
        return (row.line, row.first + before + (isBeyond ? 1 : 0))
    }

    var count: Int { all.count }
}
