import Encoding
import Ledger

/// The picture of a neighbourhood as SVG: who paid at the left, the address in the middle, where it went at the right.
///
/// Drawn in whole units on a fixed width, so that it is the same everywhere. It has no links, scripts, styles, ids or
/// references, and can stand inside a page any number of times.
struct NeighbourhoodDrawing {
    private static let width = 700
    private static let column = 252
    private static let centre = (left: 288, width: 124)
    private static let gap = 8
    private static let head = 40
    private static let mono = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
    private static let sans = "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

    private let picture: Neighbourhood
    private let figures: Figures
    private var out = ""

    /// The `svg` element.
    static func svg(_ picture: Neighbourhood, chain: Chain) -> String {
        var drawing = Self(picture: picture, figures: Figures(chain: chain))
        drawing.draw()
        return drawing.out
    }

    private init(picture: Neighbourhood, figures: Figures) {
        self.picture = picture
        self.figures = figures
    }

    private mutating func draw() {
        let heights = [picture.received, picture.sent].map { rows in
            rows.reduce(0) { $0 + Self.height($1) + Self.gap } - (rows.isEmpty ? 0 : Self.gap)
        }
        let body = max(heights.max() ?? 0, centreHeight)
        let total = Self.head + body + 6
        let title = "Payments to and from \(picture.name.isEmpty ? picture.text : picture.name)"
        out += "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1 0 \(Self.width + 2) \(total)\" role=\"img\" "
        out += "font-family=\"\(Self.sans)\" font-size=\"10\" fill=\"#1b1f24\">\n"
        out += "<title>\(MarkupText.escape(title))</title>\n"
        heading(
            x: 0, "RECEIVED", sum(picture.receivedValue), rows: picture.received, of: picture.receivedValue)
        heading(
            x: Self.width - Self.column, "SENT AND HELD", sum(picture.sentValue), rows: picture.sent,
            of: picture.sentValue)

        let middle = Self.head + body / 2
        var y = Self.head + (body - heights[0]) / 2
        for row in picture.received {
            let height = Self.height(row)
            edge(fromX: Self.column, fromY: y + height / 2, toX: Self.centre.left - 7, toY: middle, row, picture.receivedValue)
            box(row, x: 0, y: y, of: picture.receivedValue)
            y += height + Self.gap
        }
        if !picture.received.isEmpty { arrow(x: Self.centre.left, y: middle) }
        y = Self.head + (body - heights[1]) / 2
        let right = Self.width - Self.column
        for row in picture.sent {
            let height = Self.height(row)
            edge(
                fromX: Self.centre.left + Self.centre.width, fromY: middle, toX: right - 7, toY: y + height / 2, row,
                picture.sentValue)
            arrow(x: right, y: y + height / 2)
            box(row, x: right, y: y, of: picture.sentValue)
            y += height + Self.gap
        }
        drawCentre(middle)
        out += "</svg>\n"
    }

    private func sum(_ value: UInt64) -> String {
        figures.sum(value, complete: picture.sumsAreWhole) + " " + figures.chain.ticker
    }

    private mutating func heading(x: Int, _ word: String, _ amount: String, rows: [Neighbourhood.Row], of total: UInt64) {
        text(x, 11, word, size: 8, fill: "#57606a", spacing: true)
        text(x, 26, amount, size: 12, weight: true)
        let single = Figures.sum(rows.filter { !$0.isFold }.map(\.value))
        if rows.contains(where: { $0.isFold }), let share = Figures.share(single, of: total) {
            text(x + Self.column, 11, "\(share) shown singly", size: 8, fill: "#57606a", anchor: "end")
        }
    }

    // MARK: Boxes

    private static func height(_ row: Neighbourhood.Row) -> Int {
        (row.isFold ? 30 : 44) + (lines(row).count - 1) * 11
    }

    /// The other end over one line or more: an address breaks where 46 letters are full, a sentence where a word ends.
    private static func lines(_ row: Neighbourhood.Row) -> [String] {
        row.partyIsAddress ? pieces(row.party, 46) : TextLines.fill(row.party, 44)
    }

    private static func pieces(_ text: String, _ size: Int) -> [String] {
        let count = max(1, (text.count + size - 1) / size)
        let even = max(1, (text.count + count - 1) / count)
        var rest = text[...]
        var lines: [String] = []
        while !rest.isEmpty {
            lines.append(String(rest.prefix(even)))
            rest = rest.dropFirst(even)
        }
        return lines.isEmpty ? [""] : lines
    }

