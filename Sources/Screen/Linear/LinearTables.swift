import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// The full-width tables read out: one row a number, what identifies it whole and on a line of its own.
extension LinearPage {
    /// Rows of a page, and the first of them, so that the cursor's row is among them.
    static func window(_ cursor: Int, of count: Int, _ state: WorkbenchState) -> Range<Int> {
        let size = max(10, (state.tableRows ?? 41) - 1)
        let first = cursor / size * size
        return min(first, count)..<min(count, first + size)
    }

    mutating func table() {
        let state = context.state
        guard let view = state.views[state.pane], let picture = TablePicture.of(state.pane, context) else {
            lines.append("Here: \(state.pane.title). Nothing is shown yet.")
            return
        }
        let isOf = picture.subject.hasPrefix("of ")
        let subject =
            picture.subject.isEmpty || state.pane == .transaction
            ? "" : (isOf ? " " : ", ") + picture.subject.replacing("   ", with: ", ")
        lines.append("Here: \(title(state.pane))\(subject). \(counted(UInt64(view.total), "row")).")
        if !view.filterText.isEmpty { lines.append("Filter \(context.outside(view.filterText)): \(counted(UInt64(view.count), "row")). clear-filter shows all.") }
        if state.pane == .transaction { head(of: state) }
        guard view.count > 0 else {
            let isFirst = state.pane == .cases && view.total == 0
            lines.append(isFirst ? "You have no cases yet. sample-case opens one to practise on, new-case begins one of your own." : picture.empty)
            return
        }
        let shown = Self.window(view.cursor, of: view.count, state)
        if shown.count < view.count {
            lines.append("Rows \(AmountText.grouped(UInt64(shown.lowerBound + 1))) to \(AmountText.grouped(UInt64(shown.upperBound))). page-down and page-up read others, filter makes them fewer.")
        }
        firstRow = shown.lowerBound
        for place in shown { read(place, picture) }
        // What a drawn table says below its rows about all of them; the selected row is read by its number.
        if state.pane == .timeline { lines += picture.below.map(\.text) }
    }

    /// What the row under the cursor says in full.
    static public func selected(_ state: WorkbenchState) -> [String] {
        let context = ScreenContext(state: state, glyphs: .ascii)
        guard let picture = TablePicture.of(state.pane, context), let facts = picture.selected else { return [] }
        var lines = ["Selected: \(facts.figure.replacing(" . ", with: " "))."]
        for line in facts.lines where !line.text.isEmpty || !line.right.isEmpty {
            lines.append([line.text, line.right].filter { !$0.isEmpty }.joined(separator: "   "))
        }
        return lines + picture.below.map(\.text).filter { !$0.isEmpty }
    }

    private func title(_ pane: Pane) -> String {
        switch pane {
        case .transactions: "transactions"
        case .transaction: "transaction"
        default: pane.title.lowercased()
        }
    }

    private mutating func row(_ place: Int, _ text: String, _ more: [String] = []) {
        places.append(.row(place))
        numbered(text)
        lines += more.filter { !$0.isEmpty }.map { "     " + $0 }
    }

    private mutating func read(_ place: Int, _ picture: TablePicture) {
        let views = context.state.views
        switch context.state.pane {
        case .transactions: views[TransactionsView.self].map { read($0.table[place].event) }
        case .transaction: views[TransactionDetailView.self].map { read($0.table[place], $0) }
        case .findings: views[FindingsView.self].map { read(place, $0) }
        case .journal:
            guard let event = views[JournalView.self]?.table[place].event else { return }
            row(place, "Event \(AmountText.grouped(event.number)), \(event.time.evidence), \(context.outside(event.author)). \(event.kind): \(event.title)", [event.hash])
        case .timeline: views[TimelineView.self].map { read(place, $0.table[place], $0) }
        case .cases: views[CasesView.self].map { read(place, $0.table[place].entry) }
        case .conflicts:
            guard let conflict = views[ConflictsView.self]?.table[place].conflict else { return }
            row(
                place, context.outside(conflict.what) + ".",
                conflict.sides.enumerated().map { k, side in
                    "\(k == 0 ? "First" : k == conflict.sides.count - 1 ? "Second" : "Also"): \(context.outside(side.author)), \(side.time.evidence): \(context.outside(side.decision))"
                })
        default:
            // Of a view that has no words of its own the columns are read by their names.
            let cells = zip(picture.columns, picture.cells(place)).filter { !$1.text.isEmpty }
            row(place, cells.map { $0.title.isEmpty ? $1.text : "\($0.title) \($1.text)" }.joined(separator: ". ") + ".")
        }
    }

    private mutating func read(_ event: AddressView.Event) {
        var words = [[UTCTime(seconds: event.tx.time).evidence, context.block(event.tx.at)].filter { !$0.isEmpty }.joined(separator: ", ")]
        if event.received > 0 { words.append("Received \(context.coin(event.received))") }
        if event.sent > 0 { words.append("Sent \(context.coin(event.sent))") }
        words.append(event.tx.isCoinbase ? "Newly issued" : "\(counted(UInt64(event.tx.inputCount), "input")), \(counted(UInt64(event.tx.outputCount), "output"))")
        let subject = CaseSubject.transaction(event.tx.txid)
        number(subject, words.joined(separator: ". ") + "." + marks(subject))
    }

