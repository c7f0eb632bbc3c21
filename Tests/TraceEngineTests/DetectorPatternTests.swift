import Ledger
import Support
import Testing
import TraceEngine

@Suite("Patterns of a whole ledger, planted and absent")
struct DetectorPatternTests {
    private func hits(_ pattern: Pattern, in description: String, _ thresholds: String...) async throws -> [PatternHit] {
        let tiny = try TinyLedger(description)
        let ledger = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        var settings = PatternSettings()
        for threshold in thresholds {
            let isThere = settings.set(threshold)
            #expect(isThere)
        }
        return try await ledger.patterns([pattern], settings)
    }

    private func ids(_ names: [String]) -> Measure { .texts(names.map { TinyLedger.txid($0).description }) }

    private let peeling = """
        block 0
        a = coinbase -> alice 10000
        block 1
        b = a:0 -> shop 1000, p1 8900
        c = b:1 -> p2 7800, shop 1000
        d = c:0 -> shop 1000, p3 6700
        block 2
        e = d:1 -> shop 1000, p4 5600
        f = e:1 -> p5 5500
        """

    @Test("a peel chain is followed along its larger outputs, to its end")
    func peelChain() async throws {
        let hit = try #require(try await hits(.peelChain, in: peeling).first)
        #expect(hit.row.txid == TinyLedger.txid("e") && hit.hit.detector == "peel-chain" && !hit.hit.isCoinJoin)
        #expect(hit.hit.measures["hops"] == .count(4) && hit.hit.measures["transactions"] == ids(["b", "c", "d", "e"]))
        #expect(hit.hit.measures["peeled"] == .value(4000) && hit.hit.measures["rest"] == .value(5600))
        #expect(hit.hit.text.hasPrefix("At least 4 transactions"))
    }

    @Test("too short a chain, halves that are equal, and a chain through the smaller output are none")
    func noPeelChain() async throws {
        #expect(try await hits(.peelChain, in: peeling, "peel-chain.hops=5").isEmpty)
        #expect(try await hits(.peelChain, in: peeling.replacing("shop 1000, p3 6700", with: "shop 3300, p3 4400")).isEmpty)
        #expect(try await hits(.peelChain, in: peeling.replacing("d = c:0", with: "d = c:1")).isEmpty)
        #expect(try await hits(.peelChain, in: peeling.replacing("d = c:0", with: "d = c:0, b:0")).isEmpty)
        #expect(try await hits(.peelChain, in: peeling.replacing("d = c:0", with: "d = c:0, b:0"), "peel-chain.inputs=2").count == 1)
    }

    /// `count` payers who pay `hub`, one a block, every `step` blocks of ten minutes.
    private func fanIn(_ count: Int, step: Int = 1) -> String {
        "block 0\na = coinbase -> " + (0..<count).map { "p\($0) 100" }.joined(separator: ", ") + "\n"
            + (0..<count).map { "block \(1 + $0 * step)\nt\($0) = a:\($0) -> hub 90" }.joined(separator: "\n")
    }

    @Test("fan-in counts different payers within the window")
    func fanInTest() async throws {
        let hit = try #require(try await hits(.fanIn, in: fanIn(20)).first)
        #expect(hit.hit.measures["payers"] == .count(20) && hit.hit.measures["value"] == .value(1800))
        #expect(hit.hit.measures["address"] == .texts([TinyLedger.address("hub").text(on: .bitcoinRegtest)]))
        #expect(hit.row.txid == TinyLedger.txid("t19"))
        #expect(try await hits(.fanIn, in: fanIn(19)).isEmpty)
        // A payment every 300 blocks: 15 in 30 days.
        #expect(try await hits(.fanIn, in: fanIn(30, step: 300)).isEmpty)
        #expect(try await hits(.fanIn, in: fanIn(30, step: 300), "fan-in.payers=15").count == 1)
        // The same payer again and again.
        let one = (0..<20).map { _ in "alice 100" }.joined(separator: ", ")
        let again = "block 0\na = coinbase -> \(one)\nblock 1\n" + (0..<20).map { "t\($0) = a:\($0) -> hub 90" }.joined(separator: "\n")
        #expect(try await hits(.fanIn, in: again).isEmpty)
    }

    @Test("fan-out counts different payees, and change to oneself is none")
    func fanOut() async throws {
        func story(_ payees: Int) -> String {
            "block 0\na = coinbase -> alice 9000\nblock 1\nb = a:0 -> "
                + (0..<payees).map { "p\($0) 100" }.joined(separator: ", ") + ", alice 500"
        }
        let hit = try #require(try await hits(.fanOut, in: story(20)).first)
        #expect(hit.hit.measures["payees"] == .count(20))
        #expect(try await hits(.fanOut, in: story(19)).isEmpty)
    }

    private let scattering = """
        block 0
        a = coinbase -> boss 10000
        block 1
        b = a:0 -> m1 1000, m2 1000, m3 1000, m4 1000, m5 1000
        block 2
        c1 = b:0 -> sink 990
        c2 = b:1 -> sink 980
        c3 = b:2 -> sink 970
        block 3
        c4 = b:3 -> sink 960
        c5 = b:4 -> sink 950
        """

    @Test("scatter-gather goes out over many and comes together at one")
    func scatterGather() async throws {
        let hit = try #require(try await hits(.scatterGather, in: scattering).first)
        #expect(hit.hit.measures["middlemen"] == .count(5) && hit.row.txid == TinyLedger.txid("c5"))
        #expect(hit.hit.measures["scattered"] == .value(5000) && hit.hit.measures["gathered"] == .value(4850))
        #expect(try await hits(.scatterGather, in: scattering.replacing("c5 = b:4 -> sink 950", with: "c5 = b:4 -> shop 950")).isEmpty)
        #expect(try await hits(.scatterGather, in: scattering, "scatter-gather.days=0").isEmpty)
    }

