import Ledger
import Support
import Testing
import TraceEngine

@Suite("Clusters")
struct ClusterTests {
    private func ledger(_ description: String) throws -> MemoryLedger {
        let tiny = try TinyLedger(description)
        return try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
    }

    /// The names among these that are in the cluster of `name`.
    private func cluster(of name: String, _ names: [String], in ledger: MemoryLedger, by rule: ClusterRule = ClusterRule()) async throws -> String {
        let view = try await ledger.cluster(of: TinyLedger.address(name), by: rule)
        return names.filter { view.members.contains(TinyLedger.address($0)) }.joined(separator: " ")
    }

    private let people = ["alice", "bob", "carol", "dave", "eve", "frank"]
    private let story = """
        block 0
        a = coinbase -> alice 5000, bob 5000, carol 5000, dave 546, eve 9000, frank 5000
        block 1
        b = a:0, a:1 -> shop 9000
        c = coinbase -> bob 4000
        block 2
        d = c:0, a:2 -> shop 8000
        e = a:4, a:3 -> shop 9500
        """

    @Test("join the addresses that sign together, on and on, and nobody else")
    func multiInput() async throws {
        let ledger = try ledger(story)
        #expect(try await cluster(of: "alice", people, in: ledger) == "alice bob carol")
        #expect(try await cluster(of: "frank", people, in: ledger) == "frank")
        #expect(try await cluster(of: "nobody", people + ["nobody"], in: ledger) == "nobody")
    }

    @Test("dust joins nothing, unless it is told to")
    func dust() async throws {
        let ledger = try ledger(story)
        #expect(try await cluster(of: "eve", people, in: ledger) == "eve")
        #expect(try await cluster(of: "eve", people, in: ledger, by: ClusterRule(dust: 545)) == "dave eve")
    }

