import Ledger
import Support
import Testing
import TraceEngine

@Suite("Relations between addresses")
struct RelationTests {
    /// `in alice 30 fact 2`, for reading: direction, counterparty, value, basis, transactions.
    private func relations(_ description: String, of name: String, limit: Int = 100) async throws -> [String] {
        let tiny = try TinyLedger(description)
        let ledger = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        let people = ["alice", "bob", "carol", "dave", "eve"]
        return try await ledger.relations(of: TinyLedger.address(name), limit: limit).map { relation in
            let party = switch relation.party {
            case .address(let address): people.first { TinyLedger.address($0) == address } ?? "somebody"
            case .issued: "issued"
            case .noAddress: "no-address"
            case .notKnown: "not-known"
            }
            let (direction, basis) = (relation.direction.rawValue, relation.basis.rawValue)
            return "\(direction) \(party) \(relation.value) \(basis) \(relation.transactions)"
        }
    }

    private let one = """
        block 0
        a = coinbase -> alice 50, alice 50
        block 1
        b = a:0 -> bob 30, alice 15
        c = b:1, a:1 -> bob 60, carol 4
        """

    @Test("are fact where all inputs are the sender's, and leave own change out")
    func facts() async throws {
        #expect(
            try await relations(one, of: "alice") == ["in issued 100 fact 1", "out bob 90 fact 2", "out carol 4 fact 1"])
        #expect(try await relations(one, of: "bob") == ["in alice 90 fact 2"])
    }

    private let many = """
        block 0
        a = coinbase -> alice 50, bob 30, carol 20
        block 1
        b = a:0, a:1, a:2 -> dave 33, eve 33, alice 33
        """

    @Test("are inference where several owners pay, divided so that nothing is lost")
    func inference() async throws {
        // 33 in the proportion 50 : 30 : 20 is 16.5, 9.9 and 6.6.
        #expect(
            try await relations(many, of: "dave")
                == ["in alice 16 inference 1", "in bob 10 inference 1", "in carol 7 inference 1"])
        // 30 over the outputs 33, 33, 33 and the fee 1 is 9.9 each and 0.3.
        #expect(
            try await Set(relations(many, of: "bob"))
                == [
                    "in issued 30 fact 1", "out alice 10 inference 1", "out dave 10 inference 1",
                    "out eve 10 inference 1",
                ])
        // What comes back to alice from alice is not counted.
        #expect(
            try await relations(many, of: "alice").filter { $0.hasPrefix("in ") }
                == ["in issued 50 fact 1", "in bob 10 inference 1", "in carol 7 inference 1"])
    }

    @Test("say where nothing can be said")
    func notKnown() async throws {
        let description = """
            block 5
            b = x:0, y:0@alice 9 -> dave 33
            c = z:0@bare 9 -> dave 5
            """
        #expect(
            try await relations(description, of: "dave") == ["in not-known 33 inference 1", "in no-address 5 fact 1"])
        #expect(try await relations(description, of: "alice") == ["out not-known 9 inference 1"])
        #expect(try await relations(description, of: "eve").isEmpty)
    }

    @Test("never mix fact and inference")
    func both() async throws {
        let description = many + "\nblock 2\nc = b:2 -> dave 33"
        #expect(
            try await relations(description, of: "dave").prefix(2) == ["in alice 33 fact 1", "in alice 16 inference 1"])
    }

    @Test("cover the first transactions of a hub")
    func cut() async throws {
        let tiny = try TinyLedger(one)
        let ledger = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        let view = try await ledger.relationView(of: TinyLedger.address("alice"), limit: 2)
        #expect(!view.isComplete && view.transactions == 2)
        #expect(view.relations.map(\.value) == [100, 30])
    }

    @Test("come in the same order each time: value, then script")
    func order() async throws {
        let relations = try await ledger(many).relations(of: TinyLedger.address("bob"), limit: 9)
        let outgoing = relations.filter { $0.direction == .outgoing }.compactMap { $0.counterparty?.script }
        #expect(outgoing.count == 3)
        #expect(outgoing == outgoing.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test("carry the times of the first and last transaction")
    func times() async throws {
        let ledger = try ledger(one + "\nblock 2\nd = c:0 -> alice 60\nblock 3\ne = d:0 -> bob 60")
        let paid = try #require(
            try await ledger.relations(of: TinyLedger.address("alice"), limit: 9).first { $0.direction == .outgoing })
        #expect(paid.first.height == 1 && paid.last.height == 3)
        #expect(paid.firstTime == 1_300_000_600 && paid.lastTime == 1_300_001_800)
    }

    private func ledger(_ description: String) throws -> MemoryLedger {
        let tiny = try TinyLedger(description)
        return try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
    }
}
