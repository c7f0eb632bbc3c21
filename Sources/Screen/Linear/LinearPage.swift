import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// A place of the case in words, for a screen reader or a printer: one fact a line, identifiers whole and on lines of
/// their own, counts before lists, and a number for everything that can be gone to.
public struct LinearPage: Sendable {
    public internal(set) var lines: [String] = []
    /// What the numbers lead to, from 1.
    public internal(set) var places: [LinearPlace] = []
    /// The row of the table that the first number stands for, from 0.
    public internal(set) var firstRow = 0

    let context: ScreenContext

    /// The place that the focused pane shows: the focus of the graph, the list, the notes, or the stop sheet.
    public init(_ state: WorkbenchState) {
        context = ScreenContext(state: state, glyphs: .ascii)
        switch state.pane {
        case .addresses: list()
        case .notes: notes()
        case .trace: trace()
        case .graph: graph()
        case .cluster: cluster()
        case .path: path()
        default: table()
        }
    }

    /// What is said when the session begins.
    public static func greeting(_ state: WorkbenchState, version: String) -> [String] {
        let context = ScreenContext(state: state, glyphs: .ascii)
        guard state.hasCase else {
            return ["Clew \(version), linear mode. No case is open.", "Type a number and open-case, or new-case, or sample-case, or ? for what is possible here."]
        }
        var lines = [
            "Clew \(version), linear mode. Case \(context.outside(state.openCase.name)), \(context.chain.name). "
                + "Saved up to event \(AmountText.grouped(state.openCase.head))."
        ]
        switch state.ledger {
        case .open(let info):
            let first = info.coverage.ranges.first?.lowerBound ?? 0
            let blocks = "blocks \(AmountText.grouped(UInt64(first))) to \(AmountText.grouped(UInt64(info.tip ?? 0)))"
            lines.append("Ledger: \(blocks), tip \(UTCTime(seconds: info.tipTime).evidence).")
            if info.coverage.missing > 0 { lines.append("Warning: \(AmountText.grouped(info.coverage.missing)) blocks missing.") }
        case .missing(let sentence): lines.append("Warning: \(sentence)")
        }
        if let reason = state.readOnlyReason { lines.append("Warning: read-only. \(reason)") }
        return lines + ["Policy: offline.", "Type a number to go there, a command name, or ? for what is possible here."]
    }

    /// What is possible here, with keys left out: names, and why something is not.
    public static func help(_ state: WorkbenchState) -> [String] {
        // What belongs to the place where the reader is goes first.
        let all = CommandTable.all.filter { $0.panes.contains(state.pane) } + CommandTable.all.filter { !$0.panes.contains(state.pane) }
        let possible = all.filter { $0.obstacle(state) == nil }
        let others = all.filter { $0.obstacle(state) != nil }
        return ["Possible: \(possible.count) commands."] + possible.map { "  \($0.name): \(ascii($0.help))." }
            + ["Not now: \(others.count) commands."] + others.map { "  \($0.name): \(ascii($0.obstacle(state) ?? ""))." }
            + ["Also: a number, list, paste, back, quit. A command takes a number of the list and words: note 3 Asked on 2024-04-03."]
    }

    /// Clew's own signs in ASCII; the letters of names stay.
    public static func ascii(_ text: String) -> String { GlyphSet.ascii.sentence(text) }

    /// `Block 831,388, 2024-02-21 10:45:46 UTC.`
    func blockAndTime(_ row: TxRow) -> String {
        (context.knowsHeights ? "Block \(context.height(row.at)), " : "") + UTCTime(seconds: row.time).evidence + "."
    }

    // MARK: Places

    mutating func number(_ subject: CaseSubject, _ text: String, id: Bool = true) {
        places.append(.subject(subject))
        numbered(text)
        if id, subject != .wholeCase { lines.append("     " + subject.text) }
    }

    /// A line that begins with the number of the place added last.
    mutating func numbered(_ text: String) {
        let number = String(places.count)
        lines.append(String(repeating: " ", count: max(0, 3 - number.count)) + number + "  " + text)
    }

    private mutating func list() {
        let rows = context.state.listRows
        lines.append("Here: the list of the case. \(rows.count) of \(context.theCase.items.count) shown.")
        for item in rows {
            let name = context.outside(item.label)
            number(item.subject, (name.isEmpty ? "no label" : name) + "." + marks(item.subject))
        }
    }

    private mutating func notes() {
        let notes = context.state.notesShown
        lines.append("Here: notes. \(notes.here.count) here, \(context.theCase.notes.count) in the case.")
        let filter = context.state.noteFilter.text
        if !filter.isEmpty { lines.append("Filter \(context.outside(filter)): \(counted(UInt64(notes.count), "note")).") }
        for note in notes {
            number(note.subject, "\(note.written.evidence), \(context.outside(note.author)), on \(named(note.subject)).")
            lines += VisibleText.escape(note.text, keepingLines: true).split(separator: "\n").map { "     \($0)" }
        }
    }

