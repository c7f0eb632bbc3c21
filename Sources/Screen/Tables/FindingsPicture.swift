import Casework
import Encoding
import Ledger
import Workbench

extension TablePicture {
    /// The findings: number, question, kind and method, whether it holds, when it was asked.
    static func findings(_ view: FindingsView, _ context: ScreenContext) -> TablePicture {
        var picture = TablePicture()
        picture.show(view)
        picture.figure = figure(view, context.glyphs)
        picture.columns = [
            TableColumn("id", 6), TableColumn("question", 24, most: 64), TableColumn("kind", 10, rank: 2),
            TableColumn("method", 16, rank: 3), TableColumn("verified", 11), TableColumn("asked", 10),
        ]
        picture.cells = { place in
            let row = view.table[place]
            let verdict = word(view, row.id, context.glyphs)
            return [
                TableCell("F-\(row.id)"), TableCell(context.outside(row.finding.title), .strong),
                TableCell(context.outside(row.finding.kind), .muted), TableCell(context.outside(row.finding.method), .muted),
                TableCell(verdict.0, verdict.1), TableCell(row.record.added.date),
            ]
        }
        picture.empty =
            view.table.rows.isEmpty
            ? "No findings yet. s in a trace, a cluster or a path keeps its answer here; on the command line clew case ask does." : "Nothing passes the filter. Esc shows all again."
        guard let row = view.table.selected else { return picture }
        picture.below = below(row, view, context)
        let ledger = row.finding.ledger
        let height = ledger.height.map { " to \(AmountText.grouped($0))" } ?? ", empty"
        picture.selected = (
            "finding \(context.glyphs[.between]) \(view.cursor + 1) of \(view.count)",
            [
                FactLine(
                    "asked of \(context.outside(ledger.chain))\(height), digest", .text,
                    right: "by \(context.outside(row.record.author))"),
                FactLine(context.outside(ledger.digest), .id),
                FactLine(
                    "\(context.outside(row.finding.kind)) \(context.outside(row.finding.method))   \(row.record.added.evidence)"
                        + "   \(row.record.review.state.rawValue)",
                    .text, right: context.noteMark(.record(row.id))),
            ]
        )
        return picture
    }

    private static func figure(_ view: FindingsView, _ glyphs: GlyphSet) -> String {
        var parts: [String] = []
        let verdicts = view.table.rows.compactMap { view.verdicts[$0.id] }
        let holds = verdicts.count { $0 == .holds }
        let differs = verdicts.count { if case .differs = $0 { true } else { false } }
        if holds > 0 { parts.append("\(holds) \(holds == 1 ? "holds" : "hold")") }
        if differs > 0 { parts.append("\(differs) changed") }
        if verdicts.count > holds + differs { parts.append("\(verdicts.count - holds - differs) cannot be asked here") }
        let open = view.table.rows.count - verdicts.count
        if open > 0 || parts.isEmpty { parts.append("\(open) not verified") }
        return parts.joined(separator: " \(glyphs[.between]) ")
    }

    private static func word(_ view: FindingsView, _ id: UInt64, _ glyphs: GlyphSet) -> (String, Role) {
        if view.pending.contains(id) { return ("asking \(glyphs[.elided])", .muted) }
        return switch view.verdicts[id] {
        case .holds?: ("\(glyphs[.equal]) holds", .ok)
        case .differs?: ("\(glyphs[.differs]) changed", .changed)
        case .unasked?: ("\(glyphs[.unknown]) not asked", .unknown)
        case nil: ("", .muted)
        }
    }

    /// A name before what it names, so that the lines stand under each other.
    private static func pad(_ name: String) -> String { name + String(repeating: " ", count: max(2, 8 - name.count)) }

    /// The question in full, the answer that was kept, the remark, and where the answer of today parts from it.
    private static func below(_ row: FindingRow, _ view: FindingsView, _ context: ScreenContext) -> [TableCell] {
        let answer = FindingAnswer(finding: row.finding, context: context).lines
        let cells = max(20, context.state.columns - 10)
        func part(_ name: String, _ texts: [String], _ role: Role = .text) -> [TableCell] {
            texts.flatMap { TextFit.wrap($0, cells: cells) }.enumerated().map { TableCell(pad($0 == 0 ? name : "") + $1, role) }
        }
        let finding = row.finding
        var lines = part("F-\(row.id)", [context.outside(finding.title)], .strong) + part("answer", answer)
        if !finding.remark.isEmpty { lines += part("remark", [context.outside(finding.remark)]) }
        switch view.verdicts[row.id] {
        case .differs(let reasons)?, .unasked(let reasons)?: lines += part("why", reasons.map(context.outside), .changed)
        case .holds?, nil: break
        }
        return lines
    }
}
