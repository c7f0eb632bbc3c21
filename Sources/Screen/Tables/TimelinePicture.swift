import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

extension TablePicture {
    /// What happened in time: a chart above, and every event as a row.
    static func timeline(_ view: TimelineView, _ context: ScreenContext) -> TablePicture {
        let glyphs = context.glyphs
        var picture = TablePicture()
        picture.show(view)
        let chart = TimelineChart(view, context)
        picture.subject = subject(view, context)
        picture.figure = figure(view, chart, context)
        picture.above = context.state.ledgerInfo == nil && view.count == 0 ? [] : chart.lines
        let year = view.span?.first.year
        let isOneYear = year != nil && year == view.span?.last.year
        let widest = view.table.rows.lazy.compactMap(\.amount).max() ?? 0
        picture.columns = [
            isOneYear ? TableColumn(year ?? "", 11) : TableColumn("time UTC", 16), TableColumn("block", 9, .right, rank: 3),
            TableColumn("what", 9), TableColumn("from \(glyphs[.rangeArrow]) to, or text", 22, most: 70),
            TableColumn(context.chain.ticker, max(12, context.coin(widest).count), .right), TableColumn("day's value", 16, .right, rank: 4),
            TableColumn("marks", 6),
        ]
        if context.state.prices == nil { picture.columns.remove(at: 5) }
        picture.cells = { place in
            var cells = row(view.table[place], view, context)
            if isOneYear { cells[0].text = cells[0].text.replacing("\(year ?? "")-", with: "") }
            if context.state.prices == nil { cells.remove(at: 5) }
            return cells
        }
        picture.empty =
            view.table.rows.isEmpty
            ? view.addressesRead < view.addresses.count && context.state.ledgerInfo != nil
                ? "Asking the ledger \(glyphs[.elided])" : "Nothing has happened yet: the case has no address that this ledger knows, and no notes."
            : "Nothing passes the filter. Esc shows all again."
        for cut in view.cut.prefix(3) {
            picture.below.append(
                TableCell(
                    "\(glyphs[.unknown]) \(context.name(.address(cut.address.text(on: context.chain)))): the first \(AmountText.grouped(UInt64(cut.read))) "
                        + "of \(AmountText.grouped(cut.total)) transactions. R reads on.", .unknown))
        }
        if let selected = view.table.selected { picture.selected = facts(selected, view, context) }
        return picture
    }

    private static func subject(_ view: TimelineView, _ context: ScreenContext) -> String {
        let whose = view.isOfMarked ? "of \(view.addresses.count) marked   " : ""
        let without = view.servicesLeftOut == 0 ? "" : "   without \(view.servicesLeftOut) \(view.servicesLeftOut == 1 ? "service" : "services")"
        guard let (first, last) = view.span else { return whose + without }
        guard context.state.columns >= 100 else {
            return "\(whose)\(first.date) to \(last.date)\(view.servicesLeftOut == 0 ? "" : ", without services")"
        }
        return "\(whose)\(first.date) to \(last.date) UTC\(without)"
    }

    private static func figure(_ view: TimelineView, _ chart: TimelineChart, _ context: ScreenContext) -> String {
        var parts: [String] = []
        let cut = view.cut.count
        if context.state.ledgerInfo != nil, view.addressesRead < view.addresses.count {
            parts.append("\(view.addressesRead) of \(view.addresses.count) addresses read")
        } else if cut > 0 {
            parts.append("\(cut) cut")
        }
        parts.append(context.state.columns < 100 ? "\(chart.scale)" : "1 column = \(chart.scale.phrase)")
        parts.append("\(AmountText.grouped(UInt64(view.count == 0 ? 0 : view.cursor + 1))) of \(AmountText.grouped(UInt64(view.total)))")
        return parts.joined(separator: " \(context.glyphs[.between]) ")
    }

