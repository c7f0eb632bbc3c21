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
