import Encoding
import Ledger
import TraceEngine

/// A trace of balances, in the shapes of a trace of outputs.
struct AccountTraceAnswer {
    var answer: AccountAnswer
    var form: AssetForm
    /// Why the ledger may lack something of the asset.
    var shortfalls: [String]

    private var chain: Chain { answer.info.chain }
    private var asset: AssetRow { answer.asset }

    /// Why this answer may lack something.
    var reasons: [String] {
        var reasons = shortfalls
        if !answer.openings.isEmpty {
            reasons.append(
                "\(Form.count(UInt64(answer.openings.count), "balance")) paid more than the ledger shows arrive: what was there "
                    + "before is not known, and counts as clean.")
        }
        return reasons
    }

    // MARK: Document

    func json(_ options: [String: JSONValue]) -> JSONValue {
        let document = LedgerDocument(schema: "clew-trace-1", info: answer.info, options: options, incomplete: reasons)
        var members = form.json(asset)
        members["direction"] = .string(answer.question.direction.rawValue)
        members["starts"] = starts(answer.methods.first { $0.method.conserves } ?? answer.methods[0])
        members["openings"] = .array(
            openings.map { ["address": Form.address($0.key, chain), "value": .amount($0.value)] })
        members["methods"] = .array(answer.methods.map(method))
        return document.json(members)
    }

    private var openings: [(key: Address, value: UInt256)] {
        answer.openings.sorted { $0.key.script.lexicographicallyPrecedes($1.key.script) }
    }

    private func starts(_ trace: AccountMethodTrace) -> JSONValue {
        .array(
            answer.question.starts.indices.map { k in
                [
                    "start": .string(answer.question.starts[k].text(on: chain)),
                    "value": .amount(trace.added[k]),
                    "overlap": .amount(trace.overlap[k]),
                    "positions": .integer(Int64(answer.startTransfers[k])),
                ]
            })
    }

    private func method(_ trace: AccountMethodTrace) -> JSONValue {
        var totals: [String: JSONValue] = ["fee": .amount(trace.fee)]
        for (reason, value) in trace.totals { totals[reason.rawValue] = .amount(value) }
        return [
            "method": .string(trace.method.rawValue),
            "version": .integer(Int64(trace.method.version)),
            "starts": starts(trace),
            "stops": .array(trace.stops.map(stop)),
            "totals": .object(totals),
            "fee": .amount(trace.fee),
            "fee_by_start": .array(trace.feeByStart.map { .amount($0) }),
            "fee_transactions": .integer(Int64(trace.feeTransactions)),
            "reconciles": trace.reconciles.map { .bool($0) } ?? .null,
        ]
    }

    private func stop(_ stop: AccountStop) -> JSONValue {
        [
            "reason": .string(stop.reason.rawValue),
            "position": .optional(stop.address.map { "\($0.text(on: chain))/\(form.id(asset))" }),
            "address": Form.address(stop.address, chain),
            "txid": .string(chain.text(of: stop.txid)),
            "height": .integer(Int64(stop.transaction.height)),
            "time": Form.time(stop.time),
            "value": .amount(stop.value),
            "by_start": .array(stop.byStart.map { .amount($0) }),
            "hops": .integer(Int64(stop.hops)),
            "cause": .string(stop.cause),
            "basis": .string(stop.tag != nil ? "claim" : "fact"),
        ]
    }

    // MARK: For people

    private struct Row: Hashable {
        var address: Address?
        var reason: StopReason
    }

    private func amount(_ value: UInt256) -> String {
        asset.decimals.map { AmountText.coin(value, decimals: $0) } ?? value.description
    }