    private static func row(_ row: TimelineRow, _ view: TimelineView, _ context: ScreenContext) -> [TableCell] {
        let glyphs = context.glyphs
        let time = TableCell(row.time.minute)
        switch row.what {
        case .transaction(let tx, _, _):
            let day = context.graphStyle(hasFocus: false).fiat(row.amount, at: tx.time)
            return [
                time, TableCell(AmountText.grouped(UInt64(tx.at.height))), TableCell(row.kind),
                parties(of: tx, but: nil, context), row.amount.map { .amount(context.coin($0)) } ?? TableCell(""), TableCell(day, .amountFiat),
                TableCell(context.marks(.transaction(tx.txid)), .flag),
            ]
        case .note(let note):
            return [
                time, TableCell(""), TableCell("note", .note),
                TableCell("\(glyphs[.quoteOpen])\(context.outside(note.text.replacing("\n", with: " ")))\(glyphs[.quoteClose])"), TableCell(""),
                TableCell(""), TableCell(context.outside(note.author), .muted),
            ]
        case .record(let record):
            return [
                time, TableCell(""), TableCell(row.kind, .note), TableCell(context.outside(record.content.title)), TableCell(""), TableCell(""),
                TableCell(context.outside(record.author), .muted),
            ]
        case .journal(let event):
            return [
                // A title escapes what came from outside by itself.
                time, TableCell(""), TableCell(row.kind, .muted), TableCell(context.glyphs.sentence(event.title), .muted), TableCell(""), TableCell(""),
                TableCell(context.outside(event.author), .muted),
            ]
        case .gap(let range):
            return [
                TableCell("\(glyphs[.unknown]) \(row.time.date)", .unknown), TableCell(AmountText.grouped(UInt64(range.lowerBound)), .unknown),
                TableCell("gap", .unknown), TableCell(gap(range), .unknown), TableCell(""), TableCell(""), TableCell(""),
            ]
        }
    }

    private static func gap(_ range: ClosedRange<UInt32>) -> String {
        range.count == 1 ? "1 block missing: what happened in it is not known"
            : "\(AmountText.grouped(UInt64(range.count))) blocks missing: what happened in them is not known"
    }

    private static func facts(
        _ row: TimelineRow, _ view: TimelineView, _ context: ScreenContext
    ) -> (figure: String, lines: [FactLine])? {
        let glyphs = context.glyphs
        let place = "\(glyphs[.between]) \(AmountText.grouped(UInt64(view.cursor + 1))) of \(AmountText.grouped(UInt64(view.count)))"
        switch row.what {
        case .transaction(let tx, let received, let sent):
            let sums = [received > 0 ? "received \(context.coin(received))" : "", sent > 0 ? "sent \(context.coin(sent))" : ""]
                .filter { !$0.isEmpty }.joined(separator: "   ")
            let whole = "in \(AmountText.grouped(UInt64(tx.inputCount)))   out \(AmountText.grouped(UInt64(tx.outputCount)))"
            return (
                "transaction \(place)",
                [
                    FactLine(tx.txid.description, .id, right: context.marks(.transaction(tx.txid))),
                    FactLine(context.block(tx.at, then: "   ") + row.time.evidence),
                    FactLine("\(sums.isEmpty ? "moved nothing" : sums) by \(view.isOfMarked ? "the marked addresses" : "addresses of the case")", .text, right: whole),
                ]
            )
        case .note(let note):
            return (
                "note \(place)",
                [FactLine(context.outside(note.text.replacing("\n", with: " "))), FactLine("on \(context.name(note.subject))")]
                    + [FactLine("\(row.time.evidence)   \(context.outside(note.author))")]
            )
        case .record(let record):
            return (
                "\(row.kind) \(place)",
                [FactLine(context.outside(record.content.title)), FactLine("\(row.time.evidence)   \(context.outside(record.author))")]
            )
        case .journal(let event):
            return ("event \(AmountText.grouped(event.number)) \(place)", [FactLine(context.glyphs.sentence(event.title)), FactLine(event.hash, .id), FactLine("\(row.time.evidence)   \(context.outside(event.author))")])
        case .gap(let range):
            let end = view.end(of: range).map { " and \($0.evidence)" } ?? ""
            return (
                "gap \(place)",
                [
                    FactLine("blocks \(AmountText.grouped(UInt64(range.lowerBound))) to \(AmountText.grouped(UInt64(range.upperBound))) are not in this ledger"),
                    FactLine("between \(row.time.evidence)\(end)"),
                    FactLine("Coins made before may have been spent there, and payments made that are not seen.", .unknown),
                ]
            )
        }
    }
}
