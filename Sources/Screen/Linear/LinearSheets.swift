import Casework
import Encoding
import Ledger
import TraceEngine
import Workbench

/// Traces, clusters and paths read out. What a rule concludes is said to be inferred, what somebody claims to be a tag.
extension LinearPage {
    mutating func trace() {
        guard let trace = context.state.openTrace else {
            lines.append("Here: trace. Nothing was traced yet.")
            return
        }
        let standing = trace.failure ?? (trace.isRunning ? "Under way" : counted(UInt64(trace.total), "stop"))
        lines.append("Here: trace \(context.outside(trace.title)). \(standing).")
        guard let answer = trace.answer, answer.methods.indices.contains(trace.shown.first) else { return }
        let (first, second) = (answer.methods[trace.shown.first], answer.methods[trace.shown.second])
        for method in trace.shown.first == trace.shown.second ? [first] : [first, second] {
            let sums = method.reconciles.map { $0 ? "Stops and fees equal what set out." : "Warning: stops and fees differ from what set out." }
            lines.append(
                "Method \(method.method.rawValue) \(method.method.version). Set out \(context.coin(method.startTotal)). Fees \(context.coin(method.fee)). "
                    + (sums ?? "It does not add up by its nature."))
        }
        if !trace.filter.isEmpty { lines.append("Filter \(context.outside(trace.filter.text)): \(counted(UInt64(trace.rows.count), "stop")) of \(AmountText.grouped(UInt64(trace.total))). stop-tracing shows all.") }
        let shown = Self.window(trace.cursor, of: trace.rows.count, context.state)
        if shown.count < trace.rows.count { lines.append("Stops \(shown.lowerBound + 1) to \(shown.upperBound). page-down and page-up read others.") }
        firstRow = shown.lowerBound
        for row in trace.rows[shown] { read(row, first, second, trace) }
        if let parting = answer.parting(of: first, and: second) {
            lines.append("The methods part at transaction")
            lines.append(parting.transaction.txid.description)
        }
    }

    private mutating func read(_ row: ComparedStop, _ first: MethodTrace, _ second: MethodTrace, _ trace: OpenTrace) {
        let place = row.stop.place
        let subject = place.owner.map { CaseSubject.address($0.text(on: context.chain)) } ?? .transaction(place.outpoint.txid)
        let (a, b) = (row.values[trace.shown.first], row.values[trace.shown.second])
        let amounts = a == b ? context.coin(a) : "\(context.coin(a)) by \(first.method.rawValue), \(context.coin(b)) by \(second.method.rawValue)"
        number(subject, "\(amounts)  \(row.stop.reason.rawValue), \(counted(UInt64(row.stop.hops), "hop")), \(named(subject)).")
        if let claim = row.stop.claim { lines.append("     Inferred: \(context.outside(claim.detector)) \(claim.version): \(context.outside(claim.rule))") }
        if let tag = row.stop.tag {
            lines.append("     Tag, not ledger: \(context.outside(tag.name.isEmpty ? tag.category : tag.name)), \(context.outside(tag.category)), source \(context.outside(tag.source))")
        }
        lines.append("     output \(place.outpoint)")
    }

    mutating func cluster() {
        guard let cluster = context.state.openCluster else {
            lines.append("Here: cluster. None was asked for yet.")
            return
        }
        if let why = cluster.why { return links(of: why, cluster) }
        lines.append("Here: cluster of \(context.outside(cluster.title)). Inferred, not ledger: rule \(ClusterRule.name) \(ClusterRule.version).")
        guard let view = cluster.view else {
            lines.append(cluster.failure.map(context.outside) ?? "Under way.")
            return
        }
        lines.append("\(view.size == 1 ? "1 address" : "\(AmountText.grouped(UInt64(view.size))) addresses") joined by \(counted(UInt64(view.joining), "transaction")). \(view.rule.text)")
        lines.append("It fails where several owners sign one transaction.")
        if !view.isComplete { lines.append("Warning: stopped, the cluster may be larger.") }
        for warning in view.warnings.prefix(5) {
            lines.append("Warning: joined two large clusters, of \(warning.sizes.map { AmountText.grouped(UInt64($0)) }.joined(separator: " and ")) addresses:")
            lines.append(warning.row.txid.description)
        }
        if !cluster.filter.isEmpty { lines.append("Filter \(context.outside(cluster.filter.text)): \(AmountText.grouped(UInt64(cluster.members.count))) of \(AmountText.grouped(UInt64(cluster.total))). leave-cluster shows all.") }
        let shown = Self.window(cluster.cursor, of: cluster.members.count, context.state)
        if shown.count < cluster.members.count { lines.append("Members \(shown.lowerBound + 1) to \(shown.upperBound). page-down and page-up read others.") }
        firstRow = shown.lowerBound
        for index in shown {
            let text = cluster.members[index].text(on: context.chain)
            let balance = context.figures(text).map { " Balance \(context.balance($0))." } ?? ""
            number(.address(text), "\(cluster.members[index] == cluster.address ? "Asked about" : "Inferred"): \(named(.address(text))).\(balance)\(marks(.address(text)))")
        }
    }

