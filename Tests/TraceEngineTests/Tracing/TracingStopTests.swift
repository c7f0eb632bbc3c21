import Encoding
import Ledger
import Support
import Testing
import TraceEngine

@Suite("Starts and stops")
struct TracingStopTests {
    private func ledger(_ description: String) throws -> MemoryLedger {
        let tiny = try TinyLedger(description)
        return try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
    }

    private func output(_ name: String, _ index: UInt32) -> TraceStart {
        .output(TinyLedger.txid(name), height: nil, index: index)
    }

    /// `unspent b:1 7 @2`: reason, position, value, hops.
    private func sheet(_ answer: TraceAnswer, _ method: TraceMethod = .fifo) throws -> [String] {
        let names = ["a", "b", "c", "d", "e", "x", "y"]
        return try #require(answer[method]).stops.map { stop in
            let name = names.first { TinyLedger.txid($0) == stop.place.outpoint.txid } ?? "?"
            return "\(stop.reason.rawValue) \(name):\(stop.place.outpoint.index) \(stop.value) @\(stop.hops)"
        }
    }

    private let story = """
        block 0
        a = coinbase -> alice 10
        block 1
        b = a:0 -> bob 6, carol 3
        block 2
        c = b:0 -> dave 2, data 4
        block 3
        d = c:0, b:1 -> eve 5
        """

    @Test("every unit is accounted for, hop by hop")
    func simple() async throws {
        let ledger = try ledger(story)
        let answer = try await TraceRun(
            TraceQuestion(from: [output("a", 0)], methods: TraceMethod.forOutputs), of: ledger
        ).answer()
        #expect(try sheet(answer) == ["burn c:1 4 @2", "unspent d:0 5 @2"])
        let fifo = try #require(answer[.fifo])
        #expect(fifo.fee == 1 && fifo.feeTransactions == 1 && fifo.reconciles == true)
        #expect(answer[.poison]?.reconciles == nil)
        #expect(answer.branch(to: OutputRef(tx: TxRef(height: 3, position: 0), index: 0), by: fifo).count >= 3)
    }

    @Test("limits end branches at the next transaction, in their order")
    func limits() async throws {
        let ledger = try ledger(story)
        func stops(_ limits: TraceLimits) async throws -> [String] {
            try sheet(
                try await TraceRun(
                    TraceQuestion(from: [output("a", 0)], methods: [.fifo], limits: limits), of: ledger
                ).answer())
        }
        #expect(try await stops(TraceLimits(hops: 0)) == ["hop-limit a:0 10 @0"])
        #expect(try await stops(TraceLimits(hops: 1)) == ["hop-limit b:0 6 @1", "hop-limit b:1 3 @1"])
        #expect(
            try await stops(TraceLimits(minimumValue: 4))
                == ["minimum-value b:1 3 @1", "minimum-value c:0 2 @2", "burn c:1 4 @2"])
        #expect(
            try await stops(TraceLimits(hops: 1, minimumValue: 4, until: 1_300_000_600))
                == ["time-limit b:0 6 @1", "time-limit b:1 3 @1"])
        #expect(try await stops(TraceLimits(hub: 1)) == ["hub a:0 10 @0"])
    }

    @Test("tags end branches on arrival; none ignores them; other categories do not")
    func tags() async throws {
        let ledger = try ledger(story)
        var tags = TagTable()
        tags.add(StopTag(category: "exchange", actor: "K"), to: TinyLedger.address("bob"))
        tags.add(StopTag(category: "ransomware", actor: "R"), to: TinyLedger.address("carol"))
        tags.add(StopTag(category: "mixing_service"), to: TinyLedger.address("dave"))
        func stops(_ set: StopSet) async throws -> [String] {
            try sheet(
                try await TraceRun(
                    TraceQuestion(from: [output("a", 0)], methods: [.fifo], stops: set), of: ledger, tags: tags
                ).answer())
        }
        #expect(try await stops(.standard) == ["service b:0 6 @1", "unspent d:0 3 @2"])
        #expect(try await stops(StopSet(["mixer"])) == ["mixer c:0 2 @2", "burn c:1 4 @2", "unspent d:0 3 @2"])
        #expect(try await stops(.none) == ["burn c:1 4 @2", "unspent d:0 5 @2"])
        #expect(try await stops(StopSet(["ransomware"])).first == "service b:1 3 @1")
    }

    @Test("backward, a start stands where value came to rest: its own tag does not end it")
    func backwardFromService() async throws {
        let ledger = try ledger(story)
        var tags = TagTable()
        tags.add(StopTag(category: "exchange"), to: TinyLedger.address("eve"))
        tags.add(StopTag(category: "exchange"), to: TinyLedger.address("bob"))
        let answer = try await TraceRun(
            TraceQuestion(from: [output("d", 0)], direction: .backward, methods: [.fifo, .haircut]), of: ledger, tags: tags
        ).answer()
        #expect(try sheet(answer) == ["issued a:0 3 @2", "service b:0 2 @2"])
        #expect(answer[.fifo]?.fee == 0 && answer[.haircut]?.reconciles == true)
    }

    @Test("a start downstream of another adds its clean remainder only")
    func overlap() async throws {
        let ledger = try ledger(story)
        let answer = try await TraceRun(
            TraceQuestion(from: [output("b", 1), output("d", 0), output("d", 0)], methods: [.fifo, .poison]), of: ledger
        ).answer()
        #expect(answer[.fifo]?.starts == [
            StartAmount(value: 3, overlap: 0), StartAmount(value: 2, overlap: 3), StartAmount(value: 0, overlap: 5),
        ])
        #expect(answer[.fifo]?.stops.map(\.byStart) == [[3, 2, 0]])
        #expect(answer[.poison]?.stops.map(\.byStart) == [[5, 5, 5]])
    }

    @Test("a snapshot does not know what was spent later")
    func snapshot() async throws {
        let ledger = try ledger(story).snapshot(at: 1)
        let answer = try await TraceRun(TraceQuestion(from: [output("a", 0)], methods: [.fifo]), of: ledger).answer()
        #expect(try sheet(answer) == ["unspent b:0 6 @1", "unspent b:1 3 @1"])
    }

    @Test("what the ledger does not know ends in coverage; poison alone goes on")
    func coverage() async throws {
        let ledger = try ledger(
            """
            block 0
            a = coinbase -> alice 10
            block 1
            b = a:0, x:0 -> bob 12
            block 5
            c = coinbase -> zoe 1
            """)
        let answer = try await TraceRun(
            TraceQuestion(from: [output("a", 0)], methods: [.fifo, .poison]), of: ledger
        ).answer()
        #expect(try sheet(answer) == ["coverage a:0 10 @0"])
        #expect(try sheet(answer, .poison) == ["coverage b:0 12 @1"])
        let back = try await TraceRun(
            TraceQuestion(from: [output("b", 0)], direction: .backward, methods: [.fifo, .poison]), of: ledger
        ).answer()
        #expect(try sheet(back) == ["coverage b:0 12 @0"])
        #expect(try sheet(back, .poison) == ["issued a:0 10 @1", "coverage x:0 0 @1"])
    }

    @Test("an investigator's cut comes before everything else, with its reason")
    func cut() async throws {
        let ledger = try ledger(story)
        let place = TraceCut.Place.output(Outpoint(txid: TinyLedger.txid("b"), index: 0))
        let answer = try await TraceRun(
            TraceQuestion(
                from: [output("a", 0)], methods: [.fifo], cuts: [TraceCut(place, reason: "paid back")]), of: ledger
        ).answer()
        #expect(try sheet(answer).first == "chosen b:0 6 @1")
        #expect(answer[.fifo]?.stops.first?.cause.contains("paid back") == true)
    }

    @Test("cancelling answers nothing")
    func cancel() async throws {
        let run = TraceRun(TraceQuestion(from: [output("a", 0)], methods: [.fifo]), of: try ledger(story))
        await #expect(throws: TraceError.cancelled) {
            _ = try await run.answer(TraceControl(isCancelled: { true }))
        }
    }

    @Test("questions that cannot be asked say why")
    func refused() async throws {
        let ledger = try ledger(story)
        func refusal(_ question: TraceQuestion) async -> String {
            do throws(TraceError) {
                _ = try await TraceRun(question, of: ledger).answer()
                return "answered"
            } catch {
                return error.description
            }
        }
        #expect(await refusal(TraceQuestion(from: [], methods: [.fifo])).contains("at least one start"))
        #expect(
            await refusal(TraceQuestion(from: [output("a", 0)], direction: .backward, methods: [.tiho]))
                .contains("has no inverse"))
        #expect(await refusal(TraceQuestion(from: [output("a", 7)], methods: [.fifo])).contains("1 outputs"))
        #expect(await refusal(TraceQuestion(from: [output("nothing", 0)], methods: [.fifo])).contains("not in the ledger"))
        #expect(await refusal(TraceQuestion(from: [output("a", 0)], methods: [.libr])).contains("balances"))
    }

    @Test("stops by party, and the words for a payment before a designation, forward and backward")
    func parties() async throws {
        let tiny = try TinyLedger(story)
        let ledger = try ledger(story)
        let later = UTCTime(milliseconds: Int64(try tiny.block(1).time) * 1000 + 3 * 86_400_000)
        var tags = TagTable()
        tags.add(
            StopTag(category: "sanction", actor: "P", source: "a list", begins: later, isDesignation: true),
            to: TinyLedger.address("bob"))
        tags.add(StopTag(category: "exchange", actor: "K"), to: TinyLedger.address("carol"))
        func trace(_ start: TraceStart, _ direction: TraceDirection) async throws -> MethodTrace {
            let question = TraceQuestion(from: [start], direction: direction, methods: [.fifo], stops: .every)
            return try #require(try await TraceRun(question, of: ledger, tags: tags).answer().methods.first)
        }
        let forward = try await trace(output("a", 0), .forward)
        #expect(
            forward.parties == [
                TraceParty(reason: .service, category: "sanction", name: "P", value: 6, stops: 1),
                TraceParty(reason: .service, category: "exchange", name: "K", value: 3, stops: 1),
            ])
        let words = "Tagged sanction P, by a list: designated on \(later.date), 3 days after this payment."
        #expect(forward.stops.first { $0.tag?.actor == "P" }?.cause == words)
        // Backward the payment is what spends bob's coin: a block later.
        let backward = try await trace(output("c", 0), .backward)
        let stop = try #require(backward.stops.first { $0.tag?.actor == "P" })
        #expect(stop.payment == (try tiny.block(2).time))
    }
}
