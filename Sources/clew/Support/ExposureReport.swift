import Encoding
import Ledger
import Pricing
import TraceEngine

/// The answers of `clew exposure`, with what remains where something was left out.
struct ExposureReport {
    var info: LedgerInfo
    var subject: Address
    /// The cluster that was asked for; nil for the address alone.
    var cluster: ClusterView?
    /// What was left out, as it was typed.
    var without: [String]
    /// Ends of each line to show.
    var shownEnds: Int
    /// Prices to show beside the sums; nil for none.
    var prices: PriceSeries?
    /// One each direction: the whole exposure, and what remains.
    var pairs: [(whole: Exposure, remaining: Exposure?)] = []

    var chain: Chain { info.chain }

    /// Why the answer may lack something.
    var shortfalls: [String] {
        let isShort = pairs.contains { $0.whole.methods.contains { $0.notCovered > 0 } }
        return isShort ? info.shortfallsOfUnknown : []
    }

    /// A line's amounts, each at the price of the day of its payment; nil where no prices are kept, and for fees.
    func fiat(_ line: ExposureLine) -> FiatSum? {
        guard let prices, !line.ends.isEmpty else { return nil }
        var sum = FiatSum(prices, decimals: chain.decimals)
        for end in line.ends { sum.add(end.stop.value, at: end.payment.flatMap { UInt32(exactly: $0.milliseconds / 1000) }) }
        return sum
    }

    /// `12.3 %`, of what was traced; rounded down, so that `100.0 %` is all of it.
    static func share(_ value: UInt64, of method: MethodExposure) -> String {
        let tenths = method.millionths(value) / 1000
        return tenths == 0 && value > 0 ? "< 0.1 %" : "\(tenths / 10).\(tenths % 10) %"
    }
}

extension ExposureReport {
    /// The document, in the shape of DESIGN section 8.
    func json(_ options: [String: JSONValue]) -> JSONValue {
        let document = LedgerDocument(schema: "clew-exposure-1", info: info, options: options, incomplete: shortfalls)
        return document.json([
            "address": Form.address(subject, chain),
            "asset": .string(chain.ticker),
            "cluster": cluster.map {
                [
                    "rule": .string(ClusterRule.name), "version": .integer(Int64(ClusterRule.version)),
                    "size": .integer(Int64($0.members.count)), "basis": "inference",
                ]
            } ?? .null,
            "exposures": .array(
                pairs.map { whole, remaining in
                    [
                        "direction": .string(whole.question.direction.rawValue),
                        "methods": .array(whole.methods.map { json($0, of: whole) }),
                        "remaining": remaining.map { rest in .array(rest.methods.map { json($0, of: rest) }) } ?? .null,
                    ]
                }),
        ])
    }

    /// The lines that name somebody, by a claim or an inference, of every direction and method.
    var named: JSONValue { .array(namedLines.map { json($0.line, $0.method, of: $0.exposure) }) }

    var namedLines: [(line: ExposureLine, method: MethodExposure, exposure: Exposure)] {
        pairs.flatMap { whole, _ in
            whole.methods.flatMap { method in method.lines.filter(\.party.isNamed).map { ($0, method, whole) } }
        }
    }

    private func json(_ method: MethodExposure, of exposure: Exposure) -> JSONValue {
        [
            "method": .string(method.method.rawValue),
            "version": .integer(Int64(method.method.version)),
            "subjects": .integer(Int64(exposure.subjects.count)),
            "total": .amount(method.total),
            "claimed": .amount(method.claimed),
            "inferred": .amount(method.inferred),
            "unattributed": .amount(method.unattributed),
            "not_covered": .amount(method.notCovered),
            "reconciles": .bool(method.reconciles),
            "exposure": .array(method.lines.map { json($0, method, of: exposure) }),
        ]
    }

    private func json(_ line: ExposureLine, _ method: MethodExposure, of exposure: Exposure) -> JSONValue {
        let millionths = method.millionths(line.value)
        let digits = String(millionths % 1_000_000)
        var members: [String: JSONValue] = [
            "direction": .string(exposure.question.direction.rawValue),
            "method": .string(method.method.rawValue),
            "category": .null, "actor": .null, "reason": .null, "timing": .null, "detector": .null,
            "value": .amount(line.value),
            "value_fiat": prices.flatMap { prices in fiat(line).map { $0.json(prices) } } ?? .null,
            "direct": .amount(line.direct),
            "indirect": .amount(line.indirect),
            "share": .string("\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits),
            "ends": .integer(Int64(line.ends.count)),
            "largest": .array(line.ends.prefix(shownEnds).map { json($0, method, of: exposure) }),
        ]
        switch line.party {
        case .claimed(let category, let name, let timing):
            members["basis"] = "claim"
            members["category"] = .string(category)
            members["actor"] = .string(name)
            members["timing"] = .string(timing.word)
        case .inferred(let detector, let version):
            members["basis"] = "inference"
            members["category"] = "mixer"
            members["detector"] = .string("\(detector) \(version)")
        case .kept:
            members["basis"] = "fact"
            members["reason"] = "kept"
        case .unattributed(let reason):
            members["basis"] = "fact"
            members["reason"] = .string(reason.rawValue)
        case .fee:
            members["basis"] = "fact"
            members["reason"] = "fee"
        }
        return .object(members)
    }

    private func json(_ end: ExposureEnd, _ method: MethodExposure, of exposure: Exposure) -> JSONValue {
        let stop = end.stop
        return [
            "position": .string(stop.place.name),
            "address": Form.address(stop.place.owner, chain),
            "value": .amount(stop.value),
            "hops": .integer(Int64(stop.hops)),
            "payment": .optional(end.payment?.rfc3339),
            "timing": .optional(stop.tag.flatMap { $0.period.warning(at: end.payment) }),
            "label": .optional(stop.tag?.label),
            "source": .optional(stop.tag?.source),
            "cause": .string(stop.cause),
            "way": .array(exposure.wayNames(to: end, by: method.method).map { .string($0) }),
        ]
    }
}
