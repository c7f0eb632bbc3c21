import Encoding
import Ledger
import TraceEngine

/// A trace as a document, in the shape of DESIGN section 8.
struct TraceDocument {
    var answer: TraceAnswer

    private var chain: Chain { answer.info.chain }

    func json(_ options: [String: JSONValue]) -> JSONValue {
        let document = LedgerDocument(
            schema: "clew-trace-1", info: answer.info, options: options,
            incomplete: answer.endsInGaps ? answer.info.shortfallsOfUnknown : [])
        return document.json([
            "direction": .string(answer.question.direction.rawValue),
            "asset": .string(chain.ticker),
            // What starts add may differ from method to method where one lies downstream of another: these are the
            // those of the first method that conserves, and each method repeats its own.
            "starts": starts(answer.methods.first { $0.method.conserves } ?? answer.methods[0]),
            "methods": .array(answer.methods.map(method)),
        ])
    }

    private func starts(_ trace: MethodTrace) -> JSONValue {
        .array(
            zip(answer.question.starts, trace.starts).enumerated().map { k, pair in
                [
                    "start": .string(pair.0.text(on: chain)),
                    "value": .amount(pair.1.value),
                    "overlap": .amount(pair.1.overlap),
                    "positions": .integer(Int64(answer.startPlaces[k].count)),
                ]
            })
    }

    private func method(_ trace: MethodTrace) -> JSONValue {
        var totals: [String: JSONValue] = ["fee": .amount(trace.fee)]
        for (reason, value) in trace.totals { totals[reason.rawValue] = .amount(value) }
        return [
            "method": .string(trace.method.rawValue),
            "version": .integer(Int64(trace.method.version)),
            "starts": starts(trace),
            "stops": .array(trace.stops.map(stop)),
            "totals": .object(totals),
            "parties": .array(
                trace.parties.map {
                    [
                        "reason": .string($0.reason.rawValue), "category": .string($0.category), "name": .string($0.name),
                        "value": .amount($0.value), "stops": .integer(Int64($0.stops)),
                    ]
                }),
            "fee": .amount(trace.fee),
            "fee_by_start": .array(trace.feeByStart.map { .amount($0) }),
            "fee_transactions": .integer(Int64(trace.feeTransactions)),
            "reconciles": trace.reconciles.map { .bool($0) } ?? .null,
        ]
    }

    private func stop(_ stop: TraceStop) -> JSONValue {
        [
            "reason": .string(stop.reason.rawValue),
            "position": .string(stop.place.name),
            "position_value": stop.place.value.map { .amount($0) } ?? .null,
            "address": Form.address(stop.place.owner, chain),
            "txid": .string(stop.place.outpoint.txid.description),
            "height": answer.info.coverage.heightsKnown ? stop.place.at.map { .integer(Int64($0.height)) } ?? .null : .null,
            "time": Form.time(stop.place.time),
            "value": .amount(stop.value),
            "by_start": .array(stop.byStart.map { .amount($0) }),
            "hops": .integer(Int64(stop.hops)),
            "cause": .string(stop.cause),
            "next": .optional(stop.next?.description),
            "basis": .string(stop.claim != nil ? "inference" : stop.tag != nil ? "claim" : "fact"),
        ]
    }
}
