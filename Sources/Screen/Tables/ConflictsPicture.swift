import Encoding
import Ledger
import Workbench

extension TablePicture {
    /// What is to be settled: what it is about and how each of two sides decided it; below, both in full.
    static func conflicts(_ view: ConflictsView, _ context: ScreenContext) -> TablePicture {
        var picture = TablePicture()
        picture.show(view)
        picture.subject = "copies of this case"
        picture.figure = view.total == 0 ? "all settled" : "\(view.total) to settle, all kept"
        picture.columns = [TableColumn("on", 24, most: 110), TableColumn("first", 22), TableColumn("second", 22)]
        picture.cells = { place in
            let conflict = view.table[place].conflict
            return [TableCell(context.outside(conflict.what))]
                + [conflict.sides.first, conflict.sides.last].map { TableCell(context.outside($0?.decision ?? "")) }
        }
        picture.empty = "Nothing is to be settled."
        guard let conflict = view.table.selected?.conflict else { return picture }
        for (number, side) in conflict.sides.enumerated() {
            let who = "\(number + 1)  \(side.time.evidence)  \(context.outside(side.author))  event \(AmountText.grouped(side.event))"
            picture.below.append(TableCell(who, .muted))
            picture.below += TextFit.wrap(VisibleText.escape(side.decision, keepingLines: true), cells: context.state.columns - 6)
                .prefix(4).map { TableCell("  " + $0) }
        }
        picture.selected = (
            "conflict \(context.glyphs[.between]) \(view.cursor + 1) of \(view.count)",
            [
                FactLine(context.outside(conflict.what)),
                FactLine("Nothing was overwritten. A choice is a new event and can be undone."),
                FactLine("The case shows the second now."),
            ]
        )
        return picture
    }
}
