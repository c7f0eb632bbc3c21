import Casework
import Evidence
import Ledger
import Support
import Testing

@Suite("Evidence summary")
struct EvidenceSummaryTests {
    private func lantern() async throws -> EvidenceSummary {
        try await EvidenceSummary.make(of: Lantern.value(), ledger: Lantern.ledger())
    }

    @Test("gathers addresses of interest, and those that only a note names")
    func addresses() async throws {
        let summary = try await lantern()
        #expect(
            summary.addresses.map(\.text)
                == ["collector", "victim1", "stranger", "victim2"].map(Lantern.text))
        #expect(summary.addresses[0].view?.summary.received == 144_581_840 + 200_000_000 + 144_300_000)
        #expect(summary.addresses[0].view?.summary.sent == 144_581_840)
        #expect(summary.addresses[2].view?.isKnown == false)
        #expect(summary.addresses[3].item == nil)
    }

    @Test("cites transactions of items and of notes, in ledger order, missing ones last")
    func transactions() async throws {
        let summary = try await lantern()
        #expect(summary.transactions.map(\.txid) == ["p1", "p2", "fan", "nowhere"].map(TinyLedger.txid))
        #expect(summary.transactions.map(\.views.count) == [1, 1, 1, 0])
    }

    @Test("finds ids in text only where they stand alone")
    func ids() async throws {
        let id = TinyLedger.txid("fan").description
        for (text, found) in [
            (id, 1), ("(\(id.uppercased())),", 1), ("\(id):0 and \(id)", 1), ("a\(id)", 0), ("\(id)f", 0), ("é\(id)", 0),
            ("\(id.dropLast())", 0),
        ] {
            var value = Lantern.value()
            value.items = []
            value.notes = [value.notes[1]]
            value.notes[0].text = text
            #expect(EvidenceSummary.make(of: value).transactions.count == found, "\(text)")
        }
    }

    @Test("folds a wide side into one row that keeps every unit")
    func folding() async throws {
        let value = Case(
            name: "Wide", question: "", chain: Lantern.chain, created: Lantern.value().created,
            items: [CaseItem(subject: .address(Lantern.text("hub")), added: Lantern.value().created)])
        var lines = "block 0 genesis\ng = coinbase -> genesis 5000000000\n"
        for height in 1...30 { lines += "block \(height)\nc\(height) = coinbase -> hub \(height * 100)\n" }
        let ledger = try MemoryLedger(chain: Lantern.chain, blocks: TinyLedger(lines, chain: Lantern.chain).blocks)
        let summary = try await EvidenceSummary.make(of: value, ledger: ledger)
        let picture = try #require(summary.addresses[0].neighbourhood)
        #expect(picture.received.count == 12)
        #expect(picture.received.map(\.value).reduce(0, +) == picture.receivedValue)
        #expect(picture.received.dropLast().map(\.number) == (20...30).map { $0 })
        #expect(picture.received.last?.party == "19 more transactions")
        #expect(picture.sent.map(\.value) == [picture.receivedValue])
    }

    @Test("both sides of a picture add up to the same")
    func balance() async throws {
        for evidence in try await lantern().addresses {
            guard let picture = evidence.neighbourhood else { continue }
            #expect(picture.received.map(\.value).reduce(0, +) == picture.receivedValue)
            #expect(picture.sent.map(\.value).reduce(0, +) == picture.sentValue)
            #expect(picture.receivedValue == picture.sentValue)
        }
    }

    @Test("names the other end only where the ledger has one")
    func parties() async throws {
        let summary = try await lantern()
        let collector = try #require(summary.addresses[0].neighbourhood)
        #expect(collector.received.map(\.party) == ["Victim 1", "1 address, 1 input not known", "itself"])
        #expect(collector.sent.map(\.party) == ["20 addresses", "received less sent at block 6"])
        let victim = try #require(summary.addresses[1].neighbourhood)
        #expect(victim.received.map(\.party) == ["new coins (coinbase)", "itself"])
    }

    @Test("refuses a ledger of another chain")
    func otherChain() async throws {
        var value = Lantern.value()
        value.chain = .bitcoin
        await #expect(throws: LedgerError.self) { try await EvidenceSummary.make(of: value, ledger: Lantern.ledger()) }
    }

    @Test("gives the same bytes again, and names no time of its making")
    func determinism() async throws {
        let (first, second) = (try await lantern(), try await lantern())
        #expect(first.markdown() == second.markdown())
        #expect(first.html() == second.html())
    }

    @Test("without a ledger says what the case says, and that there are no figures")
    func withoutLedger() {
        let text = EvidenceSummary.make(of: Lantern.value()).markdown()
        #expect(text.contains("this summary states no amounts"))
        #expect(text.contains(Lantern.text("collector")))
        #expect(!text.contains("Received RBTC"))
    }
}
