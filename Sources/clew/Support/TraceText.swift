import Encoding
import Ledger
import TraceEngine

/// A trace for people: the starts, the stop sheet with the methods side by side, and what it sums to.
struct TraceText {
    var answer: TraceAnswer

    private var chain: Chain { answer.info.chain }
    private var methods: [MethodTrace] { answer.methods }

    var text: String {
        var lines = Lines()
        lines.title("Trace \(answer.question.direction.rawValue), in \(chain.ticker)")
        starts(&lines)
        sheet(&lines)
        remarks(&lines)
        let shortfalls = answer.endsInGaps ? answer.info.shortfallsOfUnknown : []
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    private func coin(_ value: UInt64) -> String { AmountText.coin(value, decimals: chain.decimals) }

    private func starts(_ lines: inout Lines) {
        let first = methods[0]
        for (k, start) in answer.question.starts.enumerated() {
            let places = Form.count(UInt64(answer.startPlaces[k].count), "output")
            let overlap = first.starts[k].overlap
            lines.pair(
                "Start \(k + 1)",
                "\(coin(first.starts[k].value))  \(start.text(on: chain)), \(places)"
                    + (overlap > 0 ? "; \(coin(overlap)) more was there already (\(first.method.rawValue))" : ""))
        }
        let limits = answer.question.limits
        var parts: [String] = []
        if let hops = limits.hops { parts.append("hops ≤ \(hops)") }
        if let minimum = limits.minimumValue { parts.append("value ≥ \(coin(minimum))") }
        if let until = limits.until {
            parts.append("\(answer.question.direction == .forward ? "until" : "from") \(UTCTime(seconds: until).evidence)")
        }
        if let hub = limits.hub { parts.append("addresses of ≤ \(AmountText.grouped(hub)) transactions") }
        if answer.question.stops.categories.isEmpty { parts.append("no stop at tags or detectors") }
        lines.pair("Limits", parts.isEmpty ? "none" : parts.joined(separator: ", "))
    }

    // MARK: The stop sheet

    private func sheet(_ lines: inout Lines) {
        let rows = answer.comparison
        let sums = [methods.map(\.fee), methods.map(\.stopTotal), methods.map(\.startTotal)]
        let widest = (rows.map(\.values) + sums).joined().map { coin($0).utf8.count }.max() ?? 0
        let width = max(12, widest)
        func columns(_ values: [UInt64]) -> String {
            let amounts = values.map { right(coin($0), width) }.joined(separator: "  ")
            return values.count == 2 ? amounts + "  " + right(difference(values[0], values[1]), width + 1) : amounts
        }
        func row(_ name: String, _ hops: String, _ values: String, _ rest: String) {
            lines.line(left(name, 15) + right(hops, 4) + "  " + values + (rest.isEmpty ? "" : "  " + rest))
        }
        let heads = methods.map { right("\($0.method.rawValue) \($0.method.version)", width) }.joined(separator: "  ")
        row("stop", "hop", heads + (methods.count == 2 ? "  " + right("difference", width + 1) : ""), "where")
        for compared in rows {
            let stop = compared.stop
            row(
                (stop.claim == nil ? "" : "~") + stop.reason.rawValue, "\(stop.hops)", columns(compared.values),
                (stop.tag.map { "[\(VisibleText.escape($0.name.isEmpty ? $0.category : $0.name))] " } ?? "")
                    + (stop.place.owner?.text(on: chain) ?? "no address"))
            let time = stop.place.time.map { ", \(UTCTime(seconds: $0).evidence)" } ?? ""
            lines.line("    \(stop.place.name)\(time)")
            lines.line("    \(stop.cause)")
        }
        let most = methods.map(\.feeTransactions).max() ?? 0
        row("fee", "", columns(sums[0]), Form.count(UInt64(most), "transaction"))
        row("sum of stops", "", columns(sums[1]), "")
        row("set out", "", columns(sums[2]), "")
        let verdicts = methods.map { right($0.reconciles.map { $0 ? "=" : "≠" } ?? "not summed", width) }
        let holds = methods.allSatisfy { $0.reconciles ?? true }
        row(
            "reconciles", "", verdicts.joined(separator: "  "),
            holds ? "stops and fee equal what set out, to the unit" : "stops and fee do not equal what set out")
    }

    private func remarks(_ lines: inout Lines) {
        for trace in methods where trace.parties.contains(where: { $0.stops > 1 }) || trace.parties.count > 1 {
            lines.title("By party, \(trace.method.rawValue)")
            for party in trace.parties {
                let name = party.category.isEmpty ? "~\(party.name)" : "[\(VisibleText.escape(party.name))] \(VisibleText.escape(party.category))"
                lines.line("\(right(coin(party.value), 14))  \(name), \(Form.count(UInt64(party.stops), "stop"))")
            }
        }
        if answer.question.starts.count > 1 {
            let trace = methods[0]
            lines.title("By start, \(trace.method.rawValue)")
            for k in answer.question.starts.indices {
                var sums: [StopReason: UInt64] = [:]
                for stop in trace.stops where stop.byStart[k] > 0 { sums[stop.reason, default: 0] &+= stop.byStart[k] }
                let parts = StopReason.allCases.compactMap { reason in sums[reason].map { "\(reason.rawValue) \(coin($0))" } }
                lines.pair("Start \(k + 1)", (parts + ["fee \(coin(trace.feeByStart[k]))"]).joined(separator: ", "))
            }
        }
        if methods.count > 1, let parting = answer.parting(of: methods[0], and: methods[1]) {
            let (a, b) = (methods[0].method.rawValue, methods[1].method.rawValue)
            let clean = parting.cleanInputs.first.map {
                ": \(coin($0.value)) of its input \($0.index) does not stem from the starts"
            }
            lines.title("\(a) and \(b) part at \(parting.transaction.txid)\(clean ?? "").")
        }
        if methods.contains(where: { $0.stops.contains { $0.claim != nil } }) {
            lines.title("~ is what a detector concluded: an inference, not a fact of the ledger.")
        }
    }

    /// `+0.17734428`, `−0.00046581`, `0`
    private func difference(_ a: UInt64, _ b: UInt64) -> String {
        a == b ? "0" : b > a ? "+" + coin(b - a) : "−" + coin(a - b)
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
