import Ledger
import Support
import Testing
import TraceEngine

@Suite("Paths and what starts have in common")
struct TracingPathTests {
    private func ledger(_ description: String) throws -> MemoryLedger {
        let tiny = try TinyLedger(description)
        return try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
    }

    @Test("what is said of a search for ways that is stopped is about ways, and of a trace about amounts")
    func interrupted() {
        let progress = TraceProgress(phase: .discover, hop: 3, done: 1_234, total: nil)
        #expect(
            progress.interruption(of: .ways)
                == "Interrupted at hop 3, with 1,234 transactions looked at. Nothing was answered: whether there is a way, and which "
                + "is the best, is known only at the end. --hops, --until and --hub make the question smaller.")
        #expect(
            progress.interruption(of: .amounts)
                == "Interrupted at hop 3, with 1,234 transactions found. Nothing was answered: amounts of part of the way would not "
                + "reconcile. --hops, --until and --hub make the question smaller.")
    }

    private func address(_ name: String) -> TraceStart { .address(TinyLedger.address(name), nil) }

    /// `fewest alice -30-> bob -20-> carol`
    private func ways(_ answer: PathAnswer) -> [String] {
        let people = ["alice", "bob", "carol", "dave", "eve"]
        func name(_ end: TracePath.End) -> String {
            people.first { TinyLedger.address($0) == end.address } ?? "?"
        }
        return answer.paths.map { path in
            path.edges.reduce("\(path.kind.rawValue) \(path.edges.first.map { name($0.from) } ?? "")") {
                $0 + " -\($1.value)-> \(name($1.to))"
            }
        }
    }

    private let story = """
        block 0
        a = coinbase -> alice 100
        b = coinbase -> bob 50
        block 1
        c = a:0 -> bob 90, carol 10
        block 2
        d = c:1 -> eve 10
        block 3
        e = b:0 -> dave 50
        block 4
        f = e:0 -> eve 40, dave 10
        """

    @Test("the fewest transactions, and the widest way, of addresses and of value")
    func simple() async throws {
        let ledger = try ledger(story)
        let answer = try await PathRun(PathQuestion(from: address("alice"), to: address("eve")), in: ledger).answer()
        // Bob's old coin is spent after value of alice arrived at bob: a way between addresses, not of the value.
        #expect(ways(answer) == ["fewest alice -10-> carol -10-> eve", "widest alice -90-> bob -50-> dave -40-> eve"])
        let value = try await PathRun(
            PathQuestion(from: address("alice"), to: address("eve"), followsOutputs: true), in: ledger
        ).answer()
        #expect(ways(value) == ["fewest alice -10-> carol -10-> eve", "widest alice -10-> carol -10-> eve"])
    }

    @Test("time is never turned back, and the reason is said")
    func never() async throws {
        let ledger = try ledger(story)
        for (from, to) in [("eve", "alice"), ("carol", "bob"), ("alice", "zoe")] {
            let answer = try await PathRun(PathQuestion(from: address(from), to: address(to)), in: ledger).answer()
            #expect(answer.paths.isEmpty && answer.reason?.isEmpty == false)
        }
        let short = try await PathRun(
            PathQuestion(from: address("alice"), to: address("eve"), limits: TraceLimits(hops: 1)), in: ledger
        ).answer()
        #expect(short.paths.isEmpty && short.reason?.contains("hop-limit") == true)
    }

    @Test("services are not walked through")
    func services() async throws {
        var tags = TagTable()
        tags.add(StopTag(category: "exchange"), to: TinyLedger.address("carol"))
        let question = PathQuestion(from: address("alice"), to: address("eve"))
        let answer = try await PathRun(question, in: try ledger(story), tags: tags).answer()
        #expect(ways(answer).first == "fewest alice -90-> bob -50-> dave -40-> eve")
    }

    @Test("agrees with trying every way, on random ledgers")
    func exhaustive() async throws {
        var found = 0
        for seed in 8000..<8060 as Range<UInt64> {
            let world = try TracingWorld(seed: seed, greatest: 60)
            let all = EveryWay(try TracingReference(world.ledger))
            var numbers = SeededNumbers(seed: seed)
            for _ in 0..<6 {
                guard let a = world.ledger.known.randomElement(using: &numbers),
                    let b = world.ledger.known.randomElement(using: &numbers), a != b
                else { continue }
                let limit = UInt32.random(in: 1...4, using: &numbers)
                let answer = try await PathRun(
                    PathQuestion(
                        from: .address(a, nil), to: .address(b, nil), limits: TraceLimits(hops: limit), stops: .none),
                    in: world.ledger
                ).answer()
                let best = all.best(from: a, to: b, limit: Int(limit))
                #expect(answer.paths.isEmpty == (best == nil), "seed \(seed)")
                guard let best, answer.paths.count == 2 else { continue }
                found += 1
                #expect(answer.paths[0].hops == best.hops, "seed \(seed)")
                #expect(answer.paths[0].edges.last?.transaction.at.raw == best.arrival, "seed \(seed)")
                #expect(answer.paths[1].bottleneck == best.width, "seed \(seed)")
                #expect(answer.paths[1].hops == best.widestHops, "seed \(seed)")
            }
        }
        #expect(found > 40)
    }

    @Test("the collector behind many starts comes first; services do not")
    func common() async throws {
        let ledger = try ledger(
            """
            block 0
            a = coinbase -> alice 10
            b = coinbase -> bob 10
            c = coinbase -> carol 10
            block 1
            d = a:0, b:0 -> dave 19
            block 2
            e = d:0, c:0 -> eve 25, zoe 3
            """)
        var tags = TagTable()
        tags.add(StopTag(category: "exchange"), to: TinyLedger.address("zoe"))
        let question = TraceQuestion(from: ["alice", "bob", "carol"].map(address), methods: [.haircut])
        let common = try await TraceRun(question, of: ledger, tags: tags).common(limit: 10)
        #expect(common.positions.map(\.starts.count) == [3, 2])
        #expect(common.positions.first?.place.owner == TinyLedger.address("eve"))
        // Of c's 10 and d's 19, all tainted, eve gets 25 of 29 with a fee of 1.
        #expect(common.positions.map(\.hops) == [1, 1] && common.positions.map(\.value) == [25, 19])
        #expect(!common.positions.contains { $0.place.owner == TinyLedger.address("zoe") })
        #expect(common.parties.first?.starts.count == 3)
    }
}

