import Attribution
import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// The stop sheet of a trace: where every branch ended, by two methods side by side, summed to what set out.
struct TraceSheetView {
    let context: ScreenContext
    let isFocused: Bool

    private var glyphs: GlyphSet { context.glyphs }

    func draw(into surface: inout Surface, title: Rect, body: Rect) {
        guard let trace = context.state.openTrace else { return }
        surface.titleRule(
            title, title: "5 Trace", subject: context.outside(trace.title), figure: figure(trace), isFocused: isFocused,
            glyphs: glyphs)
        guard let answer = trace.answer, answer.methods.indices.contains(trace.shown.second) else {
            surface.put(waiting(trace), x: body.x + 1, y: body.y + 1, role: trace.failure == nil ? .muted : .warning, limit: body.width - 2)
            return
        }
        let columns = Columns(body, answer: answer, rows: trace.rows)
        header(trace, answer, columns, into: &surface, body.y)
        let foot = answer.methods[trace.shown.first].startTotal > 0 ? 3 : 1
        let height = max(1, body.height - 1 - foot)
        let top = Scroll.top(keeping: trace.cursor, of: trace.rows.count, in: height, from: trace.top)
        var y = body.y + 1
        for (index, row) in trace.rows.enumerated().dropFirst(top).prefix(height) {
            draw(row, trace, columns, into: &surface, y)
            surface.spot(.row(index), x: body.x, y: y, width: body.width)
            if index == trace.cursor {
                surface.put(glyphs[isFocused ? .cursor : .cursorOther], x: body.x, y: y, role: isFocused ? .cursor : .cursorOther)
                if isFocused { surface.mark(x: body.x + 1, y: y, width: body.width - 1, selected: true) }
            }
            y += 1
        }
        sums(trace, answer, columns, into: &surface, &y)
        remarks(trace, answer, into: &surface, Rect(x: body.x, y: y + 1, width: body.width, height: body.endY - y - 1))
    }

    private func figure(_ trace: OpenTrace) -> String {
        if trace.failure != nil { return "no answer" }
        guard let answer = trace.answer else { return "under way \(glyphs[.between]) Esc stops it" }
        if !trace.filter.isEmpty {
            let text = TextFit.elide(context.outside(trace.filter.text), cells: 24, glyphs: glyphs)
            return "\(AmountText.grouped(UInt64(trace.rows.count))) of \(AmountText.grouped(UInt64(trace.total))) \(glyphs[.between]) filter \(text)"
        }
        let (stops, read) = (trace.rows.count, answer.transactionsRead)
        return "\(stops) stop\(stops == 1 ? "" : "s") \(glyphs[.between]) "
            + "\(AmountText.grouped(UInt64(read))) transaction\(read == 1 ? "" : "s") read"
    }

    private func waiting(_ trace: OpenTrace) -> String {
        if let failure = trace.failure { return context.outside(failure) }
        guard let progress = trace.progress else { return "Asking the ledger \(glyphs[.elided])" }
        let done = "\(AmountText.grouped(progress.done))" + (progress.total.map { " of \(AmountText.grouped($0))" } ?? "")
        return "\(progress.phase): hop \(progress.hop), \(done) transactions \(glyphs[.elided])"
    }

    /// Columns that end where the amounts end; wider amounts move what is left of them.
    private struct Columns {
        static let longestName = 72
        let hop: Int, first: Int, second: Int, difference: Int, date: Int?
        let x: Int

        init(_ body: Rect, answer: TraceAnswer, rows: [ComparedStop]) {
            let most = answer.methods.map { max($0.startTotal, $0.stopTotal) }.max() ?? 0
            let cells = max(10, AmountText.coin(most).count)
            x = body.x
            // Room for the longest name and no more: rows do not grow with the screen.
            difference = min(body.endX - 6, x + 17 + Self.longestName + 2 + 16 + 6 + 3 * (cells + 3))
            second = difference - cells - 3
            first = second - cells - 3
            let left = first - cells - 2
            date = body.width >= 100 ? left - 16 : nil
            hop = left
        }
    }

    private func header(_ trace: OpenTrace, _ answer: TraceAnswer, _ columns: Columns, into surface: inout Surface, _ y: Int) {
        surface.put("stop", x: columns.x + 1, y: y, role: .muted)
        surface.put("where", x: columns.x + 17, y: y, role: .muted)
        if let date = columns.date { surface.put("date", x: date, y: y, role: .muted) }
        surface.put("hop", endingAt: columns.hop, y: y, role: .muted)
        surface.put(name(answer.methods[trace.shown.first].method), endingAt: columns.first, y: y, role: .strong)
        guard trace.shown.first != trace.shown.second else { return }
        surface.put(name(answer.methods[trace.shown.second].method), endingAt: columns.second, y: y, role: .strong)
        surface.put("difference", endingAt: columns.difference, y: y, role: .muted)
    }

    private func name(_ method: TraceMethod) -> String { "\(method.rawValue) \(method.version)" }

