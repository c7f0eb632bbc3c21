import Encoding
import Ledger

/// What the sample's documents say about the fraud, taken from its ground truth so that they cannot contradict the
/// ledger.
struct FraudFacts {
    let truth: GroundTruth

    /// The first address of an actor.
    func address(_ actor: String) throws(SimulationError) -> String {
        guard let address = truth.actor(actor)?.addresses.first else { throw missing("an address of \(actor)") }
        return address
    }

    /// Movements of a kind, optionally of one payer or to one receiver, in ledger order.
    func movements(
        _ kind: GroundTruth.MovementKind, from: String? = nil, to: String? = nil
    ) -> [GroundTruth.Movement] {
        truth.movements.filter { movement in
            movement.kind == kind && (from == nil || movement.from == from) && (to == nil || movement.to == to)
        }
    }

    /// The movement at `place` among those; see `movements`.
    func movement(
        _ kind: GroundTruth.MovementKind, from: String? = nil, to: String? = nil, at place: Int = 0
    ) throws(SimulationError) -> GroundTruth.Movement {
        let found = movements(kind, from: from, to: to)
        guard found.indices.contains(place) else { throw missing("a movement “\(kind.rawValue)” number \(place + 1)") }
        return found[place]
    }

    /// A payment of victim `number`, counted from 1, to either collector.
    func payment(_ number: Int, _ place: Int = 0) throws(SimulationError) -> GroundTruth.Movement {
        try movement(.payment, from: "victim \(number)", at: place)
    }

    /// A transaction of a planted pattern.
    func transaction(_ pattern: String, at place: Int = 0) throws(SimulationError) -> TxID {
        guard let found = truth.patterns.first(where: { $0.name == pattern })?.transactions,
            found.indices.contains(place)
        else { throw missing("transaction \(place + 1) of \(pattern)") }
        return found[place]
    }

    private func missing(_ what: String) -> SimulationError {
        SimulationError("The sample's documents need \(what), which this ledger does not have.")
    }
}

extension GroundTruth.Movement {
    /// Every decimal: `0.22000000`.
    var coins: String { AmountText.coin(value) }

    /// As people write amounts: `0.22`.
    var shortCoins: String {
        var text = coins[...]
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : String(text)
    }

    var utc: UTCTime { UTCTime(seconds: time) }

    /// `Saturday 9 March, about 14:30`: to the nearest half hour, an hour ahead of UTC unless told otherwise.
    func asRemembered(secondsAhead: Int64 = 3600) -> String {
        let local = UInt32(clamping: (Int64(time) + secondsAhead + 900) / 1800 * 1800)
        let weekdays = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]
        let moment = UTCTime(seconds: local)
        let day = moment.date.suffix(2)
        return "\(weekdays[Int(local / 86_400 % 7)]) \(day.hasPrefix("0") ? day.dropFirst() : day) March, "
            + "about \(moment.clock.prefix(5))"
    }
}
