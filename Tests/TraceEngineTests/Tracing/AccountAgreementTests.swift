import Foundation
import Ledger
import Support
import Testing
import TraceEngine

/// The engine's traces of balances and the plain reference, asked the same random questions. `CLEW_TRACE_QUESTIONS` sets
/// how many; a question is one method, one direction and all its starts.
@Suite("On balances engine and reference agree to the unit")
struct AccountAgreementTests {
    static let wanted = TracingAgreementTests.wanted / 2

    @Test("forward by five methods, backward by four, every stop and limit")
    func agree() async throws {
        var asked = 0
        var seed: UInt64 = 0
        var reasons: Set<StopReason> = []
        while asked < Self.wanted {
            seed += 1
            var numbers = SeededNumbers(seed: seed)
            let world = AccountWorld(random: &numbers, count: Int.random(in: 4...30, using: &numbers))
            let opinions = Opinions(&numbers)
            for direction in [TraceDirection.forward, .backward] {
                guard var question = question(world, direction, &numbers) else { continue }
                for method in TraceMethod.forBalances where direction == .forward || method.hasInverse {
                    question.methods = [method]
                    let answer = try await AccountTraceRun(question, of: world, tags: opinions.table).answer()
                    compare(answer, world, question, method, opinions, seed, &reasons)
                    asked += 1
                }
            }
        }
        #expect(reasons == Set(StopReason.allCases))
        print("Trace questions on balances compared with the reference: \(asked)")
    }