    private func draw(_ row: ComparedStop, _ trace: OpenTrace, _ columns: Columns, into surface: inout Surface, _ y: Int) {
        let stop = row.stop
        let inferred = stop.claim != nil
        surface.put((inferred ? glyphs[.inference] : " ") + stop.reason.rawValue, x: columns.x, y: y, role: inferred ? .inference : .text)
        let sign = sign(stop)
        surface.put(sign.0, x: columns.x + 15, y: y, role: sign.1)
        let subject = stop.place.owner.map { CaseSubject.address($0.text(on: context.chain)) } ?? .transaction(stop.place.outpoint.txid)
        let kind = stop.tag.map { TagKind(category: $0.category, isListed: $0.isDesignation) }
        let label = context.state.label(of: subject)
        // What the case itself calls a service is no claim of somebody else: it stands without brackets.
        let isOwn = stop.tag.map { !label.isEmpty && $0.name == label } ?? false
        let tag = isOwn ? nil : stop.tag.map { tag in
            TagText.sign(kind ?? .other, glyphs) + "[\(tag.name.isEmpty ? tag.category : tag.name)]"
                + (tag.name.isEmpty || tag.category.isEmpty ? "" : " \(tag.category)")
        }
        let limit = (columns.date ?? columns.hop - 3) - columns.x - 17
        // An address that has a name is called by it, and one that fits is not shortened.
        let isNamed = !label.isEmpty
        let text = tag.map(context.outside) ?? (isNamed || subject.text.count > limit ? context.name(subject) : subject.text)
        surface.put(
            TextFit.elide(text, cells: max(8, min(limit, Columns.longestName)), glyphs: glyphs), x: columns.x + 17, y: y,
            role: isOwn ? .roleService : kind.map(TagText.role) ?? .strong)
        if let date = columns.date, let time = stop.place.time {
            surface.put(UTCTime(seconds: time).date, x: date, y: y, role: .text)
        }
        surface.put("\(stop.hops)", endingAt: columns.hop, y: y, role: .text)
        amounts(row.values[trace.shown.first], row.values[trace.shown.second], trace, columns, into: &surface, y)
    }

    private func sign(_ stop: TraceStop) -> (String, Role) {
        switch stop.reason {
        case .unspent: (glyphs[.unspent], .unspent)
        case .coverage: (glyphs[.unknown], .unknown)
        default: (glyphs[.spent], .spent)
        }
    }

    private func amounts(
        _ first: UInt64, _ second: UInt64, _ trace: OpenTrace, _ columns: Columns, into surface: inout Surface, _ y: Int
    ) {
        surface.amount(context.coin(first), endingAt: columns.first, y: y)
        guard trace.shown.first != trace.shown.second else { return }
        surface.amount(context.coin(second), endingAt: columns.second, y: y)
        let sign = second > first ? "+" : glyphs[.minus]
        let text = first == second ? "0" : sign + context.coin(max(first, second) - min(first, second))
        surface.put(text, endingAt: columns.difference, y: y, role: first == second ? .muted : .changed)
    }

    /// Fees, what the stops and fees sum to, and what set out: equal to the unit, or said not to be comparable.
    private func sums(
        _ trace: OpenTrace, _ answer: TraceAnswer, _ columns: Columns, into surface: inout Surface, _ y: inout Int
    ) {
        let first = answer.methods[trace.shown.first]
        let second = answer.methods[trace.shown.second]
        surface.put("fee", x: columns.x + 1, y: y, role: .text)
        let count = first.feeTransactions
        surface.put("\(AmountText.grouped(UInt64(count))) transaction\(count == 1 ? "" : "s")", x: columns.x + 17, y: y, role: .muted)
        amounts(first.fee, second.fee, trace, columns, into: &surface, y)
        y += 1
        surface.put("stops and fee", x: columns.x + 1, y: y, role: .muted)
        amounts(first.stopTotal &+ first.fee, second.stopTotal &+ second.fee, trace, columns, into: &surface, y)
        y += 1
        surface.put("set out", x: columns.x + 1, y: y, role: .muted)
        let marks = [first, second].map { method -> String in
            switch method.reconciles {
            case true?: glyphs[.equal]
            case false?: glyphs[.differs]
            case nil: glyphs[.notPossible]
            }
        }
        let words = trace.shown.first == trace.shown.second ? marks[0] : marks.joined(separator: " ")
        surface.put("reconciles \(words)", x: columns.x + 17, y: y, role: marks.contains(glyphs[.differs]) ? .error : .ok)
        amounts(first.startTotal, second.startTotal, trace, columns, into: &surface, y)
        y += 1
    }

    /// What the sheet cannot say in rows: reasons that ended nothing, and where the two methods part.
    private func remarks(_ trace: OpenTrace, _ answer: TraceAnswer, into surface: inout Surface, _ area: Rect) {
        guard area.height > 0 else { return }
        let first = answer.methods[trace.shown.first]
        let second = answer.methods[trace.shown.second]
        var lines: [String] = []
        if first.reconciles == nil || second.reconciles == nil {
            lines.append("poison taints whole outputs: it shows what may be reached and sums to nothing.")
        }
        if let parting = answer.parting(of: first, and: second) {
            let clean = parting.cleanInputs.reduce(UInt64(0)) { $0 &+ $1.value }
            lines.append(
                "The methods part at \(TextFit.transaction(parting.transaction.txid.description, glyphs: glyphs)) "
                    + "(\(UTCTime(seconds: parting.transaction.time).date)): \(context.coin(clean)) that is not part of the start "
                    + "goes in there too, in \(parting.cleanInputs.count) of \(parting.transaction.inputCount) inputs.")
        }
        let used = Set(first.totals.keys).union(second.totals.keys)
        let unused = StopReason.allCases.filter { !used.contains($0) && $0 != .chosen }.map(\.rawValue)
        if !unused.isEmpty { lines.append("No branch ended by \(unused.joined(separator: ", ")).") }
        let wrapped = lines.flatMap { TextFit.wrap($0, cells: area.width - 2) }
        for (row, line) in wrapped.prefix(area.height).enumerated() {
            surface.put(line, x: area.x + 1, y: area.y + row, role: .muted)
        }
    }
}