    private mutating func graph() {
        if let graph = context.state.graph, let tree = graph.tree { return pathTree(tree, of: graph) }
        switch context.state.graph?.focus {
        case .address(let address)?: page(of: address)
        case .transaction(let at)?: page(of: at)
        case nil: lines.append("Here: nothing. Type addresses for the list, or add and an address.")
        }
    }

    private mutating func page(of address: Address) {
        let id = address.text(on: context.chain)
        lines.append("Here: address \(named(.address(id))).\(marks(.address(id)))")
        lines.append(id)
        if let tags = context.state.tags(of: id) { lines.append("Tag, not ledger: \(TagText.line(tags, glyphs: .ascii))") }
        guard let view = context.state.known.addresses[address], view.isKnown else {
            lines.append("Not in this ledger.")
            return
        }
        let sums = view.summary
        let least = sums.complete ? "" : "at least "
        lines.append(
            "Received \(least)\(context.coin(sums.received)). Sent \(least)\(context.coin(sums.sent)). Balance "
                + "\(context.coin(sums.balance))\(sums.complete ? "" : " as far as is known"). \(counted(sums.transactions, "transaction")).")
        if let first = view.firstTime, let last = view.lastTime {
            lines.append("First \(UTCTime(seconds: first).evidence). Last \(UTCTime(seconds: last).evidence).")
        }
        for (title, amount) in [("Came in", { $0.received }), ("Went out", { $0.sent })] as [(String, (AddressView.Event) -> UInt64)] {
            let events = view.events.filter { amount($0) > 0 }
            lines.append("\(title): \(counted(UInt64(events.count), "transaction"))\(view.isComplete ? "" : " read so far").")
            for event in events {
                let name = context.outside(context.state.label(of: .transaction(event.tx.txid)))
                number(
                    .transaction(event.tx.txid),
                    "\(UTCTime(seconds: event.tx.time).date)  \(context.coin(amount(event)))" + (name.isEmpty ? "" : "  \(name)"))
            }
        }
    }

    private mutating func page(of at: TxRef) {
        guard let view = context.state.known.transactions[at] else {
            lines.append("Here: transaction. It could not be read.")
            return
        }
        let id = CaseSubject.transaction(view.row.txid)
        lines.append("Here: transaction \(named(id)).\(marks(id))")
        lines.append(view.row.txid.description)
        lines.append(blockAndTime(view.row))
        lines.append(sums(of: view))
        if !view.row.isCoinbase {
            lines.append("Came in: \(counted(UInt64(view.inputs.count), "input")).")
            for input in view.inputs {
                row(input.owner, input.known == .unknown ? "not known" : context.coin(input.value), "", else: .transaction(input.previous.txid))
            }
        }
        lines.append("Went out: \(counted(UInt64(view.outputs.count), "output")).")
        for output in view.outputs {
            row(output.owner, context.coin(output.value), ", " + fate(output), else: output.spenderID.map { .transaction($0) } ?? id)
        }
    }

    private mutating func row(_ owner: Address?, _ amount: String, _ fate: String, else other: CaseSubject) {
        guard let owner else {
            number(other, "\(amount)  no address\(fate)")
            return
        }
        let subject = CaseSubject.address(owner.text(on: context.chain))
        number(subject, "\(amount)  \(named(subject))\(fate).\(marks(subject))")
    }

    // MARK: Words

    func sums(of view: TransactionView) -> String {
        let known = [("In", view.inputValue), ("Out", view.outputValue), ("Fee", view.fee)]
        return known.map { "\($0) \($1.map(context.coin) ?? (view.row.isCoinbase ? "newly issued" : "not known"))" }.joined(separator: ". ") + "."
    }

    func fate(_ output: TransactionView.Output) -> String {
        switch output.fate {
        case .spent: "spent"
        case .unspent: "unspent"
        case .unspendable: "cannot be spent"
        case .notCovered: "not seen spent, coverage is missing"
        }
    }

    func named(_ subject: CaseSubject) -> String {
        let label = context.outside(context.state.label(of: subject))
        if !label.isEmpty { return label }
        return switch subject {
        case .wholeCase: "the case"
        case .record: context.name(subject)
        default: "without a label"
        }
    }

    func marks(_ subject: CaseSubject) -> String {
        let item = context.state.index.items[subject]
        var words: [String] = []
        if let role = item?.role { words.append("Role \(role.rawValue).") }
        if let colour = item?.colour { words.append("Colour \(colour.rawValue).") }
        if item?.isFlagged == true { words.append("Flagged.") }
        let notes = (context.state.index.notes[subject] ?? []).count
        if notes > 0 { words.append(counted(UInt64(notes), "note") + ".") }
        return words.map { " " + $0 }.joined()
    }

    func counted(_ count: UInt64, _ noun: String) -> String { "\(AmountText.grouped(count)) \(noun)\(count == 1 ? "" : "s")" }
}
