import Workbench

/// One line of `Selected`: what stands at the left, and what may stand at the right edge.
public struct FactLine: Hashable, Sendable {
    /// At the left; an identifier stands alone.
    public var text: String
    /// What the text at the left means.
    public var role: Role
    /// At the right edge; empty when there is nothing.
    public var right: String

    public init(_ text: String, _ role: Role = .text, right: String = "") {
        self.text = text
        self.role = role
        self.right = right
    }
}

/// Lines fitted into the room that `Selected` has.
enum FactLines {
    /// Draws at most `height` lines. Short facts share a line where there are too many, and what still has no room is
    /// counted, never left out in silence.
    static func draw(_ lines: [FactLine], on surface: inout Surface, in area: Rect, glyphs: GlyphSet) {
        guard area.height > 0 else { return }
        let fitted = lines.flatMap { Self.fitted($0, cells: area.width - 2) }
        var shown = squeezed(fitted, into: area.height, cells: area.width - 2)
        if shown.count > area.height {
            let more = "\(glyphs[.elided]) \(shown.count - area.height + 1) lines more"
            shown = shown.prefix(area.height - 1) + [FactLine(more, .muted)]
        }
        for (n, line) in shown.enumerated() {
            surface.put(line.text, x: area.x + 1, y: area.y + n, role: line.role, limit: area.width - 2)
            surface.put(line.right, endingAt: area.endX - 1, y: area.y + n, role: .muted)
        }
    }

    /// A line as rows of at most `cells`: an identifier in parts of one length, what stands at the right below it
    /// where there is no room beside it.
    static func fitted(_ line: FactLine, cells: Int) -> [FactLine] {
        let parts = line.role == .id ? TextFit.parts(of: line.text, cells: cells) : TextFit.wrap(line.text, cells: cells)
        guard let last = parts.last, !line.right.isEmpty else { return parts.map { FactLine($0, line.role) } }
        var rows = parts.map { FactLine($0, line.role) }
        if TextWidth.cells(of: last) + 2 + TextWidth.cells(of: line.right) <= cells {
            rows[rows.count - 1].right = line.right
        } else {
            rows += TextFit.wrap(line.right, cells: cells).map { FactLine($0) }
        }
        return rows
    }

    /// Joins neighbouring facts, never an identifier, until there are no more than `height` lines or none fit.
    static func squeezed(_ lines: [FactLine], into height: Int, cells: Int) -> [FactLine] {
        var lines = lines
        var at = 0
        while lines.count > height, at + 1 < lines.count {
            let (first, second) = (lines[at], lines[at + 1])
            let text = first.text + "   " + second.text
            let right = [first.right, second.right].filter { !$0.isEmpty }.joined(separator: "   ")
            let used = TextWidth.cells(of: text) + (right.isEmpty ? 0 : TextWidth.cells(of: right) + 2)
            if first.role != .id, second.role != .id, used <= cells {
                lines[at] = FactLine(text, first.role == second.role ? first.role : .text, right: right)
                lines.remove(at: at + 1)
            } else {
                at += 1
            }
        }
        return lines
    }
}
