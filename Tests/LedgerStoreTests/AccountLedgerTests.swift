import Ledger
import LedgerStore
import Support
import Testing

@Suite("A ledger of balances in SQLite answers what the plain one answers")
struct AccountLedgerTests {
    static func address(_ name: String) -> Address {
        Address(canonicalScript: Array((Array(name.utf8) + Array(repeating: UInt8(0xA0), count: 20)).prefix(20)))
    }

    static func txid(_ number: UInt64) -> TxID { Hash256(words: (number, 7, 7, number)) }

    private static func receipt(_ number: UInt64, _ height: UInt32, used: UInt64? = 21_000, ok: Bool? = true) -> AccountSource.Receipt {
        .init(txid: txid(number), height: height, gasUsed: used.map { UInt256($0) }, effectivePrice: nil, succeeded: ok)
    }

    static func payment(
        _ number: UInt64, _ height: UInt32, _ position: UInt32?, _ from: String, _ to: String, _ value: UInt64,
        ok: Bool? = true, used: UInt64? = 21_000
    ) -> AccountSource {
        .transaction(
            .init(
                txid: txid(number), height: height, position: position, time: height * 12, from: address(from),
                to: address(to), value: UInt256(value), gasPrice: UInt256(UInt64(2)),
                receipt: receipt(number, height, used: used, ok: ok)))
    }

    static func move(
        _ number: UInt64, _ height: UInt32, _ place: AccountSource.Move.Place, _ from: String?, _ to: String?,
        _ value: UInt64, token: String? = nil
    ) -> AccountSource {
        .move(
            .init(
                txid: txid(number), height: height, time: nil, position: nil, place: place,
                token: token.map { address($0) }, from: from.map { address($0) }, to: to.map { address($0) },
                value: UInt256(value)))
    }

    static func block(_ height: UInt32, _ count: UInt32?) -> AccountSource {
        .block(.init(height: height, hash: Hash256(words: (UInt64(height), 1, 1, 1)), time: height * 12, transactions: count))
    }

    /// Payments, a failed one, calls, tokens, a single token, a mint, a burn, a transaction known by its logs alone.
    static let rows: [AccountSource] = [
        block(1, 2), block(2, 2), block(4, 1),
        payment(1, 1, 0, "alice", "bob", 1_000_000), payment(2, 1, 1, "bob", "router", 500_000, used: 90_000),
        move(2, 1, .trace([]), "bob", "router", 500_000), move(2, 1, .trace([1]), "router", "carol", 200_000),
        move(2, 1, .trace([0, 2]), "router", "alice", 100_000), move(2, 1, .trace([0, 10]), "router", "dave", 50_000),
        move(2, 1, .log(3), nil, "bob", 700, token: "coin a"), move(2, 1, .log(1), "carol", "bob", 11, token: "coin b"),
        payment(3, 2, 0, "alice", "bob", 77, ok: false), move(3, 2, .log(0), "alice", "bob", 5, token: "coin a"),
        payment(4, 2, 1, "carol", "carol", 9), .notAnAmount(txid(4), height: 2, log: 8),
        move(4, 2, .log(8), "carol", "dave", 4_711, token: "single"), move(4, 2, .log(9), "bob", nil, 300, token: "coin a"),
        payment(5, 4, 0, "dave", "alice", 40_000, ok: nil, used: nil),
        .token(.init(contract: address("coin a"), symbol: "A", decimals: 6, countsAmounts: nil)),
        .token(.init(contract: address("more"), symbol: nil, decimals: nil, countsAmounts: false)),
        move(5, 4, .log(2), "dave", "bob", 12, token: "more"),
    ]

    private static var shuffled: [AccountSource] {
        var numbers = SeededNumbers(seed: 5)
        return rows.shuffled(using: &numbers)
    }

    private func write(_ parts: [[AccountSource]], to folder: ScratchFolder) throws -> AccountLedger {
        for part in parts {
            let writer = try AccountLedgerWriter.open(folder: folder.file("ledger"), chain: .ethereumDev)
            try writer.add(part)
            #expect(try writer.finish { _, _ in true })
        }
        return try AccountLedger.open(at: folder.file("ledger"))
    }

