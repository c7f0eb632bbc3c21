import Encoding
import Ledger
import TraceEngine
import Workbench

/// Draws a path tree: one hop a row, what goes on at the left, what leaves at the right, and both sums below. Backward, what
/// is followed further back stands at the left, and where the rest came from at the right.
struct PathTreeDrawing {
    let graph: GraphState
    let tree: PathTreeState
    let style: GraphStyle
    let width: Int
    let height: Int
    private let columns: Columns

    /// First cells of the columns, and the cells after the last one of amounts.
    private struct Columns {
        var line = 11
        var goesOn = 0
        var sign = 0
        var name = 0
        var nameCells = 0
        var amount = 0
        var end = 0
        var joins = 0

        init(_ tree: PathTree, _ style: GraphStyle, width: Int) {
            func cells(_ values: [UInt64]) -> Int { max(10, values.map { TextWidth.cells(of: style.amount($0)) }.max() ?? 0) }
            goesOn = line + 2 + cells(tree.rows.compactMap(\.goesOn))
            sign = goesOn + 2
            name = sign + 2
            let amounts = cells(tree.rows.compactMap { $0.party?.value })
            let joined = cells(tree.rows.compactMap { $0.joined ?? 0 }) + 1
            // A full address fits where there is room for one.
            let room = width - name - 1 - amounts - 2 - 11 - 1 - joined - 1
            nameCells = room >= 44 ? 44 : max(8, min(16, room))
            amount = name + nameCells + 1 + amounts
            end = amount + 2
            joins = min(width - 1, end + 11 + 1 + joined)
        }
    }

    init(_ graph: GraphState, _ tree: PathTreeState, width: Int, height: Int, style: GraphStyle) {
        self.graph = graph
        self.tree = tree
        self.style = style
        self.width = width
        self.height = height
        columns = Columns(tree.tree, style, width: width)
    }

    func draw(on surface: inout Surface) {
        headings(on: &surface)
        let rows = tree.tree.rows
        let sums = sumLines
        let room = max(1, height - 1 - sums.count)
        let top = Scroll.top(keeping: tree.place, of: rows.count, in: room, from: tree.top)
        var y = 1
        for place in top..<max(top, min(rows.count, top + room)) {
            draw(rows[place], place, y: y, on: &surface)
            y += 1
        }
        for line in sums {
            surface.put(line, x: 1, y: y, role: tree.tree.reconciles == false ? .error : .muted, limit: width - 1)
            y += 1
        }
    }

    /// `1.44581840 set out + 0.35540000 joined  =  1.80098994 ends + 0.00022846 fees`: both sides, however it stands.
    private var sumLines: [String] {
        let tree = tree.tree
        guard tree.missing.isEmpty, tree.hasSums else { return [] }
        let least = tree.isExact ? "" : style.glyphs[.atLeast]
        let start = tree.isExact && tree.isWhole ? "" : style.glyphs[.atLeast]
        let left = "\(start)\(style.amount(tree.setOut)) set out + \(least)\(style.amount(tree.joined)) joined"
        let right = "\(style.amount(tree.ends)) ends + \(least)\(style.amount(tree.fees)) fees"
        if tree.direction == .backward { return backwardSums(start, least) }
        let sign = tree.reconciles.map { $0 ? style.glyphs[.equal] : style.glyphs[.differs] } ?? style.glyphs[.unknown]
        let line = "\(left)  \(sign)  \(right)"
        return TextWidth.cells(of: line) < width ? [line] : [left, "\(sign) \(right)"]
    }

    /// `1.24910296 arrived + 0 to others + 0.00023760 fees  =  1.24934056 from here`.
    private func backwardSums(_ start: String, _ least: String) -> [String] {
        let tree = tree.tree
        let left = "\(start)\(style.amount(tree.setOut)) arrived + \(least)\(style.amount(tree.joined)) to others"
        let fees = " + \(least)\(style.amount(tree.fees)) fees"
        let sign = tree.reconciles.map { $0 ? style.glyphs[.equal] : style.glyphs[.differs] } ?? style.glyphs[.unknown]
        let right = "\(sign)  \(least)\(style.amount(tree.ends)) origins"
        let line = "\(left)\(fees)  \(right)"
        return TextWidth.cells(of: line) < width ? [line] : [left + fees, right]
    }

    private func headings(on surface: inout Surface) {
        surface.put("hop date", x: 1, y: 0, role: .muted)
        let isForward = tree.direction == .forward
        surface.put(isForward ? "goes on" : "goes back", endingAt: columns.goesOn, y: 0, role: .muted)
        surface.put(isForward ? "leaves to" : "came from", x: columns.name, y: 0, role: .muted)
        surface.put("amount", endingAt: columns.amount, y: 0, role: .muted)
        surface.put(isForward ? "end" : "origin", x: columns.end, y: 0, role: .muted)
        surface.put(isForward ? "joins" : "to others", endingAt: columns.joins, y: 0, role: .muted)
    }

