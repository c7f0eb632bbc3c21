import Ledger
import Support
import Testing
import TraceEngine

@Suite("Tracing on account chains")
struct TracingAccountTests {
    private func trace(
        _ world: AccountWorld, _ method: TraceMethod, from starts: [AccountStart], limits: TraceLimits = TraceLimits(),
        tags: TagTable = TagTable()
    ) async throws -> AccountMethodTrace {
        try await AccountTraceRun(
            AccountQuestion(from: starts, asset: 0, methods: [method], limits: limits), of: world, tags: tags
        ).answer().methods[0]
    }

    private func transfer(_ height: UInt32, _ ordinal: UInt32 = 0) -> AccountStart {
        .transfer(AccountWorld.txid(height), ordinal: ordinal)
    }

    /// `unspent c 5 @1`
    private func sheet(_ trace: AccountMethodTrace) -> [String] {
        trace.stops.map { stop in
            let name = stop.address.flatMap { AccountWorld.people.firstIndex(of: $0) }.map {
                String(UnicodeScalar(UInt8(97 + $0)))
            }
            return "\(stop.reason.rawValue) \(name ?? ".") \(stop.value) @\(stop.hops)"
        }
    }

    // b holds 10 clean, gets 6 of a, then pays 8.
    private let mixed = AccountWorld("1 .>b 10", "2 .>a 6", "3 a>b 6", "4 b>c 8")

    @Test("each method takes lots by its rule", arguments: [
        (TraceMethod.fifo, ["unspent b 6 @0"]),
        (.lifo, ["unspent c 6 @1"]),
        (.haircut, ["unspent b 3 @0", "unspent c 3 @1"]),
        (.libr, ["unspent b 6 @0"]),
        (.poison, ["unspent b 8 @0", "unspent c 8 @1"]),
    ])
    func lots(method: TraceMethod, expected: [String]) async throws {
        let result = try await trace(mixed, method, from: [transfer(3)])
        #expect(sheet(result) == expected)
        #expect(result.reconciles == (method == .poison ? nil : true))
    }

    @Test("libr: clean value leaves first, and later clean deposits never refill")
    func libr() async throws {
        let world = AccountWorld("1 .>b 10", "2 .>a 6", "3 a>b 6", "4 b>c 12", "5 .>b 20", "6 b>d 5", "7 b>e 18")
        let result = try await trace(world, .libr, from: [transfer(3)])
        // 12 of 16 take the 10 clean and 2 of the 6; the 20 that come later are clean and leave before the 4 left.
        #expect(sheet(result) == ["unspent b 1 @0", "unspent c 2 @1", "unspent e 3 @1"])
    }

    @Test("gas is a fee of the coin's balance; a transfer to oneself moves nothing; a failed transaction pays gas alone")
    func gas() async throws {
        let world = AccountWorld("1 .>a 9", "2 a>b 9", "3 b>b 4", "3 b gas 1", "4 b gas 2", "5 b>c 6")
        for method in [TraceMethod.fifo, .lifo, .haircut, .libr] {
            let result = try await trace(world, method, from: [transfer(2)])
            #expect(sheet(result) == ["unspent c 6 @1"] && result.fee == UInt256(UInt64(3)))
            #expect(result.reconciles == true)
        }
    }

    @Test("what a balance paid without having it was there before: clean, and first of all lots")
    func opening() async throws {
        let world = AccountWorld("2 .>a 6", "3 a>b 6", "4 b>c 9")
        let answer = try await AccountTraceRun(
            AccountQuestion(from: [transfer(3)], asset: 0, methods: [.fifo, .lifo]), of: world
        ).answer()
        #expect(answer.openings == [AccountWorld.address("b"): UInt256(UInt64(3))])
        #expect(sheet(answer.methods[0]) == ["unspent c 6 @1"])
        let half = try await trace(AccountWorld("2 .>a 6", "3 a>b 6", "4 b>c 5", "5 b>d 4"), .fifo, from: [transfer(3)])
        #expect(sheet(half) == ["unspent c 2 @1", "unspent d 4 @1"])
    }

