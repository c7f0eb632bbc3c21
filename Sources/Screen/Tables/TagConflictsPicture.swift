import Attribution
import Casework
import Encoding
import Ledger
import Workbench

extension TablePicture {
    /// Addresses whose tags contradict each other: the surest claim, the surest that contradicts it, and what was decided.
    static func tagConflicts(_ view: TagConflictsView, _ context: ScreenContext) -> TablePicture {
        let glyphs = context.glyphs
        var picture = TablePicture()
        picture.show(view)
        picture.subject = "addresses met so far"
        picture.figure = view.undecided == 0 ? "\(view.total), all decided" : "\(view.undecided) of \(view.total) to decide"
        picture.columns = [
            TableColumn("on", 17), TableColumn("first", 20, most: 44), TableColumn("second", 20), TableColumn("the case", 16),
        ]
        picture.cells = { place in
            let row = view.table[place]
            func cell(_ record: TagRecord?) -> TableCell {
                guard let record else { return TableCell("") }
                let kind = TagKind(record.tag)
                return TableCell(TagText.sign(kind, glyphs) + context.outside("[\(record.tag.label)]"), TagText.role(kind))
            }
            let label = context.outside(context.state.label(of: .address(row.text)))
            return [
                label.isEmpty ? TableCell(TextFit.address(row.text, glyphs: glyphs), .id) : TableCell(label, .strong),
                cell(row.held.first), cell(row.second),
                TableCell(row.choice.map { TagText.word($0.decision) } ?? "to decide", row.choice == nil ? .warning : .text),
            ]
        }
        picture.empty = view.total == 0 ? "No tags seen so far contradict each other." : "Nothing passes the filter. Esc shows all again."
        guard let row = view.table.selected else { return picture }
        picture.below = [TableCell("\(glyphs[.differs]) \(row.conflict.sentence)", .warning)]
        for (number, record) in row.held.prefix(6).enumerated() {
            let level = record.tag.level == .cluster ? "of its \(glyphs[.inference])cluster" : "of this address"
            let what = [record.tag.actor, record.tag.category].filter { !$0.isEmpty }.joined(separator: ", ")
            picture.below.append(
                TableCell(
                    context.outside("\(number + 1)  [\(record.tag.label)] \(what)"), TagText.role(TagKind(record.tag))))
            picture.below.append(
                TableCell(
                    context.outside("   \(record.source), \((record.tag.claimed ?? record.added.date).date), \(record.tag.confidence.phrase) ")
                        + "\(record.tag.confidence.level), \(level)", .muted))
        }
        if row.held.count > 6 { picture.below.append(TableCell("   and \(row.held.count - 6) more; \(glyphs[.enterKey]) shows all", .muted)) }
        picture.selected = (
            "conflict \(glyphs[.between]) \(view.cursor + 1) of \(view.count)",
            [
                FactLine(row.text, .id),
                FactLine(row.choice.map { TagDecisionText.sentence($0, context) } ?? "Nothing is settled by itself. A choice is an event and can be undone."),
            ]
        )
        return picture
    }
}
