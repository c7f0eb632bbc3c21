import Ledger
import Support
import Testing
import TraceEngine

/// What holds of every trace, whatever the ledger and the question.
@Suite("Invariants of tracing")
struct TracingInvariantTests {
    @Test("stops and fees sum to starts; starts sum to the whole everywhere; no position carries more than it is worth")
    func sums() async throws {
        for seed in 5000..<5040 as Range<UInt64> {
            let world = try TracingWorld(seed: seed, greatest: seed % 2 == 0 ? 60 : 1 << 50)
            var numbers = SeededNumbers(seed: seed)
            for _ in 0..<6 {
                let question = world.question(TraceMethod.forOutputs, &numbers)
                let answer = try await TraceRun(
                    question, of: world.ledger, tags: world.tags, detectors: world.detector
                ).answer()
                for trace in answer.methods {
                    let stops = trace.stops.reduce(0 as UInt64) { $0 + $1.value }
                    #expect(stops == trace.totals.values.reduce(0, +))
                    for position in answer.positions(of: trace) { #expect(position.taint <= position.value) }
                    guard trace.method.conserves else { continue }
                    #expect(stops + trace.fee == trace.starts.reduce(0) { $0 + $1.value })
                    #expect(trace.feeByStart.reduce(0, +) == trace.fee)
                    for stop in trace.stops { #expect(stop.byStart.reduce(0, +) == stop.value) }
                    for k in trace.starts.indices {
                        #expect(trace.stops.reduce(0) { $0 + $1.byStart[k] } + trace.feeByStart[k] == trace.starts[k].value)
                    }
                    for position in answer.positions(of: trace) {
                        let parts = trace.starts.indices.reduce(0) { $0 + position.taint(ofStart: $1) }
                        #expect(parts == position.taint)
                    }
                }
            }
        }
    }

    @Test("with fifo and lifo, as many units of A end in B as backward from B come from A", arguments: [
        TraceMethod.fifo, .lifo,
    ])
    func roundTrip(method: TraceMethod) async throws {
        var compared = 0
        for seed in 6000..<6060 as Range<UInt64> {
            let world = try TracingWorld(seed: seed, greatest: 60)
            let outputs = world.ledger.blocks.flatMap { block in
                block.transactions.flatMap { tx in
                    tx.outputs.indices.map { TraceStart.output(tx.txid, height: nil, index: UInt32($0)) }
                }
            }
            var numbers = SeededNumbers(seed: seed)
            for _ in 0..<4 {
                guard let a = outputs.randomElement(using: &numbers) else { continue }
                let forward = try await TraceRun(
                    TraceQuestion(from: [a], methods: [method], stops: .none), of: world.ledger
                ).answer()
                for stop in forward.methods[0].stops where stop.reason == .unspent || stop.reason == .burn {
                    let b = TraceStart.output(stop.place.outpoint.txid, height: nil, index: stop.place.outpoint.index)
                    let backward = try await TraceRun(
                        TraceQuestion(from: [b], direction: .backward, methods: [method], stops: .none), of: world.ledger
                    ).answer()
                    let origin = forward.startPlaces[0][0]
                    // Where a transaction's amounts are not known, backward stops before it comes to A.
                    guard backward.methods[0].totals[.coverage] == nil else { continue }
                    let back = backward.positions(of: backward.methods[0]).first { $0.output == origin }
                    #expect(back?.taint == stop.value, "seed \(seed)")
                    compared += 1
                }
            }
        }
        #expect(compared > 50)
    }

    @Test("the order of starts moves no total, and the same question gives the same answer")
    func stable() async throws {
        for seed in 7000..<7030 as Range<UInt64> {
            let world = try TracingWorld(seed: seed, greatest: 60)
            var numbers = SeededNumbers(seed: seed)
            let question = world.question([.haircut, .fifo, .lifo], &numbers)
            var turned = question
            turned.starts.reverse()
            let (a, b) = (
                try await TraceRun(question, of: world.ledger, tags: world.tags).answer(),
                try await TraceRun(turned, of: world.ledger, tags: world.tags).answer()
            )
            for (x, y) in zip(a.methods, b.methods) {
                #expect(x.stops.map(\.value) == y.stops.map(\.value) && x.totals == y.totals && x.fee == y.fee)
            }
            let again = try await TraceRun(question, of: world.ledger, tags: world.tags).answer()
            #expect(again.methods.map(\.stops) == a.methods.map(\.stops))
        }
    }
}