    @Test("a search that is stopped answers what it found and says how far it came")
    func stopped() async throws {
        let ledger = try ledger(story)
        let view = try await ledger.cluster(of: TinyLedger.address("alice")) { $0.members < 2 }
        #expect(view.size == 2 && view.members.count == 2 && !view.isComplete)
        #expect(view.stopped?.interruption == "The search was interrupted with 2 addresses found: the cluster may be larger.")
        let named = try await ledger.cluster(of: TinyLedger.address("alice")) { $0.phase != .names }
        #expect(named.size == 3 && named.members.isEmpty && named.joining == 2)
        #expect(named.stopped?.interruption == "Interrupted while members were named, at 0 of 3: all are found, few are listed.")
        let pass = ClusterProgress(phase: .ledger, members: 1_200, done: 3_000, total: 5_000)
        #expect(
            pass.interruption
                == "The search was interrupted at block 3,000 of 5,000, with 1,200 addresses found: the cluster may be larger.")
    }

    @Test("a CoinJoin joins nobody")
    func coinJoin() async throws {
        let ledger = try ledger(
            """
            block 0
            a = coinbase -> alice 90000, bob 80000, carol 70000
            block 1
            mix = a:0, a:1, a:2 -> x 50000, y 50000, z 50000, dave 39000, eve 29000, frank 19000
            pay = mix:3, mix:0 -> shop 88000
            """)
        #expect(try await cluster(of: "alice", people, in: ledger) == "alice")
        #expect(try await cluster(of: "dave", people + ["x"], in: ledger) == "dave x")
    }

    @Test("stated inputs join, inputs that are not known do not")
    func stated() async throws {
        let ledger = try ledger("block 9\na = x:0@alice 5000, y:0@bob 6000, z:0 -> shop 10000")
        #expect(try await cluster(of: "bob", people, in: ledger) == "alice bob")
    }

    @Test("why two are together is the shortest chain of joining transactions")
    func why() async throws {
        let ledger = try ledger(story)
        let (alice, carol) = (TinyLedger.address("alice"), TinyLedger.address("carol"))
        let why = try #require(try await ledger.why(alice, carol))
        let links = why.links
        #expect(why.isWhole)
        #expect(links.map(\.row.txid) == ["b", "d"].map(TinyLedger.txid))
        #expect(links.map(\.from) == ["alice", "bob"].map(TinyLedger.address))
        #expect(links.map(\.to) == ["bob", "carol"].map(TinyLedger.address))
        #expect(try await ledger.why(alice, alice)?.links == [])
        #expect(try await ledger.why(alice, TinyLedger.address("eve")) == nil)
        #expect(try await ledger.why(alice, TinyLedger.address("nobody")) == nil)
    }

    @Test("a link says whether it carries the claim alone, and by which inputs")
    func weakest() async throws {
        let ledger = try ledger(
            """
            block 0
            a = coinbase -> alice 5000, bob 6000, carol 7000
            b = coinbase -> alice 5000, bob 6000, dave 100
            block 1
            c = a:0, a:1 -> shop 11000
            d = b:2, b:0, b:1 -> shop 11100
            e = coinbase -> bob 9000
            block 2
            f = e:0, a:2 -> shop 16000
            """)
        let (alice, carol) = (TinyLedger.address("alice"), TinyLedger.address("carol"))
        let links = try #require(try await ledger.why(alice, carol)).links
        #expect(links.map(\.row.txid) == ["c", "f"].map(TinyLedger.txid))
        // Alice and Bob signed together twice; Bob and Carol once.
        #expect(links[0].halves == nil)
        #expect(links[1].halves?.near == 2 && links[1].halves?.far == 1)
        #expect(links[1].fromInputs == [0] && links[1].toInputs == [1])
        let stopped = try #require(try await ledger.why(alice, TinyLedger.address("bob"), progress: { _ in false }))
        #expect(!stopped.isWhole && stopped.links.count == 1 && stopped.links[0].halves == nil)
    }

    @Test("a transaction that joins two large clusters is warned of")
    func warning() async throws {
        let names = (0..<6).map { "p\($0)" }
        let funds = names.map { "\($0) 1000, \($0) 1000" }.joined(separator: ", ")
        let ledger = try ledger(
            """
            block 0
            a = coinbase -> \(funds)
            block 1
            left = a:0, a:2, a:4 -> shop 2900
            right = a:6, a:8, a:10 -> shop 2900
            block 2
            both = a:1, a:11 -> shop 1900
            """)
        let rule = ClusterRule(large: 3)
        let view = try await ledger.cluster(of: TinyLedger.address("p2"), by: rule)
        #expect(view.members.count == 6 && view.joining == 3)
        #expect(view.warnings.map(\.row.txid) == [TinyLedger.txid("both")])
        #expect(view.warnings.map(\.sizes) == [[3, 3]])
        #expect(try await AddressClusters(of: ledger, by: rule).warnings == view.warnings)
        #expect(try await ledger.cluster(of: TinyLedger.address("p2"), by: ClusterRule(large: 4)).warnings.isEmpty)
    }

    @Test("change rules name change only when they are asked for")
    func change() async throws {
        let ledger = try ledger(
            """
            block 0
            a = coinbase -> alice 5000000, key:other 1
            b = coinbase -> shop 7000000
            block 1
            c = a:0 -> shop 3000000, carol 1999500
            """)
        func with(_ text: String) async throws -> String {
            let rule = ClusterRule(changes: [try #require(ChangeChoice(text))])
            return try await cluster(of: "alice", ["alice", "carol", "shop"], in: ledger, by: rule)
        }
        #expect(try await cluster(of: "alice", ["alice", "carol", "shop"], in: ledger) == "alice")
        #expect(try await with("one-time") == "alice carol")
        #expect(try await with("client-change") == "alice carol")
        #expect(try await with("power-of-ten") == "alice carol")
        // Both outputs are smaller than the input and of its type.
        #expect(try await with("optimal-change") == "alice")
        #expect(try await with("address-type") == "alice")
        #expect(try await with("address-reuse") == "alice")
        #expect(try await with("power-of-ten+client-change") == "alice carol")
        #expect(try await with("power-of-ten+not-client-change") == "alice")
    }

    @Test("a choice of change rules is text and back", arguments: ["one-time", "power-of-ten+not-address-type"])
    func choices(text: String) { #expect(ChangeChoice(text)?.description == text) }

    @Test("what names no change rule is refused", arguments: ["", "magic", "not-one-time", "one-time+", "one-time,"])
    func refused(text: String) { #expect(ChangeChoice(text) == nil) }
}
