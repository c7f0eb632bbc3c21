import Attribution
import Casework
import Encoding
import Ledger
import Support
import Testing

@testable import Screen
@testable import Workbench

@Suite("Tags on the screen")
struct TagScreenTests {
    private static let day = UTCTime(seconds: 1_704_067_200)

    private static func edition(_ number: Int, _ source: String, _ seconds: Int64) -> TagEdition {
        TagEdition(
            number: number, source: source, format: "tagpack", file: "\(source).yaml", sha256: String(repeating: "c4", count: 32),
            origin: "", issued: UTCTime(milliseconds: seconds * 1000), imported: day)
    }

    private static func subject(_ address: Address) -> TagSubject {
        TagSubject(key: TagKey(address), network: "bitcoin-regtest", text: address.text(on: .bitcoinRegtest), isVerified: true)
    }

    /// A listing, an exchange with hostile text, a mixer for the cluster that is gone again, and a case of the user's.
    static func claims(_ address: Address) -> [TagRecord] {
        let listed = TagRecord(
            tag: Tag(
                subject: subject(address), label: "DOE, Jane", abuse: "sanction", concepts: ["sanction"], confidence: .authorityData,
                reference: "OFAC party 26745", claimed: nil,
                listing: TagListing(
                    list: "OFAC SDN List", party: "DOE, Jane", partyID: "26745", aliases: ["DOE, J.", "ROE, Jane"], programs: ["CYBER2"],
                    listed: UTCTime(rfc3339: "2019-08-21T00:00:00Z"))),
            added: edition(3, "ofac-sdn", 1_763_510_400))
        let exchange = TagRecord(
            tag: Tag(
                subject: subject(address), label: "Börse \u{1B}[2J\u{202E}K 交易所", actor: "borse", category: "exchange",
                confidence: .serviceData, reference: "https://example.org/borse", claimed: day, context: "Hot wallet."),
            added: edition(1, "packs/boerse", 1_704_067_200))
        let mixer = TagRecord(
            tag: Tag(
                subject: subject(address), label: "Mix", actor: "mix", category: "mixing_service", confidence: .heuristic,
                level: .cluster),
            added: edition(1, "packs/mixers", 1_704_067_200))
        let gone = TagRecord(
            tag: Tag(subject: subject(address), label: "Old name", category: "organization", confidence: .webCrawl),
            added: edition(1, "labels", 1_600_000_000), removed: edition(2, "labels", 1_650_000_000))
        let own = TagRecord(
            Tag(
                subject: subject(address), label: "a suspect", category: "suspect", confidence: .forensicInvestigation, claimed: day),
            ofCase: "Saltmarsh", head: String(repeating: "0", count: 64), made: day)
        return [listed, exchange, mixer, gone, own]
    }

    private func fixture(_ columns: Int, _ rows: Int, _ keys: [KeyStroke]) async throws -> ViewsFixture {
        var fixture = try await ViewsFixture(columns, rows)
        let address = TinyLedger.address("hold")
        let held = Self.claims(address).filter { $0.removed == nil }
        let summary = try #require(AddressTags(held))
        try await fixture.send(.tags([address: summary], contested: [address: held]))
        try await fixture.send(
            .tagSet(TagSetPin(digest: String(repeating: "ab", count: 32), sources: [.init(name: "ofac-sdn", edition: 3, sha256: "aa", date: "2025-11-19")])))
        try await fixture.press([.end] + keys)
        try await fixture.send(
            .claims(
                address,
                AddressClaims(
                    records: Self.claims(address), actors: ["borse": Actor(id: "borse", label: "Börse K", jurisdictions: ["CH"])],
                    lookAlikes: ["bcrt1qfakefakefake of the case"], asOf: UTCTime(seconds: 1_770_000_000))))
        return fixture
    }

    private func check(_ name: String, _ keys: [KeyStroke]) async throws {
        for (columns, rows) in ViewScreenTests.sizes {
            let fixture = try await fixture(columns, rows, keys)
            ViewCheck.golden("view-" + name, fixture.state)
        }
    }

    @Test("every tag of an address, the one under the cursor in full")
    func tags() async throws { try await check("tags", [.character("A"), .character("j")]) }

    @Test("where tags contradict each other, with what can be decided")
    func conflicts() async throws { try await check("tag-conflicts", [.character("!")]) }

    @Test("the reason of a choice is asked")
    func reason() async throws { try await check("tag-reason", [.character("!"), .character("(")]) }

    @Test("each kind of party has a sign of its own, in both sets, so that none is told by colour alone")
    func signs() {
        for glyphs in [GlyphSet.unicode, .ascii] {
            let signs = TagKind.allCases.map { TagText.sign($0, glyphs) }
            #expect(Set(signs).count == signs.count)
        }
    }
}
