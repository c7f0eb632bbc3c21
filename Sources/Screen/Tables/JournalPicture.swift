import Encoding
import Ledger
import Workbench

extension TablePicture {
    /// The journal: number, time, author, act, what, hash.
    static func journal(_ view: JournalView, _ context: ScreenContext) -> TablePicture {
        let glyphs = context.glyphs
        var picture = TablePicture()
        picture.show(view)
        picture.figure = view.head.map { "\(AmountText.grouped($0)) events" } ?? ""
        picture.columns = [
            TableColumn("no.", max(6, AmountText.grouped(view.head ?? 0).count), .right), TableColumn("time UTC", 19), TableColumn("by", 4),
            TableColumn("act", 13, rank: 1), TableColumn("what", 32, most: 110), TableColumn("hash", 8, rank: 2),
        ]
        picture.cells = { place in
            let event = view.table[place].event
            return [
                TableCell(AmountText.grouped(event.number)), TableCell(String(event.time.evidence.dropLast(4))),
                TableCell(context.outside(event.author)), TableCell(event.kind, .muted),
                // A title escapes what came from outside by itself.
                TableCell(glyphs.sentence(event.title)), TableCell(String(event.hash.prefix(7)) + glyphs[.elided], .id),
            ]
        }
        picture.empty = view.head == nil ? "Reading the journal \(glyphs[.elided])" : "Nothing passes the filter. Esc shows all again."
        if let event = view.table.selected?.event {
            picture.selected = (
                "event \(AmountText.grouped(event.number))",
                [
                    FactLine(glyphs.sentence(event.title), .text, right: context.outside(event.author)),
                    FactLine(event.hash, .id),
                    FactLine("\(event.time.evidence)   \(event.kind)", .text),
                ]
            )
        }
        return picture
    }
}
