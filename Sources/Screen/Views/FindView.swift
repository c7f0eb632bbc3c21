import Casework
import Encoding
import Ledger
import Workbench

/// What was found for what is being typed: one place a row.
struct FindView {
    let context: ScreenContext

    func draw(_ sheet: ChoiceSheet, into surface: inout Surface) {
        let sheets = SheetViews(context: context)
        let places = context.state.found(sheet.line.text)
        let area = sheets.area(surface, rows: 12, keeping: 8)
        sheets.clear(area, into: &surface)
        surface.titleRule(
            Rect(x: 0, y: area.y, width: area.width, height: 1), title: "Find",
            figure: places.count < WorkbenchState.foundLimit ? "\(places.count) found" : "the first \(places.count)",
            isFocused: true, glyphs: context.glyphs)
        let search = context.state.ledgerSearch(for: sheet.line.text)
        // How many there are more stands in a row of its own: over the last place it would cut an identifier.
        let isCut = places.count > area.height - 1
        let height = area.height - (search != nil || isCut ? 2 : 1)
        let top = Scroll.top(keeping: sheet.cursor, of: places.count, in: height, from: 0)
        for (row, place) in places.dropFirst(top).prefix(height).enumerated() {
            let y = area.y + 1 + row
            if top + row == sheet.cursor { surface.put(context.glyphs[.cursor], x: 0, y: y, role: .cursor) }
            draw(place, into: &surface, y)
            surface.spot(.choice(top + row), x: 0, y: y, width: area.width)
        }
        if let search {
            surface.put(
                TextFit.elide(
                    (places.indices.contains(sheet.cursor) ? Self.figures(places[sheet.cursor], context) : nil) ?? Self.sentence(search), cells: area.width - (isCut ? 16 : 2), glyphs: context.glyphs), x: 1, y: area.y + area.height - 1,
                role: search.failure == nil ? .muted : .warning)
        } else if places.isEmpty {
            surface.put("Nothing is called that in the case or in what the ledger has shown.", x: 1, y: area.y + 1, role: .muted)
        }
        sheets.more(below: places.count - top - height, above: top, area, into: &surface)
    }

    /// What an address received and when it was seen: what tells candidates apart.
    static func figures(_ place: FoundPlace, _ context: ScreenContext) -> String? {
        let chain = context.theCase.chain
        guard case .subject(.address(let text)) = place, let address = try? Address(text, on: chain), let view = context.state.known.figures[address], view.isKnown,
            let first = view.firstTime, let last = view.lastTime
        else { return nil }
        let least = view.summary.complete ? "" : "at least "
        return "received \(least)\(AmountText.coin(view.summary.received, decimals: chain.decimals)) in "
            + "\(AmountText.grouped(view.summary.transactions)) \(view.summary.transactions == 1 ? "tx" : "txs"), "
            + "\(UTCTime(seconds: first).date) to \(UTCTime(seconds: last).date)"
    }

    /// How far the search of the ledger is, or what came of it.
    static func sentence(_ search: LedgerSearching) -> String {
        if let failure = search.failure { return failure }
        guard let result = search.result else {
            let percent = search.of == 0 ? 0 : search.done * 100 / max(1, search.of)
            return "Looking through the ledger: \(percent) % of \(AmountText.grouped(search.of)). Esc stops."
        }
        let count = result.addresses.count + result.txids.count
        return switch result.shortfall {
        case .limit: "More than \(LedgerSearching.limit) in the ledger fit: type more of it."
        case .stopped: "Stopped: \(count) found so far."
        case nil where count == 0: "Nothing in this ledger fits; it may be in blocks that are not here."
        case nil: "\(count) in this ledger \(count == 1 ? "fits" : "fit"). Amount and time tell whether it is meant."
        }
    }

    private func draw(_ place: FoundPlace, into surface: inout Surface, _ y: Int) {
        let end = surface.width - 1
        func row(_ kind: String, _ name: String, _ role: Role, _ more: String) {
            surface.put(kind, x: 1, y: y, role: .muted)
            surface.put(TextFit.elide(name, cells: 20, glyphs: context.glyphs), x: 10, y: y, role: role)
            surface.put(TextFit.elide(more, cells: end - 32, glyphs: context.glyphs), x: 32, y: y, role: .id)
        }
        switch place {
        case .subject(let subject):
            let item = context.state.index.items[subject]
            let kind = if case .transaction = subject { "tx" } else { "address" }
            let tag = if case .address(let text) = subject { context.state.tags(of: text)?.name } else { String?.none }
            let label = item?.label ?? ""
            row(kind, context.outside(label.isEmpty ? tag ?? "" : label), context.role(item?.role), subject.text)
        case .note(let id):
            guard let note = context.theCase.notes.first(where: { $0.id == id }) else { return }
            row("note", context.name(note.subject), .strong, VisibleText.escape(note.text.replacing("\n", with: " ")))
        case .record(let id):
            guard let record = context.theCase.record(id) else { return }
            row(record.content.kind, "\(id)", .strong, context.outside(record.content.title))
        case .block(let height):
            row("block", AmountText.grouped(UInt64(height)), .strong, "its first transaction")
        case .inLedger(let shortened):
            row("ledger", "look through it", .strong, "for \(shortened.beginning)..\(shortened.ending)")
        }
    }
}
