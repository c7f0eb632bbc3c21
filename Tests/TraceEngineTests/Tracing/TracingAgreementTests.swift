import Foundation
import Ledger
import Support
import Testing
import TraceEngine

/// The engine and the plain reference, asked the same random questions. `CLEW_TRACE_QUESTIONS` sets how many questions
/// are asked; a question is one method, one direction and all its starts.
@Suite("Engine and reference agree to the unit")
struct TracingAgreementTests {
    static let wanted = ProcessInfo.processInfo.environment["CLEW_TRACE_QUESTIONS"].flatMap { Int($0) } ?? 6000

    @Test("on small values, unit by unit, every method")
    func small() async throws {
        let asked = try await ask(Self.wanted * 4 / 5, greatest: 60, TraceMethod.forOutputs, seed: 1)
        print("Trace questions compared with the reference, unit by unit: \(asked)")
    }

    @Test("on values of up to 50 bits, every method that knows amounts only")
    func large() async throws {
        let asked = try await ask(Self.wanted / 5, greatest: 1 << 50, [.poison, .haircut, .tiho], seed: 1 << 40)
        print("Trace questions compared with the reference, large values: \(asked)")
    }

    private func ask(
        _ count: Int, greatest: UInt64, _ methods: [TraceMethod], seed first: UInt64
    ) async throws -> Int {
        var (asked, seed) = (0, first)
        var seen: [StopReason: Int] = [:]
        var (joined, overlapping) = (0, 0)
        while asked < count {
            let world = try TracingWorld(seed: seed, greatest: greatest)
            let reference = try TracingReference(world.ledger)
            var numbers = SeededNumbers(seed: seed ^ 0xABCD)
            for _ in 0..<12 {
                let question = world.question(methods, &numbers)
                let answer = try await TraceRun(
                    question, of: world.ledger, tags: world.tags, detectors: world.detector
                ).answer()
                for trace in answer.methods {
                    asked += 1
                    for stop in trace.stops {
                        seen[stop.reason, default: 0] += 1
                        if stop.byStart.count(where: { $0 > 0 }) > 1 { joined += 1 }
                    }
                    if trace.starts.contains(where: { $0.overlap > 0 }) { overlapping += 1 }
                    let expected = reference.trace(question, by: trace.method, world.opinions)
                    let differences = Comparison(answer, trace, world.ledger).differences(from: expected)
                    #expect(differences.isEmpty, "seed \(seed), \(trace.method), \(question)")
                    guard differences.isEmpty else {
                        for difference in differences.prefix(5) { print(difference) }
                        return asked
                    }
                }
            }
            seed += 1
        }
        // The questions are worth asking: every reason occurs, starts meet and overlap.
        #expect(asked < 500 || (seen.count == StopReason.allCases.count && joined > 0 && overlapping > 0), "\(seen)")
        return asked
    }
}

/// An answer in the reference's words.
private struct Comparison {
    let answer: TraceAnswer
    let trace: MethodTrace
    let ledger: MemoryLedger

    init(_ answer: TraceAnswer, _ trace: MethodTrace, _ ledger: MemoryLedger) {
        self.answer = answer
        self.trace = trace
        self.ledger = ledger
    }

    func differences(from expected: TracingReference.Result) -> [String] {
        var result: [String] = []
        func compare<Value: Equatable>(_ what: String, _ actual: Value, _ wanted: Value) {
            if actual != wanted { result.append("\(what): \(actual), and the reference says \(wanted)") }
        }
        let stops = trace.stops.map(stop)
        compare("count of stops", stops.count, expected.stops.count)
        for stop in Set(stops).subtracting(expected.stops) { result.append("not in the reference: \(stop)") }
        for stop in expected.stops.subtracting(stops) { result.append("only in the reference: \(stop)") }
        compare("fee", trace.fee, expected.fee)
        compare("fee by start", trace.feeByStart, expected.feeByStart)
        compare("value", trace.starts.map(\.value), expected.added)
        compare("overlap", trace.starts.map(\.overlap), expected.overlap)
        compare("reconciles", trace.reconciles, trace.method.conserves ? true : nil)
        let positions = answer.positions(of: trace)
        compare("tainted positions", positions.count, expected.taint.count)
        for position in positions {
            let place = TracingReference.Place(tx: position.output.tx.raw, index: Int(position.output.index))
            compare("\(place)", trace.starts.indices.map { position.taint(ofStart: $0) }, expected.taint[place])
        }
        return result
    }

    private func stop(_ stop: TraceStop) -> TracingReference.Stop {
        let place: TracingReference.Place
        if let at = stop.place.at {
            place = .init(tx: at.raw, index: Int(stop.place.outpoint.index))
        } else {
            // The reference names a coin outside the ledger by its one spender.
            let spender = ledger.blocks.lazy.compactMap { block in
                block.transactions.first { $0.inputs.contains { $0.previous == stop.place.outpoint } }
                    .map { (TxRef(height: block.height, position: $0.position), $0) }
            }.first
            place = .init(
                tx: spender?.0.raw ?? 0,
                index: spender?.1.inputs.firstIndex { $0.previous == stop.place.outpoint } ?? 0, isOutside: true)
        }
        return .init(
            place: place, reason: stop.reason, value: stop.value, byStart: stop.byStart, hops: Int(stop.hops))
    }
}
