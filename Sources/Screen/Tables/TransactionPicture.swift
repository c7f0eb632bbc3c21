import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

extension TablePicture {
    /// One transaction: what it is above, its inputs and outputs as rows.
    static func transaction(_ detail: TransactionDetailView, _ context: ScreenContext) -> TablePicture {
        let glyphs = context.glyphs
        var picture = TablePicture()
        picture.show(detail)
        picture.subject = detail.id.description
        guard let view = detail.view else {
            picture.empty = detail.isMissing ? "This ledger does not hold it." : "Asking the ledger \(glyphs[.elided])"
            return picture
        }
        picture.figure = view.row.isCoinbase ? "coinbase" : ""
        picture.above = above(view, context)
        picture.columns = [
            TableColumn("", 7, .right), TableColumn("name", 12, rank: 2), TableColumn("address", 16, most: 62),
            TableColumn("amount", 14, .right), TableColumn("made by \(glyphs[.between]) spent by", 19),
            TableColumn("type", 10, rank: 3),
        ]
        picture.cells = { place in row(detail.table[place], view, context) }
        picture.empty = "Nothing passes the filter. Esc shows all again."
        if let part = detail.table.selected { picture.selected = selected(part, view, context) }
        return picture
    }

    private static func above(_ view: TransactionView, _ context: ScreenContext) -> [[TableCell]] {
        let row = view.row
        func sum(_ value: UInt64?) -> String { value.map(context.coin) ?? (row.isCoinbase ? "coinbase" : context.glyphs[.unknown]) }
        let place = context.block(row.at, then: "   position \(AmountText.grouped(UInt64(row.at.position)))   ")
        return [
            [TableCell("\(place)\(UTCTime(seconds: row.time).evidence)")],
            [
                TableCell("in \(AmountText.grouped(UInt64(row.inputCount))) ", .muted), TableCell(sum(view.inputValue), .amount),
                TableCell("   out \(AmountText.grouped(UInt64(row.outputCount))) ", .muted),
                TableCell(sum(view.outputValue), .amount), TableCell("   fee ", .muted), TableCell(sum(view.fee), .amount),
            ],
        ]
    }

    private static func row(_ part: TransactionPart, _ view: TransactionView, _ context: ScreenContext) -> [TableCell] {
        let glyphs = context.glyphs
        let text = part.owner?.text(on: context.chain)
        let label = text.map { context.outside(context.state.label(of: .address($0))) } ?? ""
        let amount = part.value.map { TableCell.amount(context.coin($0)) } ?? TableCell(glyphs[.unknown], .unknown)
        let other: TableCell
        let type: String
        switch part.id.side {
        case .input:
            let previous = view.inputs[part.id.index].previous
            other = TableCell("\(TextFit.transaction(previous.txid.description, glyphs: glyphs)):\(previous.index)", .id)
            type = part.owner.map { LockingScript($0.script).type.rawValue } ?? ""
        case .output:
            let output = view.outputs[part.id.index]
            other =
                switch output.fate {
                case .spent: TableCell(output.spenderID.map { TextFit.transaction($0.description, glyphs: glyphs) } ?? "spent", .id)
                case .unspent: TableCell("\(glyphs[.unspent]) unspent", .unspent)
                case .unspendable: TableCell("never spendable", .muted)
                case .notCovered: TableCell("\(glyphs[.unknown]) coverage", .unknown)
                }
            type = LockingScript(output.script).type.rawValue
        }
        return [
            TableCell("\(part.id.side == .input ? "in" : "out") \(part.id.index)", .muted),
            TableCell(label, context.role(text.flatMap { context.state.index.items[.address($0)]?.role })),
            TableCell(text ?? "no address", text == nil ? .muted : .id), amount, other, TableCell(type, .muted),
        ]
    }

    private static func selected(
        _ part: TransactionPart, _ view: TransactionView, _ context: ScreenContext
    ) -> (figure: String, lines: [FactLine]) {
        let isInput = part.id.side == .input
        let count = isInput ? view.inputs.count : view.outputs.count
        let text = part.owner?.text(on: context.chain)
        let label = TextFit.elide(
            text.map { context.outside(context.state.label(of: .address($0))) } ?? "", cells: 32, glyphs: context.glyphs)
        var lines = [FactLine(text ?? "no address", text == nil ? .muted : .id)]
        let amount = part.value.map(context.coin) ?? "not known"
        if isInput {
            let input = view.inputs[part.id.index]
            lines.append(FactLine("\(input.previous)", .id))
            lines.append(FactLine("spends \(amount) \(context.chain.ticker)", right: label))
        } else {
            let output = view.outputs[part.id.index]
            let end = output.spenderID.map { "spent in \($0)" } ?? (output.fate == .unspent ? "unspent at the tip" : output.fate == .unspendable ? "can never be spent" : "not seen spent, coverage is missing")
            let script = TextFit.elide(Hex.text(output.script.prefix(200)), cells: max(16, context.state.columns - 80), glyphs: context.glyphs)
            lines.append(FactLine(end, output.spenderID == nil ? .text : .id))
            lines.append(FactLine("pays \(amount) \(context.chain.ticker)   script \(script)", right: label))
        }
        let range = count == 1 ? "the only one" : "of 0\(context.glyphs[.rangeDash])\(max(0, count - 1))"
        return ("\(isInput ? "input" : "output") \(part.id.index)\(count == 1 ? "," : "") \(range)", lines)
    }
}
