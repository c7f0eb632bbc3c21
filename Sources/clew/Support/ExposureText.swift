import Encoding
import Ledger
import TraceEngine

extension ExposureReport {
    /// The answers for people.
    var text: String {
        var lines = Lines()
        lines.title(subject.text(on: chain))
        if let cluster {
            lines.line(
                "and what stands together with it, \(AmountText.grouped(UInt64(cluster.members.count))) in all, "
                    + "by \(ClusterRule.name) \(ClusterRule.version), an inference")
        }
        for (whole, remaining) in pairs {
            for method in whole.methods {
                table(method, of: whole, left: nil, &lines)
                guard let remaining, let rest = remaining.methods.first(where: { $0.method == method.method }) else {
                    continue
                }
                table(rest, of: remaining, left: method, &lines)
            }
        }
        if let prices { lines.title(prices.remark) }
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    /// `12.3 % of what came in came from [Alpha] exchange: 0.50000000 BTC, 0.10000000 of it direct, by haircut 1`, greatest first.
    var sentences: [String] {
        namedLines.map { line, method, exposure in
            let way = exposure.question.direction == .from ? "of what came in came from" : "of it went to"
            let value = "\(coin(line.value)) \(chain.ticker), \(line.direct == 0 ? "none" : coin(line.direct)) of it direct"
            return "\(Self.share(line.value, of: method)) \(way) \(name(line.party)): \(value), by \(method.method.rawValue) \(method.method.version)"
        }
    }

    private func coin(_ value: UInt64) -> String { AmountText.coin(value, decimals: chain.decimals) }

    private func table(_ method: MethodExposure, of exposure: Exposure, left whole: MethodExposure?, _ lines: inout Lines) {
        let from = exposure.question.direction == .from
        lines.title(
            "\(from ? "Where it came from" : "Where it went"), \(method.method.rawValue) \(method.method.version), in \(chain.ticker)"
                + (whole == nil ? "" : ", without \(without.map { VisibleText.escape($0) }.joined(separator: ", "))"))
        let width = max(12, coin(method.total).utf8.count)
        func row(_ share: String, _ values: [String], _ name: String) {
            lines.line(right(share, 8) + values.map { "  " + right($0, width) }.joined() + "  " + name)
        }
        row("share", ["value", "direct", "indirect"], from ? "from" : "to")
        for line in method.lines {
            row(Self.share(line.value, of: method), [line.value, line.direct, line.indirect].map(coin), name(line.party))
            if let fiat = fiat(line)?.text { lines.line("            \(fiat)") }
            for end in line.ends.prefix(shownEnds) { self.end(end, method, of: exposure, &lines) }
            if shownEnds > 0, line.ends.count > shownEnds {
                lines.line("            and \(AmountText.grouped(UInt64(line.ends.count - shownEnds))) smaller ends")
            }
        }
        row("", [coin(method.total), "", ""], "all that came in, own change counted once: the lines sum to it, to the unit")
        lines.line(
            "Claimed by tags \(Self.share(method.claimed, of: method)), inferred \(Self.share(method.inferred, of: method)), "
                + "nobody named \(Self.share(method.unattributed, of: method)), of it not covered by the ledger "
                + "\(Self.share(method.notCovered, of: method)).")
        if let whole { difference(method, whole, &lines) }
    }

    /// What the parties had before and have after something was left out.
    private func difference(_ rest: MethodExposure, _ whole: MethodExposure, _ lines: inout Lines) {
        func values(_ method: MethodExposure) -> [ExposureLine.Party: UInt64] {
            Dictionary(uniqueKeysWithValues: method.lines.map { ($0.party, $0.value) })
        }
        let (before, after) = (values(whole), values(rest))
        let parties = whole.lines.map(\.party) + rest.lines.map(\.party).filter { before[$0] == nil }
        for party in parties where before[party] != after[party] {
            let (old, new) = (before[party] ?? 0, after[party] ?? 0)
            lines.line("\(new > old ? "+" : "−")\(coin(new > old ? new - old : old - new))  \(name(party))")
        }
        if before == after { lines.line("Nothing changes: the answer does not rest on it.") }
    }

    private func end(_ end: ExposureEnd, _ method: MethodExposure, of exposure: Exposure, _ lines: inout Lines) {
        let stop = end.stop
        let owner = stop.place.owner?.text(on: chain) ?? "no address"
        lines.line("            \(coin(stop.value))  \(owner)")
        let time = end.payment.map { ", paid \($0.evidence)" } ?? ""
        lines.line("              \(stop.place.name), \(Form.count(UInt64(stop.hops), "hop"))\(time)")
        if let tag = stop.tag, let timing = tag.period.warning(at: end.payment) {
            lines.line("              \(timing)")
        }
        lines.line("              \(stop.cause)")
        let way = exposure.wayNames(to: end, by: method.method)
        if way.count > 2 { lines.line("              by way of \(Form.count(UInt64(way.count - 2), "output")):") }
        // Ten name a way well enough; the document has it whole.
        let between = way.dropFirst().dropLast()
        for output in between.prefix(10) { lines.line("                \(output)") }
        if between.count > 10 { lines.line("                and \(between.count - 10) more") }
    }

    private func name(_ party: ExposureLine.Party) -> String {
        switch party {
        case .claimed(let category, let name, let timing):
            let party = "[\(VisibleText.escape(name.isEmpty ? "unnamed" : name))] \(VisibleText.escape(category))"
            return switch timing {
            case .held: party
            case .later(let begins, _): "\(party), paid before the claim begins on \(begins.date)"
            case .ended(let end, _): "\(party), paid after the claim ended on \(end.date)"
            case .undated(let date): "\(party), paid before the undated list of \(date.date)"
            case .unknown: "\(party), time of payment not known"
            }
        case .inferred(let detector, let version): return "~mixer, by \(detector) \(version)"
        case .kept: return "still there, not spent"
        case .unattributed(let reason): return "nobody named: \(reason.rawValue)"
        case .fee: return "fees on the way"
        }
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

extension Exposure {
    /// The outputs of a way, `txid:n` each.
    func wayNames(to end: ExposureEnd, by method: TraceMethod) -> [String] {
        way(to: end, by: method).compactMap { trace.name(of: $0) }
    }
}
