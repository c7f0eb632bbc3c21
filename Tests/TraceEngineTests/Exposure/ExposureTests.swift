import Encoding
import Ledger
import Support
import Testing
import TraceEngine

@Suite("Exposure: with whom value stood in connection")
struct ExposureTests {
    /// `[K] exchange 6+0`: party, direct + indirect.
    private func sheet(
        _ direction: ExposureQuestion.Direction, of names: [String], _ story: String, _ tags: TagTable,
        by method: TraceMethod = .haircut, without: [ExposureAssumption] = []
    ) async throws -> [String] {
        let tiny = try TinyLedger(story)
        let ledger = try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
        let question = ExposureQuestion(
            of: names.map { TinyLedger.address($0) }, direction, by: [method], without: without)
        let exposure = try await ExposureRun(question, of: ledger, tags: tags).answer()
        let answer = try #require(exposure.methods.first)
        #expect(answer.reconciles && answer.lines.reduce(0) { $0 + $1.value } == answer.total)
        return answer.lines.map { line in
            let name =
                switch line.party {
                case .claimed(let category, let name, .held): "[\(name)] \(category)"
                case .claimed(let category, let name, .later(let begins, _)): "[\(name)] \(category) before \(begins.date)"
                case .claimed(let category, let name, .ended(let end, _)): "[\(name)] \(category) after \(end.date)"
                case .claimed(let category, let name, .undated), .claimed(let category, let name, .unknown):
                    "[\(name)] \(category) ?"
                case .inferred(let detector, _): "~\(detector)"
                case .kept: "kept"
                case .unattributed(let reason): reason.rawValue
                case .fee: "fee"
                }
            return "\(name) \(line.direct)+\(line.indirect)"
        } + ["of \(answer.total)"]
    }

    private let story = """
        block 0
        a = coinbase -> kraken 100
        b = coinbase -> stranger 60
        block 1
        c = a:0, b:0 -> middle 160
        d = coinbase -> kraken 40
        block 2
        e = c:0 -> subject 150
        f = d:0 -> subject 40
        block 3
        g = e:0 -> shop 80, subject 68
        block 4
        h = f:0 -> mixer 39
        """

    private var tags: TagTable {
        var tags = TagTable()
        tags.add(StopTag(category: "exchange", actor: "K", source: "list 1"), to: TinyLedger.address("kraken"))
        tags.add(StopTag(category: "shop", label: "S", source: "list 2"), to: TinyLedger.address("shop"))
        tags.add(StopTag(category: "mixing_service", label: "M", source: "list 2"), to: TinyLedger.address("mixer"))
        return tags
    }

    @Test("where value came from: direct, through others, and from nobody named; change to oneself is not counted again")
    func from() async throws {
        // 150 = 93.75 of kraken's 100 and 56.25 of newly issued coin, 40 from kraken itself.
        #expect(
            try await sheet(.from, of: ["subject"], story, tags) == [
                "[K] exchange 40+94", "issued 0+56", "of 190",
            ])
        #expect(
            try await sheet(.from, of: ["subject"], story, tags, by: .fifo) == [
                "[K] exchange 40+100", "issued 0+50", "of 190",
            ])
    }

    @Test("where value went: any tag ends a branch, what is still there is said, and so are fees")
    func to() async throws {
        #expect(
            try await sheet(.to, of: ["subject"], story, tags) == [
                "[S] shop 80+0", "[M] mixing_service 39+0", "kept 68+0", "fee 0+3", "of 190",
            ])
    }

    @Test("a cluster: what its members paid each other is inside")
    func cluster() async throws {
        #expect(
            try await sheet(.from, of: ["subject", "middle"], story, tags) == [
                "[K] exchange 140+0", "issued 60+0", "of 200",
            ])
    }

    @Test("the subject's own tags say nothing of where its value came from or went")
    func ownTags() async throws {
        #expect(
            try await sheet(.to, of: ["kraken"], story, tags) == [
                "[S] shop 0+50", "[M] mixing_service 0+39", "unspent 0+43", "fee 0+8", "of 140",
            ])
    }

    @Test(
        "what remains without a source, an actor, a category, an address",
        arguments: [
            ExposureAssumption.source("list 1"), .actor("K"), .category("exchange"), .address(TinyLedger.address("kraken")),
        ])
    func without(_ assumption: ExposureAssumption) async throws {
        #expect(
            try await sheet(.from, of: ["subject"], story, tags, without: [assumption]) == [
                "issued 40+150", "of 190",
            ])
    }

    @Test("assumptions as they are typed, and refusals that say what there is")
    func typed() throws {
        #expect(try ExposureAssumption("actor:Exchange K", on: .bitcoin) == .actor("Exchange K"))
        #expect(try ExposureAssumption("category:Mixing Service", on: .bitcoin) == .category("mixing_service"))
        #expect(try ExposureAssumption("rule:coinjoin", on: .bitcoin) == .detector("coinjoin"))
        #expect(try ExposureAssumption("rule:multi-input", on: .bitcoin) == .cluster)
        for text in ["K", "actor:", "rule:nothing", "address:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"] {
            #expect(throws: TraceError.self, "\(text)") { try ExposureAssumption(text, on: .bitcoin) }
        }
    }

    @Test("poison gives no shares")
    func poison() async throws {
        await #expect(throws: TraceError.self) {
            try await sheet(.from, of: ["subject"], story, tags, by: .poison)
        }
    }

    // MARK: Time

    private func time(_ text: String) throws -> UTCTime { try #require(UTCTime(rfc3339: text + "Z")) }

    @Test("a payment before a designation is a line of its own, and so is one after a delisting")
    func designation() async throws {
        // Blocks of the small ledger are ten minutes apart.
        let tiny = try TinyLedger(story)
        let second = UTCTime(seconds: try tiny.block(2).time)
        let fourth = UTCTime(seconds: try tiny.block(4).time)
        var tags = TagTable()
        tags.add(
            StopTag(category: "sanction", label: "P", begins: fourth, isDesignation: true), to: TinyLedger.address("shop"))
        tags.add(StopTag(category: "sanction", label: "Q", begins: second, ends: fourth), to: TinyLedger.address("mixer"))
        #expect(
            try await sheet(.to, of: ["subject"], story, tags) == [
                "[P] sanction before \(fourth.date) 80+0", "[Q] sanction after \(fourth.date) 39+0", "kept 68+0", "fee 0+3",
                "of 190",
            ])
    }

    @Test("the sentence of a claim that did not hold at the payment")
    func sentences() throws {
        let listed = StopTag(
            category: "sanction", begins: try time("2022-08-08T00:00:00"), ends: try time("2025-03-21T00:00:00"),
            isDesignation: true)
        func sentence(_ payment: String) throws -> String? {
            listed.period.warning(at: try time(payment))
        }
        #expect(try sentence("2022-04-17T23:59:59") == "designated on 2022-08-08, 113 days after this payment")
        #expect(try sentence("2022-08-07T23:59:59") == "designated on 2022-08-08, 1 day after this payment")
        #expect(try sentence("2022-08-08T00:00:00") == nil)
        #expect(try sentence("2025-03-20T23:59:59") == nil)
        #expect(try sentence("2025-03-21T00:00:00") == "delisted on 2025-03-21, earlier on the day of this payment")
        #expect(try sentence("2025-03-23T12:00:00") == "delisted on 2025-03-21, 2 days before this payment")
        #expect(listed.period.timing(at: nil) == .unknown)
        #expect(StopTag(category: "exchange").period.timing(at: nil) == .held)
    }
}