    // MARK: Rows

    private func draw(_ row: PathTree.Row, _ place: Int, y: Int, on surface: inout Surface) {
        let isSelected = place == tree.place && !style.isDocument
        let isOnPath = place <= tree.place
        let isParty = isSelected && (tree.isOnParty || row.node == nil)
        if isSelected {
            let from = isParty && row.node != nil ? columns.sign : 1
            surface.fill(x: from, y: y, width: width - from, height: 1, selected: true)
        }
        defer { spots(of: row, y: y, on: &surface) }
        if case .gap(let range) = row.kind {
            line(north: true, south: true, east: false, place, y: y, on: &surface)
            surface.put(style.glyphs[.unknown], x: columns.line + 2, y: y, role: .unknown)
            let dash = style.glyphs[.rangeDash]
            let blocks = "\(style.count(Int(range.lowerBound)))\(dash)\(style.count(Int(range.upperBound)))"
            let count = range.count == 1 ? "block \(style.count(Int(range.lowerBound))) is" : "blocks \(blocks) are"
            surface.put("\(count) missing in this ledger", x: columns.line + 4, y: y, role: .unknown, limit: width - columns.line - 5)
            cursor(isSelected, x: 0, y: y, on: &surface)
            return
        }
        if row.kind != .party {
            surface.put(style.treeHop(row.hop, tree.direction), endingAt: 3, y: y, role: isOnPath ? .strong : .text)
        }
        if let time = row.node?.time, row.kind == .step {
            surface.put(day(time), x: 5, y: y, role: isOnPath ? .strong : .text)
        }
        if row.kind == .start {
            surface.put(style.glyphs[.focus], x: columns.line, y: y, role: .strong)
            if let value = row.goesOn { surface.amount(amount(value), endingAt: columns.goesOn, y: y) }
            surface.put(startText, x: columns.name, y: y, role: .text, limit: width - columns.name)
            cursor(isSelected, x: 0, y: y, on: &surface)
            return
        }
        branch(row, place, y: y, on: &surface)
        if let party = row.party { draw(party, of: row, y: y, on: &surface) }
        joins(row, y: y, on: &surface)
        cursor(isSelected, x: isParty && row.node != nil ? columns.sign - 1 : 0, y: y, on: &surface)
    }

    /// The line of the path and the arm to what leaves.
    private func branch(_ row: PathTree.Row, _ place: Int, y: Int, on surface: inout Surface) {
        let rows = tree.tree.rows
        let isLast = place == rows.count - 1
        let isRoot = place == 0
        let hasArm = row.party != nil || row.goesOn != nil
        if row.kind == .party {
            line(north: true, south: !isLast && rows[place...].dropFirst().contains { $0.kind != .party }, east: false, place, y: y, on: &surface)
            let more = place + 1 < rows.count && rows[place + 1].kind == .party
            let glyph = style.glyphs.box(north: .light, east: .light, south: more ? .light : .none)
            surface.put(glyph, x: columns.goesOn + 1, y: y, role: .edge)
            return
        }
        let restIsParties = !isLast && rows[(place + 1)...].allSatisfy { $0.kind == .party }
        line(north: !isRoot, south: !isLast && !restIsParties, east: hasArm, place, y: y, on: &surface)
        let opens = place + 1 < rows.count && rows[place + 1].kind == .party
        if let goesOn = row.goesOn {
            surface.amount(amount(goesOn), endingAt: columns.goesOn, y: y)
            guard row.party != nil else { return }
            let glyph = style.glyphs.box(
                east: .light, south: opens ? .light : .none, west: .light)
            surface.put(glyph, x: columns.goesOn + 1, y: y, role: .edge)
            return
        }
        guard row.party != nil else { return }
        for x in (columns.line + 1)...(columns.goesOn + 1) {
            let isEnd = x == columns.goesOn + 1
            surface.put(
                style.glyphs.box(east: .light, south: isEnd && opens ? .light : .none, west: .light), x: x, y: y, role: .edge)
        }
    }

    /// One cell of the path's own line: heavy down to the cursor.
    private func line(north: Bool, south: Bool, east: Bool, _ place: Int, y: Int, on surface: inout Surface) {
        let cursor = tree.place
        func weight(_ isThere: Bool, _ isOnPath: Bool) -> BoxWeight { !isThere ? .none : isOnPath ? .heavy : .light }
        let isHeavy = place <= cursor
        let glyph = style.glyphs.box(
            north: weight(north, isHeavy), east: east ? .light : .none, south: weight(south, place < cursor))
        surface.put(glyph, x: columns.line, y: y, role: isHeavy ? .edgePath : .edge)
    }