    private mutating func box(_ row: Neighbourhood.Row, x: Int, y: Int, of total: UInt64) {
        let height = Self.height(row)
        let dash = row.isFold ? " stroke-dasharray=\"3 2\"" : ""
        out += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.column)\" height=\"\(height)\" rx=\"3\" "
        out += "fill=\"\(row.isFold ? "#ffffff" : "#f6f8fa")\" stroke=\"#afb8c1\" stroke-width=\"0.8\"\(dash)/>\n"
        var line = y + 13
        text(x + 8, line, figures.coin(row.value), size: 10, weight: true, mono: true)
        if let share = Figures.share(row.value, of: total) {
            text(x + Self.column - 8, line, share, size: 8.5, fill: "#57606a", anchor: "end")
        }
        for part in Self.lines(row) {
            line += 12
            text(x + 8, line, part, size: row.partyIsAddress ? 8.2 : 9, weight: false, mono: row.partyIsAddress)
        }
        if let number = row.number {
            line += 12
            text(x + 8, line, "no. \(number) · \(figures.time(row.time))", size: 8.2, fill: "#57606a")
        }
    }

    private var centreLines: [String] { Self.pieces(picture.text, 22) }
    private var nameLines: [String] { picture.name.isEmpty ? [] : TextLines.fill(picture.name, 20) }
    private var centreHeight: Int { 20 + (centreLines.count + nameLines.count) * 12 }

    private mutating func drawCentre(_ middle: Int) {
        let height = centreHeight
        let top = middle - height / 2
        out += "<rect x=\"\(Self.centre.left)\" y=\"\(top)\" width=\"\(Self.centre.width)\" height=\"\(height)\" rx=\"3\" "
        out += "fill=\"#ffffff\" stroke=\"#1b1f24\" stroke-width=\"1.6\"/>\n"
        var line = top + 18
        let x = Self.centre.left + Self.centre.width / 2
        for part in nameLines {
            text(x, line, part, size: 10, weight: true, anchor: "middle")
            line += 12
        }
        for part in centreLines {
            text(x, line, part, size: 8.2, anchor: "middle", mono: true)
            line += 12
        }
    }

    // MARK: Strokes

    private mutating func edge(
        fromX: Int, fromY: Int, toX: Int, toY: Int, _ row: Neighbourhood.Row, _ total: UInt64
    ) {
        // Tenths of a unit, so that no floating point is printed: 0.8 to 4.8 by share of value.
        let thickness = 8 + (Figures.tenths(row.value, of: total) ?? 0) * 40 / 1000
        let bend = (toX - fromX) / 2
        out += "<path d=\"M\(fromX) \(fromY)C\(fromX + bend) \(fromY) \(toX - bend) \(toY) \(toX) \(toY)\" fill=\"none\" "
        out += "stroke=\"#6e7f91\" stroke-width=\"\(thickness / 10).\(thickness % 10)\"/>\n"
    }

    private mutating func arrow(x: Int, y: Int) {
        out += "<path d=\"M\(x - 1) \(y)L\(x - 9) \(y - 4)L\(x - 9) \(y + 4)Z\" fill=\"#4a5969\"/>\n"
    }

    private mutating func text(
        _ x: Int, _ y: Int, _ text: String, size: Double, weight: Bool = false, fill: String? = nil,
        anchor: String? = nil, mono: Bool = false, spacing: Bool = false
    ) {
        out += "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\""
        if weight { out += " font-weight=\"bold\"" }
        if let fill { out += " fill=\"\(fill)\"" }
        if let anchor { out += " text-anchor=\"\(anchor)\"" }
        if mono { out += " font-family=\"\(Self.mono)\"" }
        if spacing { out += " letter-spacing=\"1\"" }
        out += ">\(MarkupText.escape(text))</text>\n"
    }
}

/// Words laid over lines.
enum TextLines {
    /// `text` broken at spaces into lines of at most `size` characters; a longer word is cut.
    static func fill(_ text: String, _ size: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var word = word
            if !line.isEmpty, line.count + 1 + word.count <= size {
                line += " " + word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while word.count > size {
                lines.append(String(word.prefix(size)))
                word = word.dropFirst(size)
            }
            line = String(word)
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }
}
