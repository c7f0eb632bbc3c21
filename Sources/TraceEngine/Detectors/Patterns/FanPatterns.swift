import Ledger

/// Fan-in, fan-out, gather-scatter: many payments at one address within a window.
struct FanPatterns: Sendable {
    let payments: Payments
    let settings: PatternSettings

    /// The window with the most different ends at each party, where they are enough; the earliest of several.
    func fans(_ pattern: Pattern, _ goesOn: () -> Bool) -> [PatternFinding] {
        let isIn = pattern == .fanIn
        let least = settings.count(pattern, isIn ? "payers" : "payees")
        let window = settings.window(pattern)
        var isStopped = false
        return payments.parties.compactMap { party in
            if party % 1024 == 0, !isStopped { isStopped = !goesOn() }
            if isStopped { return nil }
            let places = isIn ? payments.received(by: party) : payments.paid(by: party)
            guard places.count >= least else { return nil }
            guard let best = widest(places, within: window, by: { isIn ? $0.payer : $0.payee }), best.ends >= least else {
                return nil
            }
            return PatternFinding(
                pattern: pattern, anchor: payments.all[Int(places[best.range.upperBound])].tx,
                measures: [
                    isIn ? "payers" : "payees": .count(best.ends), "payments": .count(best.range.count),
                    "value": .value(sum(places[best.range])),
                ],
                addresses: ["address": [payments.numbers.handle(party)]],
                transactions: ["transactions": distinct(places[best.range].map { payments.all[Int($0)].tx })])
        }
    }

    /// Addresses that gather and then scatter.
    func gatherScatter(_ goesOn: () -> Bool) -> [PatternFinding] {
        let (payers, payees) = (settings.count(.gatherScatter, "payers"), settings.count(.gatherScatter, "payees"))
        let window = settings.window(.gatherScatter)
        let hub = settings.count(.gatherScatter, "hub")
        var isStopped = false
        return payments.parties.compactMap { party in
            if party % 1024 == 0, !isStopped { isStopped = !goesOn() }
            if isStopped { return nil }
            let (ins, outs) = (Array(payments.received(by: party)), Array(payments.paid(by: party)))
            guard ins.count >= payers, outs.count >= payees, ins.count + outs.count <= hub else { return nil }
            // Before each payment out that follows one in: who paid until then, and who is paid from then on.
            var previous = -1
            for (n, out) in outs.enumerated() {
                let before = ins.firstIndex { payments.all[Int($0)].tx >= payments.all[Int(out)].tx } ?? ins.count
                guard before > 0, before != previous else { continue }
                previous = before
                let split = Int64(payments.all[Int(out)].time)
                let gathered = ins[..<before].filter { split - Int64(payments.all[Int($0)].time) <= window }
                let scattered = outs[n...].filter { Int64(payments.all[Int($0)].time) - split <= window }
                let sources = Set(gathered.map { payments.all[Int($0)].payer })
                let ends = Set(scattered.map { payments.all[Int($0)].payee })
                guard sources.count >= payers, ends.count >= payees, let last = scattered.last else { continue }
                return PatternFinding(
                    pattern: .gatherScatter, anchor: payments.all[Int(last)].tx,
                    measures: [
                        "payers": .count(sources.count), "payees": .count(ends.count),
                        "gathered": .value(sum(gathered[...])), "scattered": .value(sum(scattered[...])),
                    ],
                    addresses: ["address": [payments.numbers.handle(party)]],
                    transactions: ["transactions": distinct((gathered + scattered).map { payments.all[Int($0)].tx })])
            }
            return nil
        }
    }

    private func widest(
        _ places: ArraySlice<UInt32>, within window: Int64, by end: (Payments.Payment) -> UInt32
    ) -> (ends: Int, range: ClosedRange<Int>)? {
        var counts: [UInt32: Int] = [:]
        var start = places.startIndex
        var best: (ends: Int, range: ClosedRange<Int>)?
        for place in places.indices {
            let payment = payments.all[Int(places[place])]
            counts[end(payment), default: 0] += 1
            while start < place, Int64(payment.time) - Int64(payments.all[Int(places[start])].time) > window {
                let gone = end(payments.all[Int(places[start])])
                counts[gone, default: 1] -= 1
                if counts[gone] == 0 { counts[gone] = nil }
                start += 1
            }
            if counts.count > best?.ends ?? 0 { best = (counts.count, start...place) }
        }
        return best
    }

    private func sum(_ places: ArraySlice<UInt32>) -> UInt64 {
        places.reduce(0) { $0 &+ payments.all[Int($1)].value }
    }

    private func distinct(_ refs: [TxRef]) -> [TxRef] { Array(Set(refs)).sorted() }
}
