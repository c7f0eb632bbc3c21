import Encoding
import Ledger
import Support
import Testing

@testable import Attribution

@Suite("Claims of the user's own cases beside imported ones")
struct OwnTagsTests {
    private func own(_ text: String, _ label: String) throws -> TagRecord {
        let subject = try TagSubject(address: text, network: "bitcoin")
        return TagRecord(
            Tag(subject: subject, label: label, category: "suspect", confidence: .forensicInvestigation), ofCase: "lantern",
            head: String(repeating: "0", count: 64), made: TagRecordTests.day("2024-03-01"))
    }

    @Test("They stand after the imported ones, marked with the case, and change neither the set nor its digest")
    func beside() throws {
        let store = try ScratchTags()
        _ = try store.bringIn(
            text: "address,label\n\(EditionTests.one),Boat\n", as: "a.csv", source: "a", defaults: TagDefaults(currency: "BTC"))
        let tags = OwnTags(store.tags, own: [try own(EditionTests.one, "Collector"), try own(EditionTests.two, "Peel")])
        let found = try tags.records(of: [EditionTests.one, EditionTests.two, EditionTests.three].map { try TagSubject(address: $0, network: "bitcoin").key })
        #expect(found[0].map(\.source) == ["a", "case/lantern"])
        #expect(found[0].map(\.isOwn) == [false, true])
        #expect(found[1].map(\.tag.label) == ["Peel"] && found[2].isEmpty)
        #expect(try tags.digest == store.tags.digest)
        #expect(try OwnTags(nil, own: []).digest == TagStore.emptyDigest)
        #expect(try store.tags.records(of: [TagSubject(address: EditionTests.two, network: "bitcoin").key])[0].isEmpty)
    }

    @Test("Look-alikes of them and of the case's addresses are named; those of the case first")
    func lookAlikes() throws {
        let real = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
        let fake = "1BoatXXXXXXXXXXXXXXXXXXXXXXXXXXpyT"
        let store = try ScratchTags()
        let tags = OwnTags(store.tags, own: [try own(real, "Collector")])
        let screening = Screening(store: tags, asOf: TagRecordTests.day("2026-01-01"), caseAddresses: [EditionTests.two])
        #expect(LookAlike.resemble(real, String(fake.prefix(30)) + "tpyT") == true)
        let hits = try screening.lookAlikes(of: [String(fake.prefix(30)) + "tpyT", "12QtD" + String(repeating: "Z", count: 25) + "jH9h", real])
        #expect(hits[0].map(\.text) == [real] && hits[0][0].whose == "[Collector] of case/lantern")
        #expect(hits[1].map(\.isOfCase) == [true] && hits[1][0].whose == "of the case")
        // Nothing is its own look-alike.
        #expect(hits[2].isEmpty)
    }

    @Test("Kinds of party: a listing before anything else, then abuse; categories by their names in any spelling")
    func kinds() {
        #expect(TagKind(category: "exchange", isListed: true) == .sanctioned)
        #expect(TagKind(category: "", abuse: "sanction") == .sanctioned)
        #expect(TagKind(category: "organization", abuse: "ransomware") == .abuse)
        #expect(TagKind(category: "Mixing Service") == .mixer)
        #expect(TagKind(category: "defi-bridge") == .bridge)
        #expect(TagKind(category: "hosted_wallet") == .service)
        #expect(TagKind(category: "organization") == .other)
    }
}