    @Test("at every height, in whatever order the rows came, in one import or several")
    func conforms() async throws {
        let expected = MemoryAccountLedger(Self.rows, chain: .ethereumDev)
        try await AccountConformance.check(expected, against: expected)
        #expect(expected.rows.map(\.kind).filter { $0 == .gas }.count == 4)
        for order in [Self.rows, Self.rows.reversed(), Self.shuffled] {
            for parts in [[order], [Array(order.prefix(9)), Array(order.dropFirst(9))]] {
                let folder = try ScratchFolder()
                // Until a block row comes nothing says the time of some blocks.
                let whole = parts.count == 1 ? parts : [parts[0] + [Self.block(1, 2), Self.block(2, 2), Self.block(4, 1)], parts[1]]
                try await AccountConformance.check(try write(whole, to: folder), against: expected)
            }
        }
    }

    @Test("without transactions their logs alone make a ledger, in the order of the logs")
    func logsAlone() async throws {
        let rows: [AccountSource] = [
            Self.block(7, nil), Self.move(9, 7, .log(5), "alice", "bob", 3, token: "coin a"),
            Self.move(2, 7, .log(6), "bob", "carol", 3, token: "coin a"), Self.move(8, 7, .log(0), nil, "alice", 3, token: "coin a"),
        ]
        let ledger = try write([rows], to: try ScratchFolder())
        try await AccountConformance.check(ledger, against: MemoryAccountLedger(rows, chain: .ethereumDev))
        #expect(try ledger.find([Self.txid(8), Self.txid(9), Self.txid(2)]).map { $0[0].position } == [0, 1, 2])
        #expect(!ledger.info.coverage.wholeBlocks)
    }

    @Test("random rows, small blocks")
    func random() async throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            let names = ["alice", "bob", "carol", "dave", "erin"]
            var rows: [AccountSource] = []
            for number in 1...20 as ClosedRange<UInt64> {
                let height = UInt32(number / 3) * 2
                func someone() -> String { names.randomElement(using: &numbers) ?? "bob" }
                rows.append(
                    Self.payment(
                        number, height, UInt32(number % 3), someone(), someone(), UInt64.random(in: 0...50, using: &numbers),
                        ok: Int.random(in: 0..<5, using: &numbers) > 0))
                for log in 0..<UInt64.random(in: 0...3, using: &numbers) {
                    rows.append(
                        Self.move(
                            number, height, .log(number * 10 + log), someone(), someone(),
                            UInt64.random(in: 0...9, using: &numbers), token: someone()))
                    rows.append(
                        Self.move(
                            number, height, .trace([UInt32(log), UInt32.random(in: 0...300, using: &numbers)]), someone(),
                            someone(), UInt64.random(in: 0...9, using: &numbers)))
                }
            }
            try await AccountConformance.check(
                try write([rows.shuffled(using: &numbers)], to: try ScratchFolder()),
                against: MemoryAccountLedger(rows, chain: .ethereumDev))
        }
    }

    @Test("what contradicts itself is refused, and the ledger stays as it was", arguments: [
        [payment(1, 1, 0, "alice", "bob", 2)],
        [payment(1, 2, 0, "alice", "bob", 1_000_000)],
        [.block(.init(height: 1, hash: .zero, time: 12, transactions: 2))],
        [move(2, 1, .log(3), nil, "bob", 701, token: "coin a")],
        [payment(9, 1, 0, "alice", "bob", 2)],
        [move(9, 3, .log(0), "alice", "bob", 5, token: "coin a")],
    ] as [[AccountSource]])
    func contradictions(more: [AccountSource]) throws {
        let folder = try ScratchFolder()
        let before = try write([Self.rows], to: folder).info
        #expect(throws: LedgerError.self) {
            let writer = try AccountLedgerWriter.open(folder: folder.file("ledger"), chain: .ethereumDev)
            try writer.add(more)
            _ = try writer.finish { _, _ in true }
        }
        #expect(try AccountLedger.open(at: folder.file("ledger")).info == before)
    }

    @Test("an import that was stopped leaves nothing, and the next begins anew")
    func stopped() throws {
        let folder = try ScratchFolder()
        let writer = try AccountLedgerWriter.open(folder: folder.file("ledger"), chain: .ethereumDev)
        try writer.add(Self.rows)
        #expect(throws: LedgerError.self) { _ = try AccountLedgerWriter.open(folder: folder.file("ledger"), chain: .ethereumDev) }
        #expect(try !writer.finish { _, _ in false })
        #expect(throws: LedgerError.self) { _ = try AccountLedger.open(at: folder.file("ledger")) }
        #expect(try write([Self.rows], to: folder).totals().transactions == 5)
    }
}