    /// What a transaction is, before its inputs and outputs.
    private mutating func head(of state: WorkbenchState) {
        guard let detail = state.views[TransactionDetailView.self] else { return }
        lines.append(detail.id.description)
        guard let view = detail.view else { return }
        lines.append(blockAndTime(view.row))
        lines.append(sums(of: view))
    }

    private mutating func read(_ part: TransactionPart, _ detail: TransactionDetailView) {
        guard let view = detail.view else { return }
        let amount = part.value.map(context.coin) ?? "amount not known"
        let owner = part.owner.map { CaseSubject.address($0.text(on: context.chain)) }
        let name = owner.map { named($0) } ?? "no address"
        if part.id.side == .input {
            let from = view.inputs[part.id.index].previous
            number(owner ?? .transaction(from.txid), "Input \(part.id.index), \(amount), \(name).", id: owner != nil)
            lines.append("     spends \(from.txid):\(from.index)")
        } else {
            let output = view.outputs[part.id.index]
            number(owner ?? .transaction(detail.id), "Output \(part.id.index), \(amount), \(name), \(fate(output)).", id: owner != nil)
            if let spender = output.spenderID { lines.append("     spent in \(spender)") }
        }
    }

    private mutating func read(_ place: Int, _ view: FindingsView) {
        let finding = view.table[place]
        let verdict: String
        var more: [String] = []
        switch view.verdicts[finding.id] {
        case .holds?: verdict = "Holds"
        case .differs(let reasons)?: (verdict, more) = ("Changed", reasons.map { "Why: " + context.outside($0) })
        case .unasked(let reasons)?: (verdict, more) = ("Could not be asked here", reasons.map { "Why: " + context.outside($0) })
        case nil: verdict = view.pending.contains(finding.id) ? "Being asked" : "Not verified"
        }
        let method = finding.finding.method.isEmpty ? "" : ", method \(context.outside(finding.finding.method))"
        let answer = FindingAnswer(finding: finding.finding, context: context).lines.map { "Answer: \($0)" }
        row(
            place, "F-\(finding.id). \(context.outside(finding.finding.title)) \(context.outside(finding.finding.kind))\(method). \(verdict).",
            [
                "Asked \(finding.record.added.evidence) by \(context.outside(finding.record.author)), ledger digest",
                context.outside(finding.finding.ledger.digest),
            ] + answer + [
                finding.finding.remark.isEmpty ? "" : "It means: \(context.outside(finding.finding.remark))",
            ] + more)
    }

    private mutating func read(_ place: Int, _ event: TimelineRow, _ view: TimelineView) {
        switch event.what {
        case .transaction(let tx, let received, let sent):
            let sums = [received > 0 ? "received \(context.coin(received))" : "", sent > 0 ? "sent \(context.coin(sent))" : ""]
            let subject = CaseSubject.transaction(tx.txid)
            row(
                place, "\(event.time.evidence)\(context.knowsHeights ? ", " + context.block(tx.at) : ""). Addresses of the case \(sums.filter { !$0.isEmpty }.joined(separator: ", ")).\(marks(subject))",
                [tx.txid.description])
        case .note(let note):
            row(place, "\(event.time.evidence). Note by \(context.outside(note.author)) on \(named(note.subject)): \(context.outside(note.text.replacing("\n", with: " ")))")
        case .record(let record):
            row(place, "\(event.time.evidence). \(event.kind.prefix(1).uppercased() + event.kind.dropFirst()) by \(context.outside(record.author)): \(context.outside(record.content.title))")
        case .journal(let entry):
            row(place, "\(event.time.evidence). Journal, \(context.outside(entry.author)), \(entry.kind): \(entry.title)")
        case .gap(let range):
            let end = view.end(of: range).map { " to \($0.evidence)" } ?? ""
            row(
                place, "Warning: blocks \(AmountText.grouped(UInt64(range.lowerBound))) to \(AmountText.grouped(UInt64(range.upperBound))) are missing, from \(event.time.evidence)\(end). What happened there is not known.")
        }
    }

    private mutating func read(_ place: Int, _ entry: CaseEntry) {
        let state: String
        switch entry.standing {
        case .unchecked: state = "Not checked yet"
        case .intact: state = entry.hasLedger ? "Intact" : "Intact, no ledger at hand"
        case .inUse(let who): state = "In use\(who.isEmpty ? "" : who == "here" ? " here" : " by " + context.outside(who))"
        case .broken(let sentence): state = "Warning: damaged. \(context.outside(sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence))"
        }
        let items = "\(counted(UInt64(entry.items), "item")), \(counted(UInt64(entry.findings), "finding"))"
        row(
            place, "\(context.outside(entry.name)), \(entry.chain.isEmpty ? "not readable" : entry.chain). \(items). \(state).",
            [
                context.outside(entry.folder), context.outside(entry.question),
                TablePicture.news(entry, context) + ". Last change \(entry.lastChange?.evidence ?? "not known").",
            ] + entry.due.map { "Due \($0.day): \(context.outside($0.what))" })
    }
}
