import Encoding
import Ledger
import Workbench

extension TablePicture {
    /// The members of a group: name or identifier, amount, its share, what became of it, how many coins.
    static func members(_ view: GroupMembersView, _ context: ScreenContext) -> TablePicture {
        let glyphs = context.glyphs
        let style = context.graphStyle(hasFocus: true)
        var picture = TablePicture()
        picture.show(view)
        picture.subject = GraphLabel.group(view.group, style, cells: 40)
        let place = view.count == 0 ? "0" : AmountText.grouped(UInt64(view.cursor + 1))
        let order = view.table.sortKey.map { " \(glyphs[.between]) by \(GroupMember.sortKeys[$0])" } ?? ""
        picture.figure = "\(place) of \(AmountText.grouped(UInt64(view.count))) \(glyphs[.between]) sum \(context.coin(view.group.sum))\(order)"
        let amounts = max(12, context.coin(view.group.greatest).count)
        picture.columns = [
            TableColumn("in graph", 8), TableColumn("name", 16, rank: 2),
            TableColumn(view.group.ofTransactions ? "transaction" : "address", 16, most: view.group.ofTransactions ? 64 : 62),
            TableColumn("amount", amounts, .right), TableColumn("share", 7, .right, rank: 1), TableColumn("state", 8, rank: 3),
        ]
        let pinned = context.state.graph?.pinned ?? []
        picture.cells = { place in
            let row = view.table[place]
            let name = context.state.graph?.names.label(of: row) ?? ""
            return [
                TableCell(pinned.contains(row.id) ? glyphs[.marked] : "", .marked),
                TableCell(TextFit.elide(VisibleText.escape(name), cells: 16, glyphs: glyphs), name.hasPrefix("[") ? .tag : .strong),
                TableCell(row.identifier.isEmpty ? "no address" : row.identifier, row.identifier.isEmpty ? .muted : .id),
                .amount(context.coin(row.value)), TableCell(share(row.value, of: view.group.sum), .muted), state(row),
            ]
        }
        picture.empty = view.total == 0 ? "The group has no members any more." : "Nothing passes the filter. Esc shows all again."
        guard let row = view.table.selected else { return picture }
        var facts = [FactLine("amount \(context.coin(row.value))", right: "\(share(row.value, of: view.group.sum)) of the group")]
        let coins = row.coins > 0 ? "\(row.coins == 1 ? "1 coin" : "\(AmountText.grouped(UInt64(row.coins))) coins")" : ""
        let time = row.time.map { UTCTime(seconds: $0).evidence } ?? ""
        let name = VisibleText.escape(context.state.graph?.names.label(of: row) ?? "")
        facts.append(
            FactLine(
                [state(row).text, coins, time].filter { !$0.isEmpty }.joined(separator: "   "),
                right: TextFit.elide(name, cells: context.state.columns / 2 - 4, glyphs: glyphs)))
        picture.selected = (
            "member \(glyphs[.between]) \(place) of \(AmountText.grouped(UInt64(view.count)))",
            [FactLine(row.identifier.isEmpty ? "no address" : row.identifier, .id)] + facts
        )
        return picture
    }

    private static func state(_ row: GroupMember) -> TableCell {
        switch row.fate {
        case .spent: TableCell("spent", .spent)
        case .unspent: TableCell("unspent", .unspent)
        case .unknown: TableCell("unseen", .unknown)
        case .none: TableCell("")
        }
    }

    private static func share(_ value: UInt64, of whole: UInt64) -> String {
        guard whole > 0 else { return "" }
        let (high, low) = value.multipliedFullWidth(by: 1000)
        guard high < whole else { return "" }
        let thousandths = whole.dividingFullWidth((high, low)).quotient
        return "\(thousandths / 10).\(thousandths % 10) %"
    }
}

extension GraphNames {
    /// What the case calls a member of a group; empty when it has no name.
    func label(of member: GroupMember) -> String {
        switch member.id {
        case .address(let address): addresses[address]?.label ?? ""
        case .transaction: member.txid.flatMap { transactions[$0]?.label } ?? ""
        default: ""
        }
    }
}
