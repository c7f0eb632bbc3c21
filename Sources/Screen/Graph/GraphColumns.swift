import Ledger
import Workbench

/// Which columns are visible and where each begins: widths, names and bars given up in a fixed order.
struct GraphColumns {
    /// One visible column, without the gutters beside it.
    struct Column {
        var hop: Int
        var x = 0
        /// Cells for the sign and the name; 0 for the focus.
        var label = 0
        var amount = 0
        var bar = 0
        var width = 0
        /// Name before the sign, as on the left of a bow-tie.
        var isMirrored = false
        /// Whether a sign and a blank stand before the names.
        var hasSigns = false
    }

    private(set) var columns: [Column] = []
    /// First cell and width of the gutter right of each visible column but the last, by the column's index.
    private(set) var gutters: [(x: Int, width: Int)] = []
    /// Lines of the box around the focus.
    let card: [String]

    /// One step of what is given up to fit more columns.
    private struct Fit {
        var name: Int
        var group: Int
        var bar: Bool
    }

    private static let fits = [
        Fit(name: 16, group: 19, bar: true), Fit(name: 16, group: 18, bar: false),
        Fit(name: 12, group: 18, bar: false),
        Fit(name: 10, group: 18, bar: false), Fit(name: 12, group: 12, bar: false), Fit(name: 10, group: 10, bar: false),
        Fit(name: 8, group: 8, bar: false),
    ]

    /// True when the focus stands between one column of inputs and one of outputs.
    var isBowTie: Bool { !wantsColumns && columns.allSatisfy { abs($0.hop) <= 1 } }
    /// Columns were asked for, though there may be room for one on each side only.
    private let wantsColumns: Bool

    init(_ state: GraphState, _ style: GraphStyle, width: Int, tracks: (Int) -> Int) {
        card = GraphCard.lines(state, style, isNarrow: width < 80)
        wantsColumns = state.mode == .hopColumns
        let all = state.scene.range
        let hops = state.hops
        var window = max(all.lowerBound, -hops)...min(all.upperBound, hops)
        if !window.contains(state.cursor.column) {
            let far = state.cursor.column
            window = far < 0 ? far...min(0, far + 2 * hops) : max(0, far - 2 * hops)...far
        }
        // What was expanded from the selected row is seen without walking there.
        let next = state.cursor.column + state.cursor.column.signum()
        if all.contains(next), state.scene.nodes[state.cursor]?.isExpanded == true {
            window = min(window.lowerBound, next)...max(window.upperBound, next)
        }
        while true {
            for fit in Self.fits {
                let bowTie = state.mode != .hopColumns && window.allSatisfy { abs($0) <= 1 }
                var made = window.map { Self.column($0, state, style, fit, bowTie: bowTie, card) }
                // The blank before an edge: none leaves the last column.
                if let last = made.last, last.hop > 0 { made[made.count - 1].width -= 1 }
                let wanted = window.dropLast().map { max(3, tracks($0) + 2) }
                let spare = width - made.reduce(0) { $0 + $1.width } - wanted.reduce(0, +)
                guard spare >= 0 || (window.count == 1 && fit.name == 8) else { continue }
                place(made, gutters: wanted, spare: max(0, spare))
                return
            }
            // The end that is farther from the cursor goes first; of two equal ones the inputs.
            let cursor = state.cursor.column
            if window.count == 1 { return }
            window = cursor - window.lowerBound >= window.upperBound - cursor
                ? (window.lowerBound + 1)...window.upperBound : window.lowerBound...(window.upperBound - 1)
        }
    }

    private mutating func place(_ made: [Column], gutters wanted: [Int], spare: Int) {
        columns = made
        // A little air between the columns, but rows never become wider: what is left stays empty at the right.
        let air = wanted.isEmpty ? 0 : min(columns.count > 3 ? 4 : 2, spare / wanted.count)
        var x = 0
        for k in columns.indices {
            columns[k].x = x
            x += columns[k].width
            guard k < wanted.count else { break }
            gutters.append((x, wanted[k] + air))
            x += wanted[k] + air
        }
    }

