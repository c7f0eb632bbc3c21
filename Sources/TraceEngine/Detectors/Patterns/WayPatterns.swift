import Ledger

/// Scatter-gather, cycle and round-trip: payments that follow each other from party to party.
struct WayPatterns: Sendable {
    let payments: Payments
    let settings: PatternSettings

    /// Parties looked at for the way back of one payment: what goes beyond is given up.
    private static let greatestSteps = 10_000

    /// Parties that pay many who all pay one.
    func scatterGather(_ goesOn: () -> Bool) -> [PatternFinding] {
        let least = settings.count(.scatterGather, "middlemen")
        let window = settings.window(.scatterGather)
        let hub = settings.count(.scatterGather, "hub")
        var findings: [PatternFinding] = []
        var asked = 0
        for source in payments.parties where payments.paid(by: source).count >= least && !isHub(source, hub) {
            asked &+= 1
            if asked % 64 == 0, !goesOn() { break }
            var ends: [UInt32: [UInt32: (out: UInt32, back: UInt32)]] = [:]
            for out in payments.paid(by: source) {
                let first = payments.all[Int(out)]
                guard !isHub(first.payee, hub) else { continue }
                for next in later(first, within: window) {
                    let payment = payments.all[Int(next)]
                    guard payment.payee != source else { continue }
                    if ends[payment.payee]?[first.payee] == nil {
                        ends[payment.payee, default: [:]][first.payee] = (out, next)
                    }
                }
            }
            for (end, ways) in ends.sorted(by: { $0.key < $1.key }) where ways.count >= least {
                let middlemen = ways.keys.sorted()
                let backs = ways.values.map { payments.all[Int($0.back)] }
                let outs = ways.values.map { payments.all[Int($0.out)] }
                guard let anchor = backs.map(\.tx).max() else { continue }
                findings.append(
                    PatternFinding(
                        pattern: .scatterGather, anchor: anchor,
                        measures: [
                            "middlemen": .count(ways.count), "scattered": .value(outs.reduce(0) { $0 &+ $1.value }),
                            "gathered": .value(backs.reduce(0) { $0 &+ $1.value }),
                        ],
                        addresses: [
                            "source": [payments.numbers.handle(source)], "destination": [payments.numbers.handle(end)],
                            "middlemen_addresses": middlemen.map { payments.numbers.handle($0) },
                        ],
                        transactions: ["transactions": Array(Set(outs.map(\.tx) + backs.map(\.tx))).sorted()]))
            }
        }
        return findings
    }

    /// Payments that come back: over two parties for `roundTrip`, over several for `cycle`.
    func returns(_ pattern: Pattern, _ goesOn: () -> Bool) -> [PatternFinding] {
        let isCycle = pattern == .cycle
        let least = isCycle ? max(2, settings.count(pattern, "least")) : 2
        let most = isCycle ? settings.count(pattern, "most") : 2
        let kept = isCycle ? 100 - min(100, settings[pattern, "margin"]) : settings[pattern, "share"]
        let hub = settings.count(pattern, "hub")
        let window = settings.window(pattern)
        var findings: [PatternFinding] = []
        for (place, first) in payments.all.enumerated() where !isHub(first.payer, hub) {
            if place % 64 == 0, !goesOn() { break }
            var way = [UInt32(place)]
            var steps = Self.greatestSteps
            guard find(first, least...max(least, most), kept, hub, Int64(first.time) + window, &way, &steps) else { continue }
            let ends = way.map { payments.all[Int($0)] }
            guard let last = ends.last else { continue }
            findings.append(
                PatternFinding(
                    pattern: pattern, anchor: last.tx,
                    measures: [
                        "parties": .count(ends.count), "set_out": .value(first.value), "came_back": .value(last.value),
                    ],
                    addresses: ["addresses": ends.map { payments.numbers.handle($0.payer) }],
                    transactions: ["transactions": ends.map(\.tx)]))
        }
        return findings
    }

    /// Extends the way depth-first until it is back at its first payer; the first in ledger order at each step.
    private func find(
        _ start: Payments.Payment, _ lengths: ClosedRange<Int>, _ kept: UInt64, _ hub: Int, _ deadline: Int64,
        _ way: inout [UInt32], _ steps: inout Int
    ) -> Bool {
        guard let place = way.last, way.count < lengths.upperBound, steps > 0 else { return false }
        steps -= 1
        let last = payments.all[Int(place)]
        guard !isHub(last.payee, hub) else { return false }
        for next in later(last, until: deadline) {
            let payment = payments.all[Int(next)]
            guard payment.value <= last.value, UInt128(payment.value) * 100 >= UInt128(last.value) * UInt128(kept) else {
                continue
            }
            if payment.payee == start.payer {
                guard lengths.contains(way.count + 1) else { continue }
                way.append(next)
                return true
            }
            if way.contains(where: { payments.all[Int($0)].payer == payment.payee }) { continue }
            way.append(next)
            if find(start, lengths, kept, hub, deadline, &way, &steps) { return true }
            way.removeLast()
        }
        return false
    }

    /// What the payee of a payment paid in later transactions, within the window after it.
    private func later(_ payment: Payments.Payment, within window: Int64) -> ArraySlice<UInt32> {
        later(payment, until: Int64(payment.time) + window)
    }

    private func later(_ payment: Payments.Payment, until deadline: Int64) -> ArraySlice<UInt32> {
        let places = payments.paid(by: payment.payee)
        var (low, high) = (places.startIndex, places.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if payments.all[Int(places[middle])].tx > payment.tx { high = middle } else { low = middle + 1 }
        }
        var end = low
        while end < places.endIndex, Int64(payments.all[Int(places[end])].time) <= deadline { end += 1 }
        return places[low..<end]
    }

    private func isHub(_ party: UInt32, _ hub: Int) -> Bool {
        payments.paid(by: party).count + payments.received(by: party).count > hub
    }
}
