import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// What the cursor is on, with its identifier in full; the same order of fields everywhere.
struct SelectedView {
    let context: ScreenContext

    private var state: WorkbenchState { context.state }
    private var glyphs: GlyphSet { context.glyphs }

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        if state.pane == .graph, let graph = state.graph, graph.selected?.column != 0,
            let selected = GraphSelected(graph, style: context.graphStyle(hasFocus: true), width: body.width - 2)
        {
            surface.titleRule(title, title: "Selected", figure: selected.title, isFocused: false, glyphs: glyphs)
            selected.draw(on: &surface, x: body.x, y: body.y, width: body.width, height: body.height, glyphs: glyphs)
            return
        }
        if state.pane == .trace, let trace = state.openTrace, let row = trace.selected {
            stop(row, of: trace, into: &surface, title: title, body: body)
            return
        }
        if let selected = TablePicture.of(state.pane, context)?.selected {
            surface.titleRule(title, title: "Selected", figure: selected.figure, isFocused: false, glyphs: glyphs)
            FactLines.draw(selected.lines, on: &surface, in: body, glyphs: glyphs)
            return
        }
        guard let subject = state.subject, subject != .wholeCase else {
            surface.titleRule(title, title: "Selected", figure: "nothing", isFocused: false, glyphs: glyphs)
            let text = state.openCase.question.isEmpty ? "" : "Question: " + context.outside(state.openCase.question)
            lines(TextFit.wrap(text, cells: body.width - 2), into: &surface, body)
            return
        }
        surface.titleRule(title, title: "Selected", figure: figure(subject), isFocused: false, glyphs: glyphs)
        switch subject {
        case .wholeCase, .record: break
        case .edge(let id, _): transaction(id, into: &surface, body)
        case .address(let text):
            body.height <= 4 ? flat(text, into: &surface, body) : tall(text, into: &surface, body)
        case .transaction(let id): transaction(id, into: &surface, body)
        }
    }

    /// Role and place, for the title rule.
    private func figure(_ subject: CaseSubject) -> String {
        let role = state.index.items[subject]?.role?.rawValue
        let rows = state.listRows
        let place = state.pane == .addresses ? rows.firstIndex { $0.subject == subject } : nil
        let kind = if case .transaction = subject { "transaction" } else { role ?? "address" }
        guard let place else { return state.index.items[subject] == nil ? "\(kind) \(glyphs[.between]) not in the case" : kind }
        return "\(kind) \(glyphs[.between]) \(place + 1) of \(rows.count)"
    }

    // MARK: Stop

    /// The end of a branch: the address in full, what decided, and what came there of what rests there.
    private func stop(
        _ row: ComparedStop, of trace: OpenTrace, into surface: inout Surface, title: Rect, body: Rect
    ) {
        surface.titleRule(
            title, title: "Selected", figure: "stop \(glyphs[.between]) \(trace.cursor + 1) of \(trace.rows.count)",
            isFocused: false, glyphs: glyphs)
        let place = row.stop.place
        let text = place.owner.map { $0.text(on: context.chain) }
        let subject = text.map { CaseSubject.address($0) } ?? .transaction(place.outpoint.txid)
        let end = body.endX - 1
        surface.put(text ?? place.name, x: body.x + 1, y: body.y, role: .id, limit: body.width - 2)
        let label = context.outside(state.label(of: subject))
        if TextWidth.cells(of: (text ?? place.name) + label) + 4 < body.width {
            surface.put(label, endingAt: end, y: body.y, role: .strong)
        }
        let cause = row.stop.claim.map { "\(glyphs[.inference])\($0.detector) \($0.version): \($0.rule)" } ?? row.stop.cause
        surface.put(
            TextFit.elide(context.outside(cause), cells: body.width - 2, glyphs: glyphs), x: body.x + 1, y: body.y + 1,
            role: row.stop.claim == nil ? .text : .inference)
        let time = place.time.map { UTCTime(seconds: $0).minute + " UTC   " } ?? ""
        let whole = place.value.map { "\(context.coin($0)) in all   " } ?? ""
        let party = trace.party(of: row.stop).flatMap { party in
            party.stops > 1 ? "\(context.coin(party.value)) at its \(party.stops) stops   " : nil
        } ?? ""
        let output = "output \(TextFit.transaction(place.outpoint.txid.description, glyphs: glyphs)):\(place.outpoint.index)"
        surface.put(time + whole + party + output, x: body.x + 1, y: body.y + 2, role: .text, limit: body.width - 8)
        surface.put(context.noteMark(subject), endingAt: end, y: body.y + 2, role: .note)
    }

    // MARK: Address

    /// Three rows across the screen.
    private func flat(_ text: String, into surface: inout Surface, _ body: Rect) {
        let subject = CaseSubject.address(text)
        let (name, nameRole, tags) = named(text)
        let type = scriptType(text)
        let end = body.endX - 1
        // Where the name has no room before the identifier it stands in the third row.
        let isLong = 21 + text.count + 2 + type.count + 1 > body.width || TextWidth.cells(of: name) > 19
        if isLong || name.isEmpty {
            surface.put(text, x: body.x + 1, y: body.y, role: .id)
        } else {
            surface.put(name, x: body.x + 1, y: body.y, role: nameRole)
            surface.put(text, x: body.x + 21, y: body.y, role: .id)
        }
        surface.put(type, endingAt: end, y: body.y, role: .muted)
        guard let view = context.figures(text), view.isKnown else {
            surface.put(unknownText(text), x: body.x + 1, y: body.y + 1, role: .muted)
            if let warning = lookAlike(text) {
                surface.put(warning, x: body.x + 1, y: body.y + 2, role: .warning, limit: body.width - 2)
            } else if let tags {
                claim(tags, span: "", right: 0, into: &surface, body)
            }
            return
        }
        let complete = view.summary.complete
        surface.put("received", x: body.x + 1, y: body.y + 1, role: .muted)
        surface.amount(context.amount(view.summary.received, complete: complete), endingAt: body.x + 22, y: body.y + 1)
        surface.put("sent", x: body.x + 25, y: body.y + 1, role: .muted)
        surface.amount(context.amount(view.summary.sent, complete: complete), endingAt: body.x + 42, y: body.y + 1)
        surface.put("balance", x: body.x + 45, y: body.y + 1, role: .muted)
        surface.amount(context.balance(view), endingAt: body.x + 66, y: body.y + 1)
        surface.put(count(view), endingAt: end, y: body.y + 1, role: .text)
        // The line of a tag has its name already.
        let label = tags != nil && nameRole == .tag ? context.flagMark(subject) : name
        let notes = context.noteMark(subject)
        var time = span(view)
        func room(_ text: String) -> Int { body.width - 2 - TextWidth.cells(of: text) - 3 - (notes.isEmpty ? 0 : TextWidth.cells(of: notes) + 3) }
        if isLong, TextWidth.cells(of: label) > room(time) { time = days(view) }
        let hasClaim = tags != nil || lookAlike(text) != nil
        let called = isLong ? TextFit.elide(label, cells: hasClaim ? body.width / 3 : room(time), glyphs: glyphs) : ""
        let tail = [called, notes].filter { !$0.isEmpty }.joined(separator: "   ")
        if let warning = lookAlike(text) {
            surface.put(warning, x: body.x + 1, y: body.y + 2, role: .warning, limit: body.width - 2 - TextWidth.cells(of: tail))
        } else if let tags {
            claim(tags, span: days(view), right: TextWidth.cells(of: tail), into: &surface, body)
        } else {
            surface.put(time, x: body.x + 1, y: body.y + 2, role: .text)
        }
        surface.put(tail, endingAt: end, y: body.y + 2, role: .note)
    }

    /// What an address is called, label or else tag, with its flag; and what others say of it.
    private func named(_ text: String) -> (name: String, role: Role, tags: AddressTags?) {
        let subject = CaseSubject.address(text)
        let (label, tags) = (state.label(of: subject), state.tags(of: text))
        let isTag = label.isEmpty && tags != nil
        let called = isTag ? tags.map { TagText.sign($0.kind, glyphs) + context.outside($0.name) } : context.outside(label)
        let name = [called ?? "", context.flagMark(subject)].filter { !$0.isEmpty }.joined(separator: " ")
        return (name, isTag ? tags.map { TagText.role($0.kind) } ?? .tag : .strong, tags)
    }

    /// `≠ looks like 12cb…pTu3S of the case`; nil where nothing does.
    private func lookAlike(_ text: String) -> String? {
        guard let address = context.address(text), let hits = state.known.lookAlikes[address], let hit = hits.first else { return nil }
        let more = hits.count > 1 ? ", and \(hits.count - 1) more" : ""
        return "\(glyphs[.lookAlike]) looks like \(context.outside("\(hit.text) \(hit.whose)"))\(more)"
    }

    /// The third row for an address with tags: the claim, then the days where there is room.
    private func claim(_ tags: AddressTags, span: String, right: Int, into surface: inout Surface, _ body: Rect) {
        let room = body.width - 2 - (right > 0 ? right + 2 : 0)
        let text = TagText.line(tags, cells: room, glyphs: glyphs)
        let x = surface.put(text, x: body.x + 1, y: body.y + 2, role: TagText.role(tags.kind), limit: room)
        if TextWidth.cells(of: text + span) + 3 <= room { surface.put("   " + span, x: x, y: body.y + 2, role: .text) }
    }

    /// One fact a row in the left column.
    private func tall(_ text: String, into surface: inout Surface, _ body: Rect) {
        let subject = CaseSubject.address(text)
        var y = body.y
        let (name, nameRole, tags) = named(text)
        surface.put(
            TextFit.elide(name.isEmpty ? "no label" : name, cells: body.width - 2, glyphs: glyphs), x: body.x + 1, y: y,
            role: name.isEmpty ? .muted : nameRole)
        y += 1
        for line in TextFit.parts(of: text, cells: body.width - 1) {
            surface.put(line, x: body.x + 1, y: y, role: .id)
            y += 1
        }
        if let tags {
            for line in TextFit.wrap(TagText.line(tags, glyphs: glyphs), cells: body.width - 2) where y < body.endY {
                surface.put(line, x: body.x + 1, y: y, role: TagText.role(tags.kind))
                y += 1
            }
        }
        if let warning = lookAlike(text) {
            for line in TextFit.wrap(warning, cells: body.width - 2) where y < body.endY {
                surface.put(line, x: body.x + 1, y: y, role: .warning)
                y += 1
            }
        }
        guard let view = context.figures(text), view.isKnown else {
            lines(TextFit.wrap(unknownText(text), cells: body.width - 2), into: &surface, Rect(x: body.x, y: y, width: body.width, height: body.endY - y), role: .muted)
            return
        }
        let complete = view.summary.complete
        for (label, value) in [
            ("received", context.amount(view.summary.received, complete: complete)),
            ("sent", context.amount(view.summary.sent, complete: complete)), ("balance", context.balance(view)),
        ] {
            guard y < body.endY else { return }
            surface.put(label, x: body.x + 1, y: y, role: .muted)
            surface.amount(value, endingAt: body.x + 25, y: y)
            if label == "sent" { surface.put(count(view, long: true), endingAt: body.endX - 1, y: y, role: .text) }
            if label == "received" { surface.put(context.chain.ticker, x: body.x + 26, y: y, role: .muted) }
            y += 1
        }
        let facts: [(String, String)] = [
            ("first", view.firstTime.map { UTCTime(seconds: $0).evidence } ?? "none"),
            ("last", view.lastTime.map { UTCTime(seconds: $0).evidence } ?? "none"),
            ("script", scriptType(text)),
            ("notes", noteLine(subject)),
        ]
        for (label, value) in facts where y < body.endY {
            surface.put(label, x: body.x + 1, y: y, role: .muted)
            surface.put(value, x: body.x + 13, y: y, role: .text, limit: body.width - 14)
            y += 1
        }
    }

    private func noteLine(_ subject: CaseSubject) -> String {
        let notes = (state.index.notes[subject] ?? [])
        guard let last = notes.last else { return "none" }
        return "\(context.noteMark(subject))   last by \(context.outside(last.author)) \(last.written.date)"
    }

    private func unknownText(_ text: String) -> String {
        guard let info = state.ledgerInfo else { return "No ledger is open: nothing is known of it." }
        guard context.figures(text) != nil else { return "Asking the ledger \(glyphs[.elided])" }
        return "Not in this ledger" + (info.coverage.isComplete ? "." : ", whose coverage has gaps.")
    }

    private func count(_ view: AddressView, long: Bool = false) -> String {
        let count = AmountText.grouped(view.summary.transactions)
        return count + (long ? (view.summary.transactions == 1 ? " transaction" : " transactions") : view.summary.transactions == 1 ? " tx" : " txs")
    }

    private func span(_ view: AddressView) -> String {
        guard let first = view.firstTime, let last = view.lastTime else { return "no transactions" }
        return "\(UTCTime(seconds: first).minute) \(glyphs[.rangeArrow]) \(UTCTime(seconds: last).minute) UTC"
    }

    private func days(_ view: AddressView) -> String {
        guard let first = view.firstTime, let last = view.lastTime else { return "" }
        return "\(UTCTime(seconds: first).date) \(glyphs[.rangeArrow]) \(UTCTime(seconds: last).date)"
    }

    private func scriptType(_ text: String) -> String {
        context.address(text).map { LockingScript($0.script).type.rawValue } ?? "unknown"
    }

    // MARK: Transaction

    private func transaction(_ id: TxID, into surface: inout Surface, _ body: Rect) {
        var y = body.y
        let subject = CaseSubject.transaction(id)
        let name = [context.outside(state.label(of: subject)), context.flagMark(subject)].filter { !$0.isEmpty }
            .joined(separator: " ")
        for line in TextFit.parts(of: id.description, cells: body.width - 1) {
            surface.put(line, x: body.x + 1, y: y, role: .id)
            y += 1
        }
        guard let view = context.transaction(id) else {
            let text = state.known.places[id] == [] ? "Not in this ledger." : "Asking the ledger \(glyphs[.elided])"
            surface.put(state.ledgerInfo == nil ? "No ledger is open." : text, x: body.x + 1, y: y, role: .muted)
            return
        }
        let time = UTCTime(seconds: view.row.time).evidence
        let block = context.block(view.row.at)
        let sums: [(String, UInt64?)] = [
            ("in \(AmountText.grouped(UInt64(view.row.inputCount)))", view.inputValue),
            ("out \(AmountText.grouped(UInt64(view.row.outputCount)))", view.outputValue), ("fee", view.fee),
        ]
        if body.height <= 4 {
            let left = surface.put(block.isEmpty ? time : "\(time)   \(block)", x: body.x + 1, y: y, role: .text)
            let notes = context.noteMark(subject)
            let called = TextFit.elide(name, cells: body.endX - 1 - left - 3 - TextWidth.cells(of: notes) - 2, glyphs: glyphs)
            surface.put([called, notes].filter { !$0.isEmpty }.joined(separator: "  "), endingAt: body.endX - 1, y: y, role: .strong)
            var x = body.x + 1
            for (label, value) in sums {
                x = surface.put(label + " ", x: x, y: y + 1, role: .muted)
                let text = value.map(context.coin) ?? (view.row.isCoinbase ? "coinbase" : glyphs[.unknown])
                x = surface.put(text + "   ", x: x, y: y + 1, role: .amount)
            }
            return
        }
        if !name.isEmpty {
            surface.put(TextFit.elide(name, cells: body.width - 2, glyphs: glyphs), x: body.x + 1, y: y, role: .strong)
            y += 1
        }
        for line in [block, time] where !line.isEmpty {
            surface.put(line, x: body.x + 1, y: y, role: .text)
            y += 1
        }
        for (label, value) in sums where y < body.endY {
            surface.put(label, x: body.x + 1, y: y, role: .muted)
            let text = value.map(context.coin) ?? (view.row.isCoinbase ? "coinbase" : glyphs[.unknown])
            surface.amount(text, endingAt: body.x + 28, y: y)
            y += 1
        }
        surface.put("notes", x: body.x + 1, y: y, role: .muted)
        surface.put(noteLine(subject), x: body.x + 13, y: y, role: .text, limit: body.width - 14)
    }

    // MARK: Text

    private func lines(_ lines: [String], into surface: inout Surface, _ body: Rect, role: Role = .text) {
        for (row, line) in lines.prefix(body.height).enumerated() {
            surface.put(line, x: body.x + 1, y: body.y + row, role: role)
        }
    }
}