    @Test("gather-scatter gathers first and scatters then")
    func gatherScatter() async throws {
        func story(_ first: Int, _ second: Int) -> String {
            """
            block 0
            a = coinbase -> p0 100, p1 100, p2 100, p3 100, p4 100, hub 900
            block \(first)
            \((0..<5).map { "t\($0) = a:\($0) -> hub 90" }.joined(separator: "\n"))
            block \(second)
            z = a:5 -> q0 100, q1 100, q2 100, q3 100, q4 100
            """
        }
        let hit = try #require(try await hits(.gatherScatter, in: story(1, 2)).first)
        #expect(hit.hit.measures["payers"] == .count(5) && hit.hit.measures["payees"] == .count(5))
        #expect(try await hits(.gatherScatter, in: story(1, 5000)).isEmpty)
        let reversed = """
            block 0
            a = coinbase -> p0 100, p1 100, p2 100, p3 100, p4 100, hub 900
            block 1
            z = a:5 -> q0 100, q1 100, q2 100, q3 100, q4 100
            block 2
            \((0..<5).map { "t\($0) = a:\($0) -> hub 90" }.joined(separator: "\n"))
            """
        #expect(try await hits(.gatherScatter, in: reversed).isEmpty)
    }

    private let round = """
        block 0
        x = coinbase -> alice 1000
        block 1
        a = x:0 -> bob 1000
        b = a:0 -> carol 980
        block 2
        c = b:0 -> dave 960
        d = c:0 -> alice 940
        """

    @Test("a cycle comes back in order of time, shrinking a little at each step")
    func cycle() async throws {
        let hit = try #require(try await hits(.cycle, in: round).first)
        #expect(hit.hit.measures["parties"] == .count(4) && hit.row.txid == TinyLedger.txid("d"))
        #expect(hit.hit.measures["transactions"] == ids(["a", "b", "c", "d"]))
        #expect(hit.hit.measures["set_out"] == .value(1000) && hit.hit.measures["came_back"] == .value(940))
        #expect(try await hits(.cycle, in: round, "cycle.most=3").isEmpty)
        #expect(try await hits(.cycle, in: round, "cycle.margin=1").isEmpty)
        #expect(try await hits(.cycle, in: round.replacing("alice 940", with: "eve 940")).isEmpty)
    }

    @Test("a round-trip gives nearly everything back to the payer")
    func roundTrip() async throws {
        let story = "block 0\nx = coinbase -> alice 1000\nblock 1\na = x:0 -> bob 1000\nblock 2\nb = a:0 -> alice 950"
        let hit = try #require(try await hits(.roundTrip, in: story).first)
        #expect(hit.hit.measures["came_back"] == .value(950))
        #expect(try await hits(.roundTrip, in: story.replacing("950", with: "800")).isEmpty)
        #expect(try await hits(.roundTrip, in: story.replacing("block 2", with: "block 2000")).isEmpty)
        #expect(try await hits(.roundTrip, in: story.replacing("b = a:0 -> alice", with: "b = a:0 -> carol")).isEmpty)
    }

    @Test("dust goes to many different addresses")
    func dust() async throws {
        func story(_ names: [String], _ value: Int) -> String {
            "block 0\na = coinbase -> alice 90000\nblock 1\nb = a:0 -> " + names.map { "\($0) \(value)" }.joined(separator: ", ")
        }
        let many = (0..<10).map { "p\($0)" }
        #expect(try await hits(.dust, in: story(many, 546)).map(\.row.txid) == [TinyLedger.txid("b")])
        #expect(try await hits(.dust, in: story(many, 547)).isEmpty)
        #expect(try await hits(.dust, in: story(many, 0)).isEmpty)
        #expect(try await hits(.dust, in: story(Array(repeating: "bob", count: 10), 546)).isEmpty)
        #expect(try await hits(.dust, in: story(Array(many.prefix(9)), 546)).isEmpty)
    }

    @Test("a CoinJoin makes no payments")
    func coinJoin() async throws {
        let people = (0..<12).map { "p\($0)" }
        let outputs = (0..<12).map { "q\($0) 5000" } + (0..<12).map { "c\($0) \(3900 - $0)" }
        let mix = """
            block 0
            a = coinbase -> \(people.map { "\($0) 9000" }.joined(separator: ", "))
            block 1
            mix = \(people.indices.map { "a:\($0)" }.joined(separator: ", ")) -> \(outputs.joined(separator: ", "))
            """
        #expect(try await hits(.fanOut, in: mix, "fan-out.payees=5").isEmpty)
    }

    @Test("thresholds are set by name, and only those there are", arguments: [
        ("peel-chain.hops=7", true), ("peel-chain.hops", false), ("peel-chain.hops=x", false), ("peel-chain.steps=7", false),
        ("peel.hops=7", false), ("hops=7", false), ("fan-in.days=-1", false),
    ])
    func thresholds(text: String, isThere: Bool) {
        var settings = PatternSettings()
        let wasSet = settings.set(text)
        #expect(wasSet == isThere)
        #expect(settings[.peelChain, "hops"] == (isThere ? 7 : 4))
    }

    @Test("every threshold stands in its rule's text, and every rule says what it misses")
    func described() {
        for pattern in Pattern.allCases {
            let text = PatternSettings().text(of: pattern)
            #expect(!text.contains("{") && !pattern.limits.isEmpty)
        }
    }
}
