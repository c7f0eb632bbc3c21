import Encoding
import Ledger
import Testing

@testable import Attribution

/// When a claim holds.
struct TagRecordTests {
    static func day(_ text: String) -> UTCTime { UTCTime(rfc3339: text + "T00:00:00Z") ?? UTCTime(milliseconds: 0) }

    static func edition(_ number: Int, _ issued: String) -> TagEdition {
        TagEdition(
            number: number, source: "ofac-sdn", format: "ofac-xml", file: "sdn.xml", sha256: "", origin: "",
            issued: day(issued), imported: day("2026-01-01"))
    }

    @Test("A listing begins when the party was listed and ends with the first edition that lacks it")
    func listing() throws {
        let subject = try TagSubject(address: "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", network: "bitcoin", asset: "XBT")
        let record = TagRecord(
            tag: Tag(
                subject: subject, label: "YAN, Xiaobing",
                listing: TagListing(list: "OFAC SDN", party: "YAN, Xiaobing", listed: Self.day("2019-08-21"))),
            added: Self.edition(1, "2019-09-01"), removed: Self.edition(2, "2021-02-03"))
        #expect(record.standing(at: Self.day("2019-08-20")) == .notYet(Self.day("2019-08-21")))
        #expect(record.standing(at: Self.day("2019-08-21")) == .holds)
        #expect(record.standing(at: Self.day("2021-02-02")) == .holds)
        #expect(record.standing(at: Self.day("2021-02-03")) == .noLonger(Self.day("2021-02-03")))
    }

    @Test("Grades are ordered by their level")
    func grades() {
        #expect(TagConfidence.allCases.count == 14)
        #expect(TagConfidence.unknown < .heuristic)
        #expect(TagConfidence.webCrawl < .authorityData)
        #expect(TagConfidence.allCases.max() == .override)
    }
}