/// Every way from one address to another, tried one after the other.
private struct EveryWay {
    struct Best {
        var hops: Int
        var arrival: UInt64
        var width: UInt64
        var widestHops: Int
    }

    private let all: [TracingReference.Tx]

    init(_ reference: TracingReference) { all = reference.all }

    func best(from: Address, to: Address, limit: Int) -> Best? {
        var best: Best?
        func go(_ here: Address, after: UInt64?, hops: Int, width: UInt64) {
            for tx in all where after.map({ tx.number > $0 }) ?? true {
                let paid = tx.inputs.filter { $0.owner == here }.reduce(0 as UInt64) { $0 + $1.value }
                if paid == 0 { continue }
                for payee in Set(tx.coins.filter { $0.value > 0 }.compactMap(\.owner)) where payee != here {
                    let got = tx.coins.filter { $0.owner == payee }.reduce(0 as UInt64) { $0 + $1.value }
                    let narrow = min(width, paid, got)
                    if payee == to {
                        note(hops + 1, tx.number, narrow)
                    } else if hops + 1 < limit {
                        go(payee, after: tx.number, hops: hops + 1, width: narrow)
                    }
                }
            }
        }
        func note(_ hops: Int, _ arrival: UInt64, _ width: UInt64) {
            guard var known = best else {
                best = Best(hops: hops, arrival: arrival, width: width, widestHops: hops)
                return
            }
            if (hops, arrival) < (known.hops, known.arrival) { (known.hops, known.arrival) = (hops, arrival) }
            if width > known.width || (width == known.width && hops < known.widestHops) {
                (known.width, known.widestHops) = (width, hops)
            }
            best = known
        }
        go(from, after: nil, hops: 0, width: .max)
        return best
    }
}
