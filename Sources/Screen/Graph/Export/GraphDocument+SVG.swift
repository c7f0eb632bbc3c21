import Workbench

extension GraphDocument {
    /// The document as SVG 1.1 on a white ground: text and lines, without script, style sheet, link or outside reference.
    ///
    /// Lines and signs are drawn, so that they meet whatever font there is; each word stands at its own cell.
    public func svg() -> String {
        var writer = SVGWriter()
        writer.line(title, role: .strong)
        writer.blank()
        let names = facts.map { TextWidth.cells(of: $0.name) }.max() ?? 0
        for fact in facts {
            writer.put(fact.name, x: 0, role: .muted)
            for (n, part) in SVGWriter.folded(fact.text, cells: max(60, picture.width - names - 2)).enumerated() {
                if n > 0 { writer.next() }
                writer.put(part, x: names + 2, role: .text)
            }
            writer.next()
        }
        writer.blank()
        writer.draw(picture)
        writer.blank()
        writer.line("Rows", role: .strong)
        let places = rows.map { TextWidth.cells(of: $0.place) }.max() ?? 0
        let kinds = rows.map { TextWidth.cells(of: $0.kind) }.max() ?? 0
        let amounts = rows.map { TextWidth.cells(of: $0.amount) }.max() ?? 0
        let textX = places + kinds + amounts + 6
        for row in rows {
            writer.put(row.place, endingAt: places, role: .muted)
            writer.put(row.kind, x: places + 2, role: .muted)
            writer.put(row.amount, endingAt: places + kinds + amounts + 4, role: .amount)
            writer.put(row.text, x: textX, role: .id)
            // What does not fit beside an identifier stands below it.
            let remarkX = textX + TextWidth.cells(of: row.text) + 2
            let fits = remarkX + TextWidth.cells(of: row.remark) <= max(picture.width, 110)
            if !row.remark.isEmpty, !fits { writer.next() }
            for (n, part) in SVGWriter.folded(row.remark, cells: max(60, max(picture.width, 110) - textX)).enumerated() {
                if n > 0 { writer.next() }
                writer.put(part, x: fits ? remarkX : textX, role: .muted)
            }
            writer.next()
        }
        if !rules.isEmpty {
            writer.blank()
            writer.line("Rules", role: .strong)
            for rule in rules {
                for part in SVGWriter.folded(rule, cells: max(80, picture.width)) { writer.line(part, role: .text) }
            }
        }
        return writer.document(title: title, description: facts.map { "\($0.name): \($0.text)" }.joined(separator: "; "))
    }
}
