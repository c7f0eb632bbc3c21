import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

extension TablePicture {
    /// The transactions of an address: time, block, id, counts, parties, what it received and sent.
    static func transactions(_ view: TransactionsView, _ context: ScreenContext) -> TablePicture {
        let glyphs = context.glyphs
        let own = CaseSubject.address(view.address.text(on: context.chain))
        var picture = TablePicture()
        picture.show(view)
        picture.subject = "of \(context.name(own))"
        picture.figure = figure(view, glyphs)
        let cells = max(10, context.coin(view.table.rows.lazy.prefix(1_000).map { max($0.event.received, $0.event.sent) }.max() ?? 0).count)
        picture.columns = [
            TableColumn("time UTC", 16), TableColumn("block", 9, .right, rank: 2), TableColumn("transaction", 11),
            TableColumn("in", 5, .right, rank: 3), TableColumn("out", 5, .right, rank: 3),
            TableColumn("from \(glyphs[.rangeArrow]) to", 24, most: 52, rank: 4),
            TableColumn("received", max(12, cells), .right), TableColumn("sent", max(12, cells), .right), TableColumn("marks", 6),
        ]
        picture.cells = { place in
            let event = view.table[place].event
            let id = CaseSubject.transaction(event.tx.txid)
            return [
                TableCell(UTCTime(seconds: event.tx.time).minute), TableCell(context.height(event.tx.at)),
                TableCell(TextFit.transaction(event.tx.txid.description, glyphs: glyphs), .id),
                TableCell(event.tx.isCoinbase ? glyphs[.notPossible] : AmountText.grouped(UInt64(event.tx.inputCount))),
                TableCell(AmountText.grouped(UInt64(event.tx.outputCount))),
                parties(of: event.tx, but: view.address, context),
                event.received > 0 ? .amount(context.coin(event.received)) : TableCell(""),
                event.sent > 0 ? .amount(context.coin(event.sent)) : TableCell(""), TableCell(context.marks(id), .flag),
            ]
        }
        picture.empty =
            !view.isComplete ? "Asking the ledger \(glyphs[.elided])"
            : view.read == 0 ? "This ledger has no transaction of it." : "Nothing passes the filter. Esc shows all again."
        return picture
    }

    private static func figure(_ view: TransactionsView, _ glyphs: GlyphSet) -> String {
        guard let total = view.inLedger else { return "" }
        let order = view.table.sortKey.map { " \(glyphs[.between]) by \(TransactionListRow.sortKeys[$0])" } ?? ""
        let direction = view.table.isDescending ? (order.isEmpty ? " \(glyphs[.between]) newest first" : ", greatest first") : ""
        let place = view.count == 0 ? "0" : AmountText.grouped(UInt64(view.cursor + 1))
        let read = view.isComplete ? "" : " \(glyphs[.between]) \(AmountText.grouped(UInt64(view.read))) read"
        return "\(place) of \(AmountText.grouped(total))\(order)\(direction)\(read)"
    }

    /// Who paid whom, by the names of the case; blank until the transaction is read. Without an address of its own both sides
    /// are named.
    static func parties(of row: TxRow, but own: Address?, _ context: ScreenContext) -> TableCell {
        guard row.inputCount + row.outputCount <= TransactionsView.largestParties else {
            return TableCell("\(AmountText.grouped(UInt64(row.inputCount))) inputs, \(AmountText.grouped(UInt64(row.outputCount))) outputs", .muted)
        }
        guard let view = context.state.known.transactions[row.at] else { return TableCell("") }
        // Its own side goes without saying: the columns of amounts say which it was.
        func side(_ owners: [Address?], _ word: String) -> String {
            names(owners.contains { $0 != own } ? owners.filter { $0 != own } : owners, word, context)
        }
        guard let own else {
            let from = row.isCoinbase ? "newly issued" : names(view.inputs.map(\.owner), "input", context)
            return TableCell("\(from) \(context.glyphs[.rangeArrow]) \(names(view.outputs.map(\.owner), "output", context))")
        }
        let isSender = view.inputs.contains { $0.owner == own }
        let from = row.isCoinbase ? "newly issued" : isSender && view.inputs.allSatisfy { $0.owner == own } ? "" : side(view.inputs.map(\.owner), "input") + " "
        let to = isSender ? " " + side(view.outputs.map(\.owner), "output") : ""
        return TableCell(from + context.glyphs[.rangeArrow] + to)
    }

    /// The first two distinct owners, those with a label first, and how many more there are.
    private static func names(_ owners: [Address?], _ word: String, _ context: ScreenContext) -> String {
        var seen: Set<Address> = []
        let distinct = owners.compactMap { $0 }.filter { seen.insert($0).inserted }
        // Spelling out an address takes long, and rows have hundreds of them: only those that are shown, and those that the
        // case knows at all.
        let named = distinct.filter { context.state.index.names.addresses[$0] != nil && hasLabel($0) }.prefix(2)
        let ordered = (named + distinct.lazy.filter { !named.contains($0) }.prefix(2 - named.count))
            .map { CaseSubject.address($0.text(on: context.chain)) }
        func hasLabel(_ address: Address) -> Bool { !context.state.label(of: .address(address.text(on: context.chain))).isEmpty }
        guard !ordered.isEmpty else { return "\(owners.count) \(word)\(owners.count == 1 ? "" : "s")" }
        let shown = ordered.map { TextFit.elide(context.name($0), cells: 16, glyphs: context.glyphs) }.joined(separator: ", ")
        return distinct.count > 2 ? "\(shown) + \(distinct.count - 2)" : shown
    }
}
