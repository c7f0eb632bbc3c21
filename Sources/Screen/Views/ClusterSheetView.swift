import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// A cluster: its members, or why one of them is among them. All of it is inference, and marked as such.
struct ClusterSheetView {
    let context: ScreenContext
    let isFocused: Bool

    private var glyphs: GlyphSet { context.glyphs }

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        guard let cluster = context.state.openCluster else { return }
        let subject =
            cluster.why.map { "why are \(context.outside(cluster.title)) and \(context.outside($0.title)) together?" }
            ?? "of \(context.outside(cluster.title))"
        surface.titleRule(
            title, title: "Cluster", subject: subject, figure: figure(cluster),
            isFocused: isFocused, glyphs: glyphs)
        if let why = cluster.why {
            if let answer = why.answer {
                links(answer, why, into: &surface, body)
            } else {
                wait(why.failure, why.reached, into: &surface, body)
            }
        } else if let view = cluster.view {
            members(view, cluster, into: &surface, body)
        } else {
            wait(cluster.failure, cluster.reached, into: &surface, body)
        }
    }

    private func figure(_ cluster: OpenCluster) -> String {
        let rule = "\(glyphs[.inference])\(ClusterRule.name) \(ClusterRule.version)"
        guard !cluster.filter.isEmpty, cluster.why == nil else { return rule }
        let text = TextFit.elide(context.outside(cluster.filter.text), cells: 24, glyphs: glyphs)
        return "\(AmountText.grouped(UInt64(cluster.members.count))) of \(AmountText.grouped(UInt64(cluster.total))) \(glyphs[.between]) filter \(text)"
    }

    private func wait(_ failure: String?, _ reached: Int?, into surface: inout Surface, _ body: Rect) {
        let text =
            failure.map(context.outside)
            ?? reached.map { "\(AmountText.grouped(UInt64($0))) addresses so far \(glyphs[.elided])  Esc stops it" }
            ?? "Asking the ledger \(glyphs[.elided])"
        for (row, line) in TextFit.wrap(text, cells: body.width - 2).prefix(body.height).enumerated() {
            surface.put(line, x: body.x + 1, y: body.y + row, role: failure == nil ? .muted : .warning)
        }
    }

    // MARK: Members

    private func members(_ view: ClusterView, _ cluster: OpenCluster, into surface: inout Surface, _ body: Rect) {
        let limits = TextFit.wrap(limits(view), cells: body.width - 2)
        let height = max(1, body.height - limits.count - 1)
        let top = Scroll.top(keeping: cluster.cursor, of: cluster.members.count, in: height, from: 0)
        // Room for identifier, name and balance and no more: rows do not grow with the screen.
        let end = min(body.endX - 1, body.x + 120)
        for (row, index) in (top..<min(top + height, cluster.members.count)).enumerated() {
            let y = body.y + row
            let text = cluster.members[index].text(on: context.chain)
            let subject = CaseSubject.address(text)
            if index == cluster.cursor { mark(into: &surface, body, y) }
            surface.spot(.row(index), x: body.x, y: y, width: body.width)
            let isAsked = cluster.members[index] == cluster.address
            surface.put(isAsked ? glyphs[.focus] : glyphs[.inference], x: body.x + 1, y: y, role: isAsked ? .strong : .inference)
            let room = body.width - 4
            let identifier = text.count <= room ? text : TextFit.address(text, glyphs: glyphs)
            surface.put(identifier, x: body.x + 3, y: y, role: .id, limit: room)
            let label = context.outside(state.label(of: subject))
            let after = body.x + 3 + text.count + 2
            if let figures = context.figures(text), figures.isKnown, end - after > 18 {
                surface.amount(context.balance(figures), endingAt: end, y: y)
            }
            if end - after > 22 {
                surface.put(TextFit.elide(label, cells: end - after - 16, glyphs: glyphs), x: after, y: y, role: .strong)
            } else if !label.isEmpty, end - after > 2, context.figures(text) == nil {
                surface.put(TextFit.elide(label, cells: end - after, glyphs: glyphs), x: after, y: y, role: .strong)
            }
        }
        for (row, line) in limits.enumerated() {
            surface.put(line, x: body.x + 1, y: body.endY - limits.count + row, role: .muted)
        }
    }

    private var state: WorkbenchState { context.state }

    /// How many they are, the rule, and what it cannot tell.
    private func limits(_ view: ClusterView) -> String {
        let (size, joining) = (view.size, view.joining)
        var text =
            "\(AmountText.grouped(UInt64(size))) address\(size == 1 ? "" : "es") by \(AmountText.grouped(UInt64(joining))) "
            + "transaction\(joining == 1 ? "" : "s"). \(view.rule.text)"
        text += " It fails where several owners sign one transaction (PayJoin, CoinJoins that no rule knows)."
        if let stopped = view.stopped { text += " " + stopped.interruption }
        if let first = view.warnings.first {
            let sizes = first.sizes.map { AmountText.grouped(UInt64($0)) }.joined(separator: " and ")
            text +=
                " \(glyphs[.differs]) \(view.warnings.count) transaction\(view.warnings.count == 1 ? "" : "s") joined two large "
                + "clusters, the first \(TextFit.transaction(first.row.txid.description, glyphs: glyphs)) of \(sizes) addresses."
        }
        return text
    }

    // MARK: Links

    /// Address, link, address, link, …: the link under the cursor stays in sight.
    private func links(_ answer: ClusterWhy, _ why: OpenWhy, into surface: inout Surface, _ body: Rect) {
        guard let first = answer.links.first else {
            surface.put("This is the address itself.", x: body.x + 1, y: body.y, role: .muted)
            return
        }
        let remarks = remarks(answer, width: body.width - 2)
        let rows = 3 * answer.links.count + 1
        let height = max(4, body.height - remarks.count - 1)
        let top = min(max(0, 3 * why.cursor + 4 - height), max(0, rows - height))
        for row in top..<min(rows, top + height) {
            let y = body.y + row - top
            let link = answer.links[min(row / 3, answer.links.count - 1)]
            if row % 3 != 0 { surface.spot(.row(row / 3), x: body.x, y: y, width: body.width) }
            switch row % 3 {
            case 0: member(row == 0 ? first.from : answer.links[row / 3 - 1].to, isEnd: row == 0 || row == rows - 1, into: &surface, body, y)
            case 1:
                if row / 3 == why.cursor { mark(into: &surface, body, y) }
                carrier(link, into: &surface, body, y)
            default: detail(link, into: &surface, body, y)
            }
        }
        for (row, line) in remarks.prefix(max(0, body.height - height)).enumerated() {
            surface.put(line.0, x: body.x + 1, y: body.endY - remarks.count + row, role: line.1)
        }
    }

    private func member(_ address: Address, isEnd: Bool, into surface: inout Surface, _ body: Rect, _ y: Int) {
        surface.put(glyphs[isEnd ? .focus : .spent], x: body.x + 1, y: y, role: .strong)
        PartyRow(context: context, address: address).draw(into: &surface, body, y)
    }

    private func carrier(_ link: ClusterLink, into surface: inout Surface, _ body: Rect, _ y: Int) {
        let id = TextFit.transaction(link.row.txid.description, glyphs: glyphs)
        surface.put("\(glyphs[.inference]) \(id)", x: body.x + 3, y: y, role: .inference)
        let block = context.knowsHeights ? context.height(link.row.at) + "  " : ""
        surface.put(block + UTCTime(seconds: link.row.time).minute + " UTC  " + inputs(link), x: body.x + 21, y: y, role: .text, limit: body.width - 22)
    }

    private func inputs(_ link: ClusterLink) -> String {
        let numbers = (link.fromInputs.prefix(1) + link.toInputs.prefix(1)).map { "\($0 + 1)" }
        return numbers.count == 2
            ? "inputs \(numbers.joined(separator: " and ")) of \(link.row.inputCount)"
            : "an input and what a change rule names"
    }

    private func detail(_ link: ClusterLink, into surface: inout Surface, _ body: Rect, _ y: Int) {
        let dust = link.dustInputs == 0 ? "" : " \(glyphs[.between]) \(link.dustInputs) dust input\(link.dustInputs == 1 ? "" : "s") not counted"
        surface.put("no CoinJoin rule fired" + dust, x: body.x + 21, y: y, role: .muted, limit: body.width - 22)
    }

    /// What hangs on each link, the weakest first told.
    private func remarks(_ answer: ClusterWhy, width: Int) -> [(String, Role)] {
        guard answer.isWhole else {
            return TextFit.wrap("Stopped before the cluster was whole: which link carries the claim alone is not known.", cells: width)
                .map { ($0, .warning) }
        }
        var lines: [(String, Role)] = []
        for (n, link) in answer.links.enumerated() {
            guard let halves = link.halves else { continue }
            lines.append((
                "without link \(n + 1)   \(AmountText.grouped(UInt64(halves.near))) and \(AmountText.grouped(UInt64(halves.far))) "
                    + "addresses apart: it alone carries the claim", .warning))
        }
        if lines.isEmpty { lines = [("Without any one of these links the two are together all the same.", .muted)] }
        return Array(lines.prefix(4))
    }

    private func mark(into surface: inout Surface, _ body: Rect, _ y: Int) {
        surface.put(glyphs[isFocused ? .cursor : .cursorOther], x: body.x, y: y, role: isFocused ? .cursor : .cursorOther)
    }
}
