import Encoding
import Ledger

/// Why a branch ended, in words.
extension TraceFacts {
    func explained(_ end: Assignment.End, _ place: TracePlace, _ byStart: [UInt64]) -> TraceStop {
        var stop = TraceStop(
            reason: end.reason, place: place, value: end.value, byStart: byStart, hops: end.hops, cause: "",
            payment: payment(end.position))
        let next = nextPlace(end.position)
        func nextID() -> String {
            stop.next = next.map { rows.rows[$0].txid }
            return stop.next.map { "\($0)" } ?? "the next transaction"
        }
        switch end.reason {
        case .chosen:
            let cut = question.cuts.first {
                $0.place == .output(place.outpoint) || place.owner.map { .address($0) } == $0.place
            }
            stop.cause = "Cut by the investigator: \(VisibleText.escape(cut?.reason ?? "no reason given"))"
        case .service, .bridge, .mixer: explainTag(&stop, next)
        case .burn: stop.cause = "Nobody can ever spend it."
        case .issued: stop.cause = "Newly issued coin."
        case .coverage: stop.cause = coverage(end.position, next, nextID)
        case .unspent: stop.cause = "Not spent in this snapshot."
        case .timeLimit:
            let time = next.map { UTCTime(seconds: rows.rows[$0].time).evidence } ?? ""
            stop.cause = "\(nextID()) is of \(time), beyond the limit."
        case .hopLimit: stop.cause = "\(end.hops) transactions from a start, the limit; \(nextID()) was not entered."
        case .minimumValue:
            stop.cause = "Carries less than the limit of \(question.limits.minimumValue ?? 0); \(nextID()) was not entered."
        case .hub:
            let owner = owner(end.position)
            stop.cause =
                "The address has \(counts[owner] ?? 0) transactions, more than the limit of \(question.limits.hub ?? 0)."
        }
        return stop
    }

    private func explainTag(_ stop: inout TraceStop, _ next: Int?) {
        let tag: (reason: StopReason, tag: StopTag)?
        if let byAddress = stop.place.owner.flatMap({ question.stops.deciding(tags.tags(of: $0)) }),
            byAddress.reason == stop.reason {
            tag = byAddress
        } else if let next, let claim = claims[next] ?? nil {
            stop.next = rows.rows[next].txid
            stop.claim = claim
            stop.cause = "\(claim.detector) \(claim.version) claims \(rows.rows[next].txid): \(claim.rule)"
            return
        } else {
            tag = next.flatMap { question.stops.deciding(tags.tags(of: rows.rows[$0].txid)) }
            stop.next = next.map { rows.rows[$0].txid }
        }
        guard let found = tag?.tag else { return }
        stop.tag = found
        let name = found.name.isEmpty ? "" : " \(VisibleText.escape(found.name))"
        let source = found.source.isEmpty ? "" : ", by \(VisibleText.escape(found.source))"
        let timing = found.period.warning(at: stop.payment.map { UTCTime(seconds: $0) })
        stop.cause =
            "\(stop.next.map { "\($0) is tagged" } ?? "Tagged") \(VisibleText.escape(found.category))\(name)\(source)"
            + (timing.map { ": \($0)." } ?? ".")
    }

    /// When the payment took place that leads from the starts to a position.
    private func payment(_ position: Position) -> UInt32? {
        switch position {
        case .outside(let seat): return rows.rows[rows.placeOfSeat(seat)].time
        case .slot(let slot):
            if question.direction == .forward { return rows.rows[rows.placeOfSlot[slot]].time }
            return rows.place(of: rows.outputs[slot].spender).map { rows.rows[$0].time }
        }
    }

    private func coverage(_ position: Position, _ next: Int?, _ nextID: () -> String) -> String {
        if case .outside(let seat) = position {
            return rows.inputs[seat].known == .stated
                ? "The source states the coin, and its transaction is not in the ledger."
                : "The coin is not in the ledger, and neither its value nor its owner is known."
        }
        if case .slot(let slot) = position, rows.outputs[slot].fate == .notCovered, question.direction == .forward {
            return "Not seen spent, and blocks after it are not in the ledger."
        }
        let isStrange = next.map { place in rows.inputs[rows.seats(place)].allSatisfy { $0.known != .unknown } } ?? false
        return isStrange
            ? "The amounts of \(nextID()) do not add up, so a value stated of it is wrong."
            : "\(nextID()) spends a coin whose value is not known."
    }

    private func owner(_ position: Position) -> AddressRef {
        switch position {
        case .slot(let slot): rows.outputs[slot].owner
        case .outside(let seat): rows.inputs[seat].owner
        }
    }

    /// The transaction that value would enter from a position.
    private func nextPlace(_ position: Position) -> Int? {
        guard case .slot(let slot) = position else { return nil }
        return question.direction == .forward ? rows.place(of: rows.outputs[slot].spender) : rows.placeOfSlot[slot]
    }
}