    private func compare(
        _ answer: AccountAnswer, _ world: AccountWorld, _ question: AccountQuestion, _ method: TraceMethod,
        _ opinions: Opinions, _ seed: UInt64, _ reasons: inout Set<StopReason>
    ) {
        let trace = answer.methods[0]
        let starts = question.starts.map { rows(of: $0, world, question.asset) }
        let expected = AccountReference(world, question, method, starts: starts, categories: opinions.categories)
        let stops = Set(
            trace.stops.map { stop in
                AccountReference.Stop(
                    owner: stop.address.flatMap { world.find([$0])[0] } ?? .none, reason: stop.reason,
                    value: UInt64(stop.value.low), byStart: stop.byStart.map { UInt64($0.low) }, hops: Int(stop.hops))
            })
        let what = Comment("seed \(seed) \(method) \(question.direction)")
        #expect(stops == expected.stops, what)
        #expect(stops.count == trace.stops.count, what)
        #expect(trace.added.map { UInt64($0.low) } == expected.added, what)
        #expect(trace.overlap.map { UInt64($0.low) } == expected.overlap, what)
        #expect(trace.fee == UInt256(expected.fee), what)
        #expect(trace.feeByStart.map { UInt64($0.low) } == expected.feeByStart, what)
        #expect(trace.reconciles == (method == .poison ? nil : true), what)
        if method != .poison {
            for stop in trace.stops { #expect(stop.byStart.reduce(0) { $0 + $1.low } == stop.value.low, what) }
        }
        for stop in trace.stops { #expect(!stop.cause.isEmpty, what) }
        reasons.formUnion(trace.stops.map(\.reason))
    }

    // MARK: Random questions

    private struct Opinions {
        var table = TagTable()
        var categories: [AddressRef: String] = [:]

        init(_ numbers: inout SeededNumbers) {
            for (k, address) in AccountWorld.people.enumerated() where Int.random(in: 0..<6, using: &numbers) == 0 {
                let category = ["exchange", "mixer", "bridge", "nothing"].randomElement(using: &numbers) ?? "exchange"
                table.add(StopTag(category: category), to: address)
                categories[AddressRef(raw: UInt64(k))] = category
            }
        }
    }

    private func rows(of start: AccountStart, _ world: AccountWorld, _ asset: UInt32) -> [TransferRow] {
        let moving = world.rows.filter { $0.kind != .gas && $0.asset == asset && $0.from != $0.to && $0.value > .zero }
        return moving.filter { row in
            switch start {
            case .transfer(let txid, let ordinal): AccountWorld.txid(row.at.height) == txid && row.ordinal == ordinal
            case .transaction(let txid): AccountWorld.txid(row.at.height) == txid
            case .address(let address, .heights(let from, let to)):
                world.find([address])[0] == row.to && (from ?? 0)...(to ?? .max) ~= row.at.height
            case .address(let address, _): world.find([address])[0] == row.to
            }
        }
    }

    private func question(
        _ world: AccountWorld, _ direction: TraceDirection, _ numbers: inout SeededNumbers
    ) -> AccountQuestion? {
        let asset: UInt32 = Int.random(in: 0..<5, using: &numbers) == 0 ? 1 : 0
        let moving = world.rows.filter { $0.kind != .gas && $0.asset == asset && $0.from != $0.to && $0.value > .zero }
        guard !moving.isEmpty else { return nil }
        let count = Int.random(in: 0..<8, using: &numbers) == 0 ? Int.random(in: 6...60, using: &numbers) : Int.random(in: 1...5, using: &numbers)
        let starts: [AccountStart] = (0..<count).compactMap { _ in
            guard let row = moving.randomElement(using: &numbers) else { return nil }
            let txid = AccountWorld.txid(row.at.height)
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: return .transaction(txid)
            case 1 where row.to != .none: return .address(world.addresses(of: [row.to])[0], nil)
            case 2 where row.to != .none:
                return .address(world.addresses(of: [row.to])[0], .heights(from: row.at.height, to: row.at.height + 3))
            default: return .transfer(txid, ordinal: row.ordinal)
            }
        }
        var limits = TraceLimits()
        func sometimes() -> Bool { Int.random(in: 0..<5, using: &numbers) == 0 }
        if sometimes() { limits.hops = UInt32.random(in: 0...3, using: &numbers) }
        if sometimes() { limits.until = UInt32.random(in: 1...30, using: &numbers) * 10 }
        if sometimes() { limits.hub = UInt64.random(in: 2...12, using: &numbers) }
        if sometimes() { limits.minimumValue = UInt64.random(in: 1...6, using: &numbers) }
        var cuts: [Address: String] = [:]
        if sometimes(), let some = AccountWorld.people.randomElement(using: &numbers) { cuts[some] = "seen enough" }
        let stops = sometimes() ? StopSet.none : StopSet(["exchange", "mixer", "bridge"])
        return AccountQuestion(
            from: starts, direction: direction, asset: asset, methods: [], limits: limits, stops: stops, cuts: cuts)
    }

    // MARK: There and back

    @Test("with fifo and lifo as many units of a move end in another as backward from that one reach it")
    func thereAndBack() async throws {
        var compared = 0
        for seed in 1...400 as ClosedRange<UInt64> {
            var numbers = SeededNumbers(seed: 7_000 + seed)
            let world = AccountWorld(random: &numbers, count: 14)
            let moving = world.rows.filter { $0.kind != .gas && $0.asset == 0 && $0.from != $0.to && $0.value > .zero }
            guard let first = moving.randomElement(using: &numbers), let last = moving.randomElement(using: &numbers),
                first.at < last.at, last.to != .none
            else { continue }
            func start(_ row: TransferRow) -> AccountStart {
                .transfer(AccountWorld.txid(row.at.height), ordinal: row.ordinal)
            }
            for method in [TraceMethod.fifo, .lifo] {
                // What of the last move overlaps the first one's, and the other way round.
                let forward = try await AccountTraceRun(
                    AccountQuestion(from: [start(first), start(last)], asset: 0, methods: [method], stops: .none), of: world
                ).answer().methods[0]
                let backward = try await AccountTraceRun(
                    AccountQuestion(
                        from: [start(first), start(last)], direction: .backward, asset: 0, methods: [method], stops: .none),
                    of: world
                ).answer().methods[0]
                #expect(forward.overlap[1] == backward.overlap[0], "seed \(seed) \(method)")
                compared += forward.overlap[1] > .zero ? 1 : 0
            }
        }
        #expect(compared > 10)
    }
}