    private static func column(
        _ hop: Int, _ state: GraphState, _ style: GraphStyle, _ fit: Fit, bowTie: Bool, _ card: [String]
    ) -> Column {
        var column = Column(hop: hop)
        guard hop != 0 else {
            column.width = (card.map { TextWidth.cells(of: $0) }.max() ?? 0) + 2
            return column
        }
        column.isMirrored = bowTie && hop < 0
        var isTransactions = false
        var hasSigns = column.isMirrored
        var marks = 0
        for id in state.scene.columns[hop] ?? [] {
            guard let node = state.scene.nodes[id] else { continue }
            var room = fit.name
            switch id.item {
            case .group:
                room = fit.group
                hasSigns = true
            case .elsewhere(.transaction, _):
                room = column.isMirrored ? fit.name + 2 : 5
                hasSigns = true
            case .transaction:
                isTransactions = true
                if node.fate != .none { hasSigns = true }
                room = bowTie && hop < 0 ? fit.name + 2 : 5
                if let txid = node.txid, state.names.transactions[txid]?.label.isEmpty == false { room = fit.name }
            default: hasSigns = true
            }
            let own = TextWidth.cells(of: GraphLabel.marks(node, state, style))
            marks = max(marks, own > 0 ? own + 1 : 0)
            let text = GraphLabel(node, state, style, cells: room + (own > 0 ? own + 1 : 0)).text
            column.label = max(column.label, TextWidth.cells(of: text))
            column.amount = max(column.amount, TextWidth.cells(of: style.amount(node.value, isAtLeast: node.isAtLeast)))
            for detail in node.details where state.layout.showsDetails {
                hasSigns = true
                let line = GraphDetailText(detail, state, style, cells: fit.name)
                column.label = max(column.label, TextWidth.cells(of: line.text))
                column.amount = max(column.amount, TextWidth.cells(of: line.amount))
            }
        }
        column.label = min(column.label, max(fit.name + 2, fit.group, fit.name + marks))
        column.bar = fit.bar && hop == 1 && !isTransactions ? 3 : 0
        column.hasSigns = hasSigns
        // Cursor, sign and blank, name, blank, amount, then the bar.
        column.width = 1 + (hasSigns ? 2 : 0) + column.label + 1 + column.amount + (column.bar > 0 ? column.bar + 1 : 0)
        column.label += hasSigns ? 2 : 0
        if !column.isMirrored { column.width += 1 }
        return column
    }
}

/// A fact below a row: its words and its amount.
struct GraphDetailText {
    var sign = " "
    var signRole = Role.muted
    var text: String
    var role = Role.muted
    var amount: String

    init(_ detail: GraphDetail, _ state: GraphState, _ style: GraphStyle, cells: Int) {
        amount = detail.value.map { style.amount($0) } ?? ""
        switch detail.what {
        case .fee: text = "fee"
        case .coInputs(let count):
            sign = "+"
            text = count == 1 ? "co-input" : "\(style.count(count)) co-inputs"
        case .unknownInputs(let count):
            (sign, signRole) = (style.glyphs[.unknown], .unknown)
            text = "\(style.count(count)) not known"
        case .party(let address, let fate, let place):
            (sign, signRole) = style.sign(fate)
            if place != nil { (sign, signRole) = (style.glyphs[.elsewhere], .link) }
            (text, role) = style.name(address, state.names, cells: min(16, cells))
        case .more(let count): text = count == 1 ? "1 output" : "\(style.count(count)) more"
        case .unspent(let count): text = "\(style.count(count)) unspent"
        case .notSeenSpent(let count): text = "\(style.count(count)) not seen spent"
        }
        text = TextFit.elide(text, cells: max(4, cells), glyphs: style.glyphs)
    }
}