    private func draw(_ party: GraphNode, of row: PathTree.Row, y: Int, on surface: inout Surface) {
        var label = GraphLabel(party, graph, style, cells: columns.nameCells)
        switch row.kind {
        case .more(let count):
            label.sign = style.glyphs[.folded]
            (label.text, label.role) = ("\(style.count(count)) more transactions", .muted)
        case .tail where row.end == .loading: (label.text, label.role) = ("reading \(style.glyphs[.elided])", .muted)
        case .rest, .tail:
            if case .fee = party.id.item {
                label.sign = style.sign(party.fate).glyph
                (label.text, label.role) = ("no address", .muted)
            }
        default: break
        }
        if columns.nameCells >= 44, case .address(let address) = party.id.item, graph.names.addresses[address]?.label.isEmpty != false {
            label.text = address.text(on: style.chain)
        }
        surface.put(label.sign, x: columns.sign, y: y, role: label.signRole)
        surface.put(TextFit.elide(label.text, cells: columns.nameCells, glyphs: style.glyphs), x: columns.name, y: y, role: label.role)
        if let value = party.value {
            surface.amount(amount(value), endingAt: columns.amount, y: y)
        } else if case .unknownInputs = party.id.item {
            surface.put("not known", endingAt: columns.amount, y: y, role: .unknown)
        }
        if let end = row.end {
            let (text, role) = Self.words(end, style)
            surface.put(text, x: columns.end, y: y, role: role)
        }
    }

    private func joins(_ row: PathTree.Row, y: Int, on surface: inout Surface) {
        guard row.kind == .step else { return }
        guard let joined = row.joined else {
            surface.put("not known", endingAt: columns.joins, y: y, role: .unknown)
            return
        }
        guard joined > 0 else { return }
        let sign = tree.direction == .forward ? "+" : ""
        surface.put(sign + amount(joined), endingAt: columns.joins, y: y, role: .amount)
    }

    /// The word of an end: inferences with their sign.
    static func words(_ end: PathTree.End, _ style: GraphStyle) -> (String, Role) {
        switch end {
        case .unspent: ("unspent", .unspent)
        case .coverage: ("coverage", .unknown)
        case .burn: ("burn", .muted)
        case .service: ("service", .roleService)
        case .tagged: ("[tagged]", .tag)
        case .coinJoin: (style.glyphs[.inference] + "CoinJoin", .inference)
        case .spent: ("spent", .spent)
        case .earlier: ("earlier", .spent)
        case .issued: ("issued", .muted)
        case .further: ("goes on", .muted)
        case .loading: ("loading", .muted)
        case .several: ("", .text)
        }
    }

    /// What set out, in words: payments for an address, else coins or inputs.
    private var startText: String {
        switch tree.root {
        case .address(let address):
            guard let view = graph.addresses[address] else { return graph.isLoading ? "reading" : "not at hand" }
            let paid = view.events.filter { $0.received > 0 && $0.sent == 0 }
            let count = (view.isComplete ? "" : style.glyphs[.atLeast]) + style.count(paid.count)
            let span = [paid.first, paid.last].compactMap { $0.map { day($0.tx.time).trimmed } }
            let days = Set(span).count == 2 ? ", \(span[0]) to \(span[1])" : span.first.map { ", \($0)" } ?? ""
            return "\(count) payment\(paid.count == 1 && view.isComplete ? "" : "s")\(days)"
        case .coins(let coins, _): return coins.count == 1 ? "1 coin" : "\(style.count(coins.count)) coins"
        case .outputs(let outputs): return outputs.count == 1 ? "1 output" : "\(style.count(outputs.count)) outputs"
        case .spent: return "put into the first transaction"
        case .transaction: return ""
        }
    }

    private func amount(_ value: UInt64) -> String { style.amount(value) }

    private func cursor(_ isHere: Bool, x: Int, y: Int, on surface: inout Surface) {
        guard isHere else { return }
        let sign: Glyph = style.hasFocus ? .cursor : .cursorOther
        surface.put(style.glyphs[sign], x: x, y: y, role: style.hasFocus ? .cursor : .cursorOther)
    }

    private func spots(of row: PathTree.Row, y: Int, on surface: inout Surface) {
        surface.spot(.treeRow(row.id, isParty: false), x: 0, y: y, width: columns.sign)
        surface.spot(.treeRow(row.id, isParty: true), x: columns.sign, y: y, width: width - columns.sign)
    }

    /// Month and day where the whole path is of one year, else the year.
    private func day(_ time: UInt32) -> String {
        let times = tree.tree.rows.compactMap { $0.node?.time }
        guard let first = times.min(), let last = times.max(), UTCTime(seconds: first).year != UTCTime(seconds: last).year else {
            return UTCTime(seconds: time).monthDay
        }
        return UTCTime(seconds: time).year
    }
}

extension String {
    /// Without blanks at the end.
    fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
