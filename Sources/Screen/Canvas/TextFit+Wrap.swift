import Workbench

extension TextFit {
    /// `text` broken into lines of at most `cells` cells, at blanks where there are any.
    ///
    /// Line feeds are kept as ends of lines, empty lines too; blanks at a break are dropped, others stay. A word longer
    /// than a line is broken where the line ends, and joins no hyphen: it is mostly an identifier.
    public static func wrap(_ text: String, cells: Int) -> [String] {
        guard cells > 0 else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrapLine($0, cells: cells) }
    }

    /// An identifier in rows of one length and at most `cells`, never elided: a last row of one character is easily
    /// missed.
    public static func parts(of identifier: String, cells: Int) -> [String] {
        let characters = Array(identifier)
        guard !characters.isEmpty, cells > 0 else { return [] }
        let rows = (characters.count + cells - 1) / cells
        let length = (characters.count + rows - 1) / rows
        return stride(from: 0, to: characters.count, by: length).map {
            String(characters[$0..<min($0 + length, characters.count)])
        }
    }

    private static func wrapLine(_ line: Substring, cells: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        var used = 0
        var rest = line
        while !rest.isEmpty {
            let blanks = rest.prefix { $0 == " " }
            rest = rest.dropFirst(blanks.count)
            let word = rest.prefix { $0 != " " }
            rest = rest.dropFirst(word.count)
            let wordCells = TextWidth.cells(of: String(word))
            if used + blanks.count + wordCells <= cells {
                current += blanks + word
                used += blanks.count + wordCells
                continue
            }
            if used > 0, !word.isEmpty {
                lines.append(current)
                current = ""
                used = 0
            } else if used == 0, blanks.count < cells {
                current = String(blanks)
                used = blanks.count
            }
            for character in word {
                let width = TextWidth.cells(of: character)
                if used + width > cells, used > 0 {
                    lines.append(current)
                    current = ""
                    used = 0
                }
                current.append(character)
                used += width
            }
        }
        lines.append(current)
        return lines
    }
}