    var text: String {
        var lines = Lines()
        lines.title("Trace \(answer.question.direction.rawValue), in \(form.name(asset))" + (asset.decimals == nil ? ", base units" : ""))
        let first = answer.methods[0]
        for (k, start) in answer.question.starts.enumerated() {
            lines.pair(
                "Start \(k + 1)",
                "\(amount(first.added[k]))  \(start.text(on: chain)), \(Form.count(UInt64(answer.startTransfers[k]), "transfer"))"
                    + (first.overlap[k] > .zero ? "; \(amount(first.overlap[k])) more was there already (\(first.method.rawValue))" : ""))
        }
        sheet(&lines)
        if answer.question.starts.count > 1 { matrix(&lines, first) }
        for (address, opening) in openings {
            lines.pair("Opening", "\(amount(opening))  \(address.text(on: chain)), clean and before all else: not shown to arrive")
        }
        return lines.text + (reasons.isEmpty ? "" : "\n" + reasons.joined(separator: "\n") + "\n")
    }

    private func sheet(_ lines: inout Lines) {
        let methods = answer.methods
        var rows: [Row: AccountStop] = [:]
        for stop in methods.flatMap(\.stops) where rows[Row(address: stop.address, reason: stop.reason)] == nil {
            rows[Row(address: stop.address, reason: stop.reason)] = stop
        }
        let sorted = rows.values.sorted { a, b in
            if a.hops != b.hops { return a.hops < b.hops }
            let (x, y) = (a.address?.script ?? [], b.address?.script ?? [])
            return x != y ? x.lexicographicallyPrecedes(y) : a.reason.rawValue < b.reason.rawValue
        }
        func values(_ stop: AccountStop) -> [UInt256] {
            methods.map { method in
                method.stops.first { $0.address == stop.address && $0.reason == stop.reason }?.value ?? .zero
            }
        }
        let sums = [methods.map(\.fee), methods.map(\.stopTotal), methods.map(\.startTotal)]
        let width = max(12, (sorted.map(values) + sums).joined().map { amount($0).utf8.count }.max() ?? 0)
        func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
        func row(_ name: String, _ hops: String, _ cells: [String], _ rest: String) {
            let padded = name + String(repeating: " ", count: max(0, 15 - name.count)) + right(hops, 4)
            lines.line(padded + "  " + cells.map { right($0, width) }.joined(separator: "  ") + (rest.isEmpty ? "" : "  " + rest))
        }
        row("stop", "hop", methods.map { "\($0.method.rawValue) \($0.method.version)" }, "where")
        for stop in sorted {
            let tag = stop.tag.map { "[\(VisibleText.escape($0.name.isEmpty ? $0.category : $0.name))] " } ?? ""
            row(
                stop.reason.rawValue, "\(stop.hops)", values(stop).map(amount),
                tag + (stop.address?.text(on: chain) ?? "nobody"))
            lines.line("    \(chain.text(of: stop.txid)), \(UTCTime(seconds: stop.time).evidence)")
            lines.line("    \(stop.cause)")
        }
        let most = methods.map(\.feeTransactions).max() ?? 0
        row("fee", "", sums[0].map(amount), Form.count(UInt64(most), "transaction"))
        row("sum of stops", "", sums[1].map(amount), "")
        row("set out", "", sums[2].map(amount), "")
        let holds = methods.allSatisfy { $0.reconciles ?? true }
        row(
            "reconciles", "", methods.map { $0.reconciles.map { $0 ? "=" : "≠" } ?? "not summed" },
            holds ? "stops and fee equal what set out, to the unit" : "stops and fee do not equal what set out")
    }

    private func matrix(_ lines: inout Lines, _ trace: AccountMethodTrace) {
        lines.title("By start, \(trace.method.rawValue)")
        for k in answer.question.starts.indices {
            var sums: [StopReason: UInt256] = [:]
            for stop in trace.stops where stop.byStart[k] > .zero {
                sums[stop.reason] = (sums[stop.reason] ?? .zero).addingReportingOverflow(stop.byStart[k]).partialValue
            }
            let parts = StopReason.allCases.compactMap { reason in sums[reason].map { "\(reason.rawValue) \(amount($0))" } }
            lines.pair("Start \(k + 1)", (parts + ["fee \(amount(trace.feeByStart[k]))"]).joined(separator: ", "))
        }
    }
}
