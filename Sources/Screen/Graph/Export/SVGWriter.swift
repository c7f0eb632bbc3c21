import Encoding
import Workbench

/// Writes cells as SVG. Coordinates are whole numbers, so that no rounding depends on the machine.
struct SVGWriter {
    /// Units a cell is wide and high, and from its top to the ground line of the text.
    static let cell = (width: 8, height: 18, ground: 13)
    static let margin = 16
    static let fonts = "'DejaVu Sans Mono','Liberation Mono','Courier New',monospace"

    private var shapes: [String] = []
    private var y = 0
    private var widest = 0

    // MARK: Text

    mutating func next() { y += 1 }
    mutating func blank() { y += 1 }

    mutating func line(_ text: String, role: Role) {
        put(text, x: 0, role: role)
        next()
    }

    /// Words in the row that is being written, each at its own cell.
    mutating func put(_ text: String, x: Int, role: Role) {
        var at = x
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let cells = TextWidth.cells(of: String(word))
            if !word.isEmpty { self.word(String(word), x: at, cells: cells, role: role) }
            at += cells + 1
        }
    }

    mutating func put(_ text: String, endingAt end: Int, role: Role) { put(text, x: end - TextWidth.cells(of: text), role: role) }

    private mutating func word(_ word: String, x: Int, cells: Int, role: Role) {
        widest = max(widest, x + cells)
        let length = cells > 1 ? " textLength=\"\(cells * Self.cell.width)\" lengthAdjust=\"spacingAndGlyphs\"" : ""
        shapes.append(
            "<text x=\"\(left(x))\" y=\"\(top(y) + Self.cell.ground)\"\(Self.paint(role))\(length)>\(Self.escape(word))</text>")
    }

    // MARK: Cells

    /// A picture from the row that is being written.
    mutating func draw(_ surface: Surface) {
        for row in 0..<surface.height {
            var word = ""
            var start = 0
            var role = Role.text
            func isEnd(_ cell: Cell) -> Bool { cell.glyph == " " || SVGSign.shape(cell.glyph) != nil }
            for x in 0...surface.width {
                let cell = x < surface.width ? surface[x, row] : Cell()
                let isNew = !word.isEmpty && cell.role != role && !(role == .amount && cell.role == .amountZeros)
                if !word.isEmpty, isEnd(cell) || isNew {
                    self.word(word, x: start, cells: x - start, role: role)
                    word = ""
                }
                if x == surface.width { break }
                if let shape = SVGSign.shape(cell.glyph) {
                    shapes += shape.svg(x: left(x), y: top(y), role: cell.role)
                    widest = max(widest, x + 1)
                } else if cell.glyph != " " {
                    if word.isEmpty {
                        start = x
                        role = cell.role
                    }
                    word += cell.glyph
                }
            }
            y += 1
        }
    }

    // MARK: Document

    func document(title: String, description: String) -> String {
        let width = left(widest) + Self.margin
        let height = top(y) + Self.margin
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-family="\(Self.fonts)" font-size="13" fill="#1a1a1a" stroke="none">
            <title>\(Self.escape(title))</title>
            <desc>\(Self.escape(description))</desc>
            <rect x="0" y="0" width="\(width)" height="\(height)" fill="#ffffff"/>

            """ + shapes.joined(separator: "\n") + "\n</svg>\n"
    }

    private func left(_ x: Int) -> Int { Self.margin + x * Self.cell.width }
    private func top(_ y: Int) -> Int { Self.margin + y * Self.cell.height }

    // MARK: Looks

    /// What a role looks like on paper. Meaning never rests on it alone.
    static func paint(_ role: Role) -> String {
        switch role {
        case .strong: " font-weight=\"bold\""
        case .muted, .amountZeros, .disabled: " fill=\"#5a5a5a\""
        case .roleSuspect: " fill=\"#7a1f1f\" font-weight=\"bold\""
        case .roleVictim: " fill=\"#1f4a7a\" font-weight=\"bold\""
        case .roleService, .tag, .tagService: " fill=\"#2d5a27\" font-weight=\"bold\""
        case .inference: " fill=\"#6b3fa0\""
        case .unknown, .warning, .error: " fill=\"#8a4b00\""
        default: ""
        }
    }

    static func colour(of role: Role) -> String { role == .edgePath ? "#000000" : role == .bar ? "#8a8a8a" : "#444444" }

    /// Text in the five entities XML has; what XML 1.0 has no place for was made visible before.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in VisibleText.escape(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // XML 1.0 has no place for these.
            case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Lines of at most so many cells, broken between words; a longer word stands alone.
    static func folded(_ text: String, cells: Int) -> [String] { text.isEmpty ? [] : TextFit.wrap(text, cells: cells) }
}