    @Test("common: balances that two starts reach, with what arrives; tagged services are left out")
    func common() async throws {
        // a and b are robbed, c collects, d is a service.
        let world = AccountWorld("1 .>a 5", "2 .>b 7", "3 a>c 5", "4 b>c 7", "5 c>e 12", "6 e>d 12")
        var tags = TagTable()
        tags.add(StopTag(category: "exchange"), to: AccountWorld.address("d"))
        let question = AccountQuestion(from: [transfer(1), transfer(2)], asset: 0, methods: [.fifo])
        let common = try await AccountTraceRun(question, of: world, tags: tags).common(limit: 10)
        #expect(common.parties.map(\.address) == ["c", "e"].map { AccountWorld.address($0) } && common.partiesFound == 2)
        #expect(common.parties.map(\.starts) == [[0, 1], [0, 1]] && common.parties.map(\.hops) == [1, 2])
        #expect(common.parties.map(\.value) == [12, 12].map { UInt256(UInt64($0)) })
        #expect(common.parties.map(\.transfers) == [2, 1] && common.method == .fifo)
        let free = AccountQuestion(from: question.starts, asset: 0, methods: [.fifo], stops: .none)
        let all = try await AccountTraceRun(free, of: world, tags: tags).common(limit: 2)
        #expect(all.parties.count == 2 && all.partiesFound == 3)
    }

    @Test("common of random starts is where they meet when each is asked alone")
    func commonAlone() async throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            let world = AccountWorld(random: &numbers, count: 20)
            let places = world.rows.filter { $0.asset == 0 && $0.kind != .gas && $0.from != $0.to && $0.value > .zero }
            let starts = places.shuffled(using: &numbers).prefix(3).map {
                AccountStart.transfer(AccountWorld.txid($0.at.height), ordinal: $0.ordinal)
            }
            guard Set(starts).count == 3 else { continue }
            func reached(_ starts: [AccountStart]) async throws -> [AccountCommonDownstream.Party] {
                try await AccountTraceRun(AccountQuestion(from: starts, asset: 0, methods: [.haircut]), of: world)
                    .common(limit: .max).parties
            }
            var expected: [Address: [Int]] = [:]
            for (k, start) in starts.enumerated() {
                for party in try await reached([start]) { expected[party.address, default: []].append(k) }
            }
            let met = Dictionary(uniqueKeysWithValues: try await reached(starts).map { ($0.address, $0.starts) })
            #expect(met == expected.filter { $0.value.count > 1 }, "seed \(seed)")
        }
    }

    @Test("relations: who paid whom in each asset, gas and transfers to oneself left out")
    func relations() async throws {
        let world = AccountWorld("1 .>a 9", "2 a>b 4", "3 a>b 1", "3 a>a 2", "3 a gas 1", "4 b>a 2", "5 a>. 3")
        func line(_ relation: AccountRelation) -> String {
            let name = relation.counterparty.flatMap { AccountWorld.people.firstIndex(of: $0) }.map {
                String(UnicodeScalar(UInt8(97 + $0)))
            }
            return "\(relation.direction.rawValue) \(name ?? "\(relation.party)") \(relation.value) \(relation.transfers)"
        }
        let view = try await world.relationView(of: AccountWorld.address("a"), limit: 100)
        #expect(view.relations.map(line) == ["in issued 9 1", "in b 2 1", "out b 5 2", "out destroyed 3 1"])
        #expect(view.isComplete && view.isKnown)
        let cut = try await world.relationView(of: AccountWorld.address("a"), limit: 2)
        #expect(cut.relations.map(line) == ["in issued 9 1", "out b 4 1"] && !cut.isComplete)
        #expect(try await !world.relationView(of: AccountWorld.address("i"), limit: 9).isKnown)
    }

    @Test("value passes through a contract inside one transaction without a further hop")
    func inner() async throws {
        let world = AccountWorld("1 .>a 5", "2 a>b 5", "2 b>c 5", "3 c>d 5")
        let result = try await trace(world, .fifo, from: [.transfer(AccountWorld.txid(2), ordinal: 0)])
        #expect(sheet(result) == ["unspent d 5 @1"])
    }

    @Test("services, burns and limits end branches")
    func stops() async throws {
        let world = AccountWorld("1 .>a 9", "2 a>b 9", "3 b>c 4", "4 b>. 2", "5 b>d 3", "6 d>e 3", "7 c>e 4")
        var tags = TagTable()
        tags.add(StopTag(category: "exchange"), to: AccountWorld.address("c"))
        #expect(
            try await sheet(trace(world, .fifo, from: [transfer(2)], tags: tags))
                == ["burn . 2 @0", "service c 4 @1", "unspent e 3 @2"])
        #expect(
            try await sheet(trace(world, .fifo, from: [transfer(2)], limits: TraceLimits(hops: 1)))
                == ["burn . 2 @0", "hop-limit c 4 @1", "hop-limit d 3 @1"])
        #expect(
            try await sheet(trace(world, .fifo, from: [transfer(2)], limits: TraceLimits(minimumValue: 4)))
                == ["burn . 2 @0", "minimum-value d 3 @1", "unspent e 4 @2"])
        #expect(
            try await sheet(trace(world, .fifo, from: [transfer(2)], limits: TraceLimits(until: 40)))
                == ["burn . 2 @0", "time-limit b 3 @0", "time-limit c 4 @1"])
    }
}
