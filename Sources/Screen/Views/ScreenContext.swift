import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// What every view needs to draw: the state and how signs look. Words and figures that several views share.
struct ScreenContext {
    let state: WorkbenchState
    let glyphs: GlyphSet

    var theCase: Case { state.openCase }
    var chain: Chain { state.openCase.chain }

    /// Text from outside, made harmless.
    func outside(_ text: String) -> String { VisibleText.escape(text) }

    /// An amount of the chain's coin with all its decimals.
    func coin(_ value: UInt64) -> String { AmountText.coin(value, decimals: chain.decimals) }

    func address(_ text: String) -> Address? { state.index.addresses[text] ?? (try? Address(text, on: chain)) }

    func figures(_ text: String) -> AddressView? { address(text).flatMap { state.known.figures[$0] } }

    func transaction(_ id: TxID) -> TransactionView? {
        state.known.places[id]?.last.flatMap { state.known.transactions[$0] }
    }

    /// When the ledger last saw an address or transaction, in seconds since 1970; nil when that is not known.
    func lastTime(_ subject: CaseSubject) -> UInt32? {
        switch subject {
        case .wholeCase, .record: nil
        case .address(let text): figures(text)?.lastTime
        case .transaction(let id), .edge(let id, _): transaction(id)?.row.time
        }
    }

    /// `¶2`, or nothing.
    func noteMark(_ subject: CaseSubject) -> String {
        let count = (state.index.notes[subject] ?? []).count
        return count > 0 ? glyphs.notes(count) : ""
    }

    func flagMark(_ subject: CaseSubject) -> String {
        state.index.items[subject]?.isFlagged == true ? glyphs[.flagged] : ""
    }

    /// Flag and notes, as a row of a list ends.
    func marks(_ subject: CaseSubject) -> String {
        [flagMark(subject), noteMark(subject)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// What the ledger says became of an address's coins.
    func stateGlyph(_ view: AddressView?) -> (text: String, role: Role) {
        guard let view, view.isKnown, view.summary.complete else { return (glyphs[.unknown], .unknown) }
        return view.summary.balance > 0 ? (glyphs[.unspent], .unspent) : (glyphs[.spent], .spent)
    }

    /// An amount of an address, with the sign for "at least" where the coverage may hide a part.
    func amount(_ value: UInt64, complete: Bool) -> String {
        (complete ? "" : glyphs[.atLeast]) + coin(value)
    }

    /// A balance: where the coverage may hide payments or spends it is no bound either way, only what is seen.
    func balance(_ view: AddressView) -> String {
        (view.summary.complete ? "" : glyphs[.unknown]) + coin(view.summary.balance)
    }

    /// The label of a subject, else its tag in brackets, else its identifier shortened as lists do.
    func name(_ subject: CaseSubject) -> String {
        let label = outside(state.label(of: subject))
        if !label.isEmpty { return label }
        if case .address(let text) = subject, let tags = state.tags(of: text) {
            return TagText.sign(tags.kind, glyphs) + outside(tags.name)
        }
        return switch subject {
        case .wholeCase: "the case"
        case .address(let text): TextFit.address(text, glyphs: glyphs)
        case .transaction(let id): "tx " + TextFit.transaction(id.description, glyphs: glyphs)
        case .edge(let id, let index): "out " + TextFit.transaction(id.description, glyphs: glyphs) + ":\(index)"
        case .record(let id): state.openCase.record(id).map { outside($0.content.title) } ?? subject.text
        }
    }

    func role(_ role: CaseRole?) -> Role {
        switch role {
        case .suspect: .roleSuspect
        case .victim: .roleVictim
        case .service: .roleService
        case .other, nil: .strong
        }
    }
}

extension Surface {
    /// A title rule: number and name, subject, and one figure at the right edge; heavy when the pane has the focus.
    mutating func titleRule(
        _ rect: Rect, title: String, subject: String = "", figure: String = "", isFocused: Bool, glyphs: GlyphSet
    ) {
        horizontalRule(
            x: rect.x, y: rect.y, length: rect.width, heavy: isFocused, role: isFocused ? .ruleFocus : .rule,
            glyphs: glyphs)
        let figureCells = figure.isEmpty ? 0 : TextWidth.cells(of: figure) + 2
        let figureX = rect.endX - 2 - figureCells
        if !figure.isEmpty {
            put(" \(figure) ", x: max(rect.x, figureX), y: rect.y, role: .muted, limit: rect.endX - max(rect.x, figureX))
        }
        var x = put(" \(title) ", x: rect.x + 2, y: rect.y, role: isFocused ? .strong : .muted, limit: figureX - rect.x - 2)
        if !subject.isEmpty, figureX - x > 6 {
            x = put("  ", x: x, y: rect.y, role: .muted)
            put(TextFit.elide(subject, cells: figureX - x - 2, glyphs: glyphs) + " ", x: x, y: rect.y, role: .text)
        }
    }

    /// An amount that ends before column `end`, its trailing zeros in a role of their own.
    mutating func amount(_ text: String, endingAt end: Int, y: Int, role: Role = .amount, selected: Bool = false) {
        let zeros = text.contains(".") ? text.reversed().prefix { $0 == "0" }.count : 0
        put(text, endingAt: end, y: y, role: role, selected: selected)
        if zeros > 0 { mark(x: end - zeros, y: y, width: zeros, role: .amountZeros) }
    }
}

extension ScreenContext {
    /// False where the source gave no heights and the ledger numbered the blocks itself: such a number is never shown.
    var knowsHeights: Bool { state.ledgerInfo?.coverage.heightsKnown != false }

    /// The height of a transaction's block; empty where heights are not known.
    func height(_ at: TxRef) -> String { knowsHeights ? AmountText.grouped(UInt64(at.height)) : "" }

    /// `block 831,388`, with `after` behind it; empty where heights are not known.
    func block(_ at: TxRef, then after: String = "") -> String { knowsHeights ? "block \(height(at))\(after)" : "" }
}
