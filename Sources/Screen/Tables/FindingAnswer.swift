import Casework
import Encoding
import Ledger

/// The answer of a finding in words, a line each: a reader decides from them whether to look at the whole document.
struct FindingAnswer {
    let finding: CaseFinding
    let context: ScreenContext

    var lines: [String] {
        let answer = finding.answer
        if finding.foundNothing { return ["found nothing"] }
        let lines =
            switch finding.kind {
            case "trace": (answer["methods"]?.arrayValue ?? []).map(totals)
            case "path": path(answer)
            case "cluster": cluster(answer)
            case "address": (answer["addresses"]?.arrayValue ?? []).flatMap(address)
            default: counts(answer)
            }
        return lines.isEmpty ? ["an answer of another form; y copies the question"] : lines
    }

    /// `fifo 1: unspent 0.99990000, coinjoin 0.20000000, fee 0.00010000`: what ended where, the greatest first.
    private func totals(_ method: JSONValue) -> String {
        var values = method["totals"]?.objectValue ?? [:]
        let fee = values.removeValue(forKey: "fee")
        let ordered = values.sorted { a, b in (units(b.value) ?? 0, a.key) < (units(a.value) ?? 0, b.key) }
        var parts = ordered.map { "\(text($0.key)) \(coin($0.value))" }
        if let fee { parts.append("fee \(coin(fee))") }
        let name = [method["method"]?.stringValue, method["version"]?.integerValue.map { String($0) }].compactMap { $0 }.joined(separator: " ")
        return "\(text(name)): \(parts.isEmpty ? "nothing set out" : parts.joined(separator: ", "))"
    }

    private func path(_ answer: JSONValue) -> [String] {
        let paths = answer["paths"]?.arrayValue ?? []
        guard !paths.isEmpty else { return ["no path" + (answer["reason"]?.stringValue.map { ": \(text($0))" } ?? "")] }
        return paths.map { path in
            let hops = path["hops"]?.integerValue ?? 0
            let bottleneck = path["bottleneck"].map { ", at least \(coin($0)) on every edge" } ?? ""
            return "\(text(path["kind"]?.stringValue ?? "path")): \(counted(hops, "hop", "hops"))\(bottleneck)"
        }
    }

    private func cluster(_ answer: JSONValue) -> [String] {
        guard let size = answer["size"]?.integerValue else { return [] }
        let sign = context.glyphs[.inference]
        let joining = counted(answer["joining_transactions"]?.integerValue ?? 0, "transaction", "transactions")
        var lines = ["\(sign)\(counted(size, "address", "addresses")) joined by \(joining)"]
        if case .bool(let isTogether)? = answer["together"] {
            let links = counted(Int64(answer["links"]?.arrayValue?.count ?? 0), "transaction", "transactions")
            lines = [isTogether ? "\(sign)together by \(links), in a cluster of \(AmountText.grouped(UInt64(clamping: size)))" : "not together"]
        }
        if let rule = answer["rule"]?.stringValue {
            let version = answer["version"]?.integerValue.map { " \($0)" } ?? ""
            lines.append("rule \(text(rule))\(version): \(text(answer["rule_text"]?.stringValue ?? ""))")
        }
        return lines
    }

    private func address(_ answer: JSONValue) -> [String] {
        guard let id = answer["address"]?.stringValue else { return [] }
        if case .bool(false)? = answer["known"] { return [text(id), "not in this ledger"] }
        let sums = ["received", "sent", "balance"].compactMap { name in answer[name].map { "\(name) \(coin($0))" } }
        return [text(id), sums.joined(separator: ", ")]
    }

    /// Of other questions: how many of what was found.
    private func counts(_ answer: JSONValue) -> [String] {
        let lists = (answer.objectValue ?? [:]).compactMap { name, value in
            value.arrayValue.map { "\(text(name.replacing("_", with: " "))): \(AmountText.grouped(UInt64($0.count)))" }
        }
        return lists.isEmpty ? [] : [lists.sorted().joined(separator: ", ")]
    }

    private func counted(_ count: Int64, _ one: String, _ many: String) -> String {
        "\(AmountText.grouped(UInt64(clamping: count))) \(count == 1 ? one : many)"
    }

    private func units(_ value: JSONValue) -> UInt64? { value.stringValue.flatMap { UInt64($0) } }

    /// An amount in coins of the finding's own chain; what is no such amount stands as it is.
    private func coin(_ value: JSONValue) -> String {
        guard let units = units(value) else { return text(value.stringValue ?? "not known") }
        guard let chain = Chain(named: finding.ledger.chain) else { return "\(AmountText.grouped(units)) base units" }
        return AmountText.coin(units, decimals: chain.decimals)
    }

    private func text(_ text: String) -> String { context.outside(text) }
}
