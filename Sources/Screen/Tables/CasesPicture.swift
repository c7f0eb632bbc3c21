import Casework
import Encoding
import Ledger
import Workbench

extension TablePicture {
    /// The cases: name, chain, what they hold, when they last changed, what is new and due, whether they hold.
    static func cases(_ view: CasesView, _ context: ScreenContext) -> TablePicture {
        let glyphs = context.glyphs
        var picture = TablePicture()
        picture.show(view)
        picture.figure = figure(view, glyphs)
        picture.columns = [
            TableColumn("case", 14, most: 48), TableColumn("chain", 15, rank: 3), TableColumn("items", 6, .right, rank: 4),
            TableColumn("findings", 8, .right, rank: 5), TableColumn("last change UTC", 16), TableColumn("new", 4, .right, rank: 1),
            TableColumn("due", 3, .right, rank: 2), TableColumn("state", 12),
        ]
        picture.cells = { place in
            let entry = view.table[place].entry
            let (state, role) = word(entry, glyphs)
            let isRead = !entry.chain.isEmpty
            return [
                TableCell(context.outside(entry.name), .strong), TableCell(entry.chain, .muted),
                TableCell(isRead ? AmountText.grouped(UInt64(entry.items)) : ""),
                TableCell(isRead ? AmountText.grouped(UInt64(entry.findings)) : ""), TableCell(entry.lastChange?.minute ?? ""),
                TableCell(entry.news.map { $0 == 0 ? "" : AmountText.grouped($0) } ?? "", .changed),
                TableCell(entry.due.isEmpty ? "" : AmountText.grouped(UInt64(entry.due.count)), .warning), TableCell(state, role),
            ]
        }
        picture.empty =
            !view.isRead
            ? "Reading your cases \(glyphs[.elided])"
            : view.total == 0
                ? "You have no cases yet. s opens the sample case, t shows the workbench on it in a minute, n begins a case of your own."
                : "Nothing passes the filter. Esc shows all again."
        guard let entry = view.table.selected?.entry else {
            picture.selected = ("nothing", [])
            return picture
        }
        picture.below = below(entry, context)
        picture.selected = (
            "case \(glyphs[.between]) \(AmountText.grouped(UInt64(view.cursor + 1))) of \(AmountText.grouped(UInt64(view.count)))",
            facts(entry, context)
        )
        return picture
    }

    private static func figure(_ view: CasesView, _ glyphs: GlyphSet) -> String {
        let entries = view.table.rows.map(\.entry)
        var parts = ["\(AmountText.grouped(UInt64(entries.count))) \(entries.count == 1 ? "case" : "cases")\(view.isRead ? "" : " so far")"]
        let news = entries.count { ($0.news ?? 0) > 0 }
        let due = entries.count { !$0.due.isEmpty }
        if news > 0 { parts.append("\(news) changed") }
        if due > 0 { parts.append("\(due) with something due") }
        return parts.joined(separator: " \(glyphs[.between]) ")
    }

    private static func word(_ entry: CaseEntry, _ glyphs: GlyphSet) -> (String, Role) {
        switch entry.standing {
        case .unchecked: ("checking \(glyphs[.elided])", .muted)
        case .inUse(let who): (who.isEmpty ? "in use" : "in use \(VisibleText.escape(who))", .warning)
        case .broken: ("\(glyphs[.differs]) damaged", .error)
        case .intact: entry.hasLedger ? ("\(glyphs[.equal]) intact", .ok) : ("\(glyphs[.unknown]) no ledger", .unknown)
        }
    }

    /// The facts of a case, one a line; the first is its folder in full.
    static func facts(_ entry: CaseEntry, _ context: ScreenContext) -> [FactLine] {
        var lines = [FactLine(context.outside(entry.folder), .id)]
        if case .broken(let sentence) = entry.standing { lines.append(FactLine(context.outside(sentence), .error)) }
        lines.append(FactLine(news(entry, context)))
        if !entry.question.isEmpty {
            let isTall = !context.state.hasCase
            let question = context.outside(entry.question)
            lines.append(FactLine(isTall ? question : TextFit.elide(question, cells: context.state.columns - 3, glyphs: context.glyphs)))
        }
        if !entry.hasLedger, !entry.chain.isEmpty { lines.append(FactLine("No ledger of \(entry.chain) is at hand; the case opens without one.", .unknown)) }
        return lines
    }

    /// What happened since the case was last open here.
    static func news(_ entry: CaseEntry, _ context: ScreenContext) -> String {
        let events = "\(AmountText.grouped(entry.events)) \(entry.events == 1 ? "event" : "events")"
        guard let news = entry.news, let looked = entry.lookedAt else { return "\(events), never open on this machine" }
        guard news > 0 else { return "\(events), none since you looked on \(looked.evidence)" }
        let by = entry.newsBy.map { "\(context.outside($0.name)) \($0.events)" }.joined(separator: ", ")
        return "\(events), \(AmountText.grouped(news)) since you looked on \(looked.evidence)\(by.isEmpty ? "" : ": \(by)")"
    }

    /// What is due, then what can be done here: the commands of this view with their keys.
    private static func below(_ entry: CaseEntry, _ context: ScreenContext) -> [TableCell] {
        var lines = entry.due.prefix(4).map { due in
            TableCell("due \(due.day)  \(context.outside(due.what))\(due.why.isEmpty ? "" : "  (\(context.outside(due.why)))")", .warning)
        }
        if entry.due.count > 4 { lines.append(TableCell("and \(entry.due.count - 4) more due", .muted)) }
        guard !context.state.hasCase else { return lines }
        if !lines.isEmpty { lines.append(TableCell("")) }
        for command in CommandTable.all where command.panes == [.cases] && command.place == .view {
            guard let key = context.state.keymap.keys(of: command).first else { continue }
            lines.append(TableCell("\(KeyText.text(key, context.glyphs))   \(command.help)", .muted))
        }
        return lines
    }
}