    private mutating func links(of why: OpenWhy, _ cluster: OpenCluster) {
        lines.append("Here: why are \(context.outside(cluster.title)) and \(context.outside(why.title)) together? Inferred, not ledger.")
        guard let answer = why.answer else {
            lines.append(why.failure.map(context.outside) ?? "Under way.")
            return
        }
        lines.append("\(counted(UInt64(answer.links.count), "link")).")
        for link in answer.links {
            let subject = CaseSubject.transaction(link.row.txid)
            number(subject, blockAndTime(link.row).dropLast() + ", joins")
            lines += ["     " + link.from.text(on: context.chain), "     " + link.to.text(on: context.chain)]
            if let halves = link.halves {
                lines.append("     Warning: it alone carries the claim; without it \(AmountText.grouped(UInt64(halves.near))) and \(AmountText.grouped(UInt64(halves.far))) addresses are apart.")
            }
        }
        if !answer.isWhole { lines.append("Warning: stopped before the cluster was whole; which link carries the claim alone is not known.") }
    }

    mutating func path() {
        guard let open = context.state.openPath else {
            lines.append("Here: path. None was asked for yet.")
            return
        }
        lines.append("Here: path from \(context.outside(open.from)) to \(context.outside(open.to)).")
        guard let path = open.path else {
            lines.append(context.outside(open.failure ?? open.answer?.reason ?? "Under way."))
            return
        }
        lines.append("\(path.kind == .fewest ? "Fewest transactions" : "Widest"): \(counted(UInt64(path.hops), "transaction")), at least \(context.coin(path.bottleneck)) on every edge. A way that value may have gone, not that it did.")
        if let from = path.edges.first?.from.address { lines.append(from.text(on: context.chain)) }
        for edge in path.edges {
            let subject = CaseSubject.transaction(edge.transaction.txid)
            number(subject, "\(context.coin(edge.value)) in a transaction of \(UTCTime(seconds: edge.transaction.time).evidence), to")
            if let to = edge.to.address { lines.append("     " + to.text(on: context.chain)) }
        }
    }

    /// What a pasted text holds, a number each, and what is added unless something else is chosen.
    public static func pasted(_ sheet: PastedSheet, _ state: WorkbenchState) -> [String] {
        let context = ScreenContext(state: state, glyphs: .ascii)
        let rows = sheet.found.rows
        var lines = ["Found: \(AmountText.grouped(UInt64(rows.count))). Chosen: \(AmountText.grouped(UInt64(sheet.chosen.count)))."]
        for (place, row) in rows.enumerated() {
            let number = String(place + 1)
            let words: String
            switch row.what {
            case .address(let text): words = standing(.address(text), "address", context)
            case .transaction(let id): words = standing(.transaction(id), "transaction", context)
            case .foreign(let networks, let isChecked):
                words = "not for this case: an address of \(networks.joined(separator: ", "))\(isChecked ? "" : ", by its form only")"
            case .shortened(let shortened):
                words = "shortened: find \(shortened.beginning)..\(shortened.ending) looks through the ledger for it"
            case .nearMiss(let reason, let suggestion):
                words = "no address: \(context.outside(reason))" + (suggestion.map { " Its number takes instead \($0)" } ?? "")
            }
            lines.append(String(repeating: " ", count: max(0, 3 - number.count)) + number + "  " + words + (sheet.chosen.contains(place) ? ", chosen" : ""))
            lines.append("     " + context.outside(row.text))
        }
        if sheet.found.isCut { lines.append("More was left out.") }
        return lines.map(ascii)
    }

    private static func standing(_ subject: CaseSubject, _ kind: String, _ context: ScreenContext) -> String {
        guard context.state.index.items[subject] != nil else { return kind }
        let label = context.outside(context.state.label(of: subject))
        return "\(kind), in the case\(label.isEmpty ? "" : ": \(label)")"
    }
}
