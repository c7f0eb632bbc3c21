import Foundation
import Ledger
import Support
import Testing
import TraceEngine

/// The engine's exposures and the plain reference of tracing, summed by hand. `CLEW_LONG=1` asks ten times as much.
@Suite("Exposure agrees with the slow reference to the unit")
struct ExposureAgreementTests {
    @Test("random ledgers, tags, mixers, both directions, every method that conserves")
    func random() async throws {
        let wanted = ProcessInfo.processInfo.environment["CLEW_LONG"] == nil ? 1000 : 10_000
        var (asked, seed) = (0, 77 as UInt64)
        var attributed = 0
        while asked < wanted {
            seed += 1
            let world = try TracingWorld(seed: seed, greatest: 60)
            let reference = try TracingReference(world.ledger)
            var numbers = SeededNumbers(seed: seed)
            for direction in ExposureQuestion.Direction.allCases {
                let subjects = Array(Set(world.ledger.known.shuffled(using: &numbers).prefix(Int.random(in: 1...3, using: &numbers))))
                let methods: [TraceMethod] = direction == .from ? [.haircut, .fifo, .lifo] : [.haircut, .fifo, .lifo, .tiho]
                let received = subjects.filter { !reference.places(of: .address($0, nil)).isEmpty }
                if received.isEmpty { continue }
                let mixes = world.opinions.mixes
                let exposure = try await ExposureRun(
                    ExposureQuestion(of: subjects, direction, by: methods), of: world.ledger, tags: world.tags,
                    detector: { _ in NamedMixes(mixes: mixes) }
                ).answer()
                for answer in exposure.methods {
                    asked += 1
                    let expected = Sums(reference, world, subjects, received, direction, answer.method)
                    #expect(answer.total == expected.total, "seed \(seed), \(answer.method)")
                    #expect(Dictionary(uniqueKeysWithValues: answer.lines.map { (Sums.name($0.party), [$0.direct, $0.indirect]) })
                        == expected.lines, "seed \(seed), \(direction), \(answer.method)")
                    #expect(answer.reconciles)
                    attributed += answer.claimed > 0 ? 1 : 0
                }
            }
        }
        #expect(attributed > wanted / 10)
    }
}

/// The same sums from the reference's stops.
private struct Sums {
    var total: UInt64 = 0
    var lines: [String: [UInt64]] = [:]

    init(
        _ reference: TracingReference, _ world: TracingWorld, _ subjects: [Address], _ received: [Address],
        _ direction: ExposureQuestion.Direction, _ method: TraceMethod
    ) {
        var opinions = world.opinions
        for subject in subjects { opinions.categories[subject] = nil }
        let result = reference.trace(
            TraceQuestion(
                from: received.map { .address($0, nil) }, direction: direction == .from ? .backward : .forward,
                methods: [method], stops: StopSet(TracingWorld.categories)), by: method, opinions)
        total = result.added.reduce(0, +)
        for stop in result.stops where stop.value > 0 {
            let owner = reference.owner(of: stop.place)
            let category = owner.flatMap { opinions.categories[$0] }
            let isTagged = stop.reason == .service || stop.reason == .bridge || (stop.reason == .mixer && category == "mixer")
            let name =
                isTagged
                ? category ?? "?"
                : stop.reason == .mixer
                    ? "~" : stop.reason == .unspent && subjects.contains { $0 == owner } ? "kept" : stop.reason.rawValue
            var sums = lines[name] ?? [0, 0]
            sums[stop.hops <= 1 ? 0 : 1] += stop.value
            lines[name] = sums
        }
        if result.fee > 0 { lines["fee"] = [0, result.fee] }
    }

    static func name(_ party: ExposureLine.Party) -> String {
        switch party {
        case .claimed(let category, _, _): category
        case .inferred: "~"
        case .kept: "kept"
        case .unattributed(let reason): reason.rawValue
        case .fee: "fee"
        }
    }
}

extension TracingReference {
    fileprivate func owner(of place: Place) -> Address? {
        let tx = all.first { $0.number == place.tx }
        return place.isOutside ? tx?.inputs[place.index].owner : tx?.coins[place.index].owner
    }
}
